"""A warning waits in every view until somebody writes down what was done."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_terminal import ENTER, STOP, session, too_wide
from tests.conftest import Run, Said

EMERGENCY, SAME_DAY, VISIT = "chest-breath", "calf", "low-mood"
YEARS_LATER = "2029-05-01T09:00:00-04:00"


def flat(said: Said) -> str:
    return " ".join(said.stdout.split())


def shape(run: Run, *typed: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*typed, "--json", **more).stdout)
    return found


def mark(run: Run, *signs: str) -> None:
    """An entry in which those signs are marked."""
    run("log", *(part for sign in signs for part in ("--sign", sign)))


@pytest.fixture
def marked(run: Run, started: Path) -> Path:
    """A diary with one unanswered emergency."""
    mark(run, EMERGENCY)
    return started


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("now", ["2026-11-04T19:20:00-05:00", YEARS_LATER])
def test_an_unanswered_warning_stands_first_in_every_view(run: Run, now: str) -> None:
    today, brief = flat(run("today", now=now)), flat(run("today", "--brief", now=now))
    report = flat(run("report", now=now))

    assert today.index("Warning 1") < today.index("Limits")
    assert brief.startswith("Not answered, Wed 4 Nov: Chest pain, or hard to breathe.")
    assert "Call 911 now." in today
    assert "Call 911 now." in brief
    assert report.lower().index("chest pain") < report.index("Pain ")


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("command", ["today", "report", "warnings", "entries"])
@pytest.mark.parametrize("now", ["2026-11-04T19:20:00-05:00", YEARS_LATER])
def test_every_json_names_the_warning_and_that_nobody_answered(
    run: Run, command: str, now: str
) -> None:
    (warning,) = shape(run, command, now=now)["warnings"]

    assert (warning["sign"], warning["tier"]) == (EMERGENCY, "emergency")
    assert warning["answered"] is None


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    "typed",
    [["edit", "1", "--note", "I was wrong"], ["edit", "1", "pain=2"],
     ["delete", "1"], ["undo"]],
    ids=" ".join,
)  # fmt: skip
def test_nothing_done_to_the_entry_takes_the_warning_away(
    run: Run, typed: list[str]
) -> None:
    run(*typed)

    assert "Not answered, Wed 4 Nov: Chest pain" in flat(run("today", "--brief"))
    run("today", "--alarm", code=20)


@pytest.mark.usefixtures("started")
def test_a_removed_entry_says_which_of_its_warnings_wait(run: Run) -> None:
    mark(run, EMERGENCY, SAME_DAY)
    mark(run, VISIT)
    mark(run, SAME_DAY)
    run("log", "pain=1")
    run("warnings", "answer", "4", "--mistake")

    two, one, answered, none = (flat(run("delete", str(n))) for n in (1, 2, 3, 4))

    assert two.endswith(
        "Warning 1 and warning 2 stay and wait for an answer: tracker warnings"
    )
    assert one.endswith("Warning 3 stays and waits for an answer: tracker warnings")
    assert "tracker warnings" not in answered + none


@pytest.mark.usefixtures("marked")
def test_a_call_is_said_back_with_its_day_and_answers_the_warning(run: Run) -> None:
    line = ["--called", "yesterday 8pm", "--note", "Come in tomorrow."]

    said = flat(run("warnings", "answer", "1", *line))

    assert "Called Tue 3 November 2026, 20:00, day 0." in said
    assert "Note: Come in tomorrow." in said
    assert "The warning stays in the diary" in said
    assert "Not answered" not in flat(run("today"))
    run("today", "--alarm")
    answered = shape(run, "warnings")["warnings"][0]["answered"]
    assert answered["kind"] == "called"
    assert answered["at"] == "2026-11-03T20:00:00-05:00"
    assert answered["note"] == "Come in tomorrow."


@pytest.mark.usefixtures("marked")
def test_a_call_of_a_day_without_a_time_keeps_no_time(run: Run) -> None:
    run("warnings", "answer", "1", "--called", "yesterday")

    answered = shape(run, "warnings")["warnings"][0]["answered"]
    assert (answered["day"], answered["at"]) == ("2026-11-03", None)


@pytest.mark.usefixtures("marked")
def test_a_warning_that_was_answered_stays_on_the_page_for_the_visit(run: Run) -> None:
    run("warnings", "answer", "1", "--mistake")

    assert "chest pain" in flat(run("report")).lower()
    assert "Marked by mistake, by Ruth Example" in flat(run("warnings"))


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("flags", [["--called", "now"], ["--mistake"]])
def test_an_answer_can_be_undone_and_the_warning_is_open_again(
    run: Run, flags: list[str]
) -> None:
    run("warnings", "answer", "1", *flags)
    run("today", "--alarm")

    run("undo")

    run("today", "--alarm", code=20)
    assert shape(run, "warnings")["warnings"][0]["answered"] is None


@pytest.mark.usefixtures("marked")
def test_a_second_answer_shows_and_undoing_it_shows_the_first(run: Run) -> None:
    run("warnings", "answer", "1", "--mistake")
    run("warnings", "answer", "1", "--called", "now", "--note", "to be sure")

    second = shape(run, "warnings")["warnings"][0]["answered"]["kind"]
    run("undo")

    assert second == "called"
    assert shape(run, "warnings")["warnings"][0]["answered"]["kind"] == "mistake"


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    ("typed", "code"),
    [(["1", "--called", "tomorrow"], 1), (["1", "--called", "19:30"], 1),
     (["1", "--called", "2026-11-05"], 1), (["1", "--called", "03/04/2026"], 1),
     (["1", "--called", ""], 1), (["2", "--called", "now"], 1),
     (["0", "--mistake"], 1), (["999999999", "--mistake"], 1),
     (["1"], 2), (["1", "--note", "spoke"], 2),
     (["1", "--called", "now", "--mistake"], 2), (["one", "--mistake"], 2),
     (["--mistake"], 2), (["1", "--called", "now", "--note", "x" * 10_001], 1)],
    ids=lambda each: " ".join(each)[:30] if isinstance(each, list) else str(each),
)  # fmt: skip
def test_an_answer_that_cannot_be_meant_changes_nothing(
    run: Run, typed: list[str], code: int
) -> None:
    before = run("changes").stdout

    said = run("warnings", "answer", *typed, code=code)

    assert said.stdout == ""
    assert run("changes").stdout == before
    run("today", "--alarm", code=20)


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize(
    ("signs", "code"),
    [((), 0), ((VISIT,), 0), ((SAME_DAY,), 10), ((EMERGENCY,), 20),
     ((VISIT, SAME_DAY), 10), ((VISIT, SAME_DAY, EMERGENCY), 20)],
)  # fmt: skip
@pytest.mark.parametrize("how", [[], ["--brief"], ["--json"]], ids=str)
def test_the_alarm_is_the_highest_unanswered_one_in_every_form(
    run: Run, signs: tuple[str, ...], code: int, how: list[str]
) -> None:
    if signs:
        mark(run, *signs)

    alarmed = run("today", "--alarm", *how, code=code)

    assert alarmed.stdout == run("today", *how).stdout


@pytest.mark.usefixtures("started")
def test_the_alarm_follows_what_is_answered(run: Run) -> None:
    mark(run, SAME_DAY, EMERGENCY)
    emergency = next(
        w["number"]
        for w in shape(run, "warnings")["warnings"]
        if w["tier"] == "emergency"
    )

    run("warnings", "answer", str(emergency), "--called", "now")

    run("today", "--alarm", code=10)
    assert "One leg or calf swollen" in flat(run("today", "--brief"))


@pytest.mark.usefixtures("started")
def test_an_older_emergency_stands_before_newer_milder_warnings(run: Run) -> None:
    mark(run, EMERGENCY)
    for _ in range(4):
        mark(run, SAME_DAY)

    for command in (["today"], ["today", "--brief"], ["warnings"]):
        said = flat(run(*command)).lower()
        assert said.index("chest pain") < said.find("calf") % 10**6
    assert shape(run, "warnings")["warnings"][0]["tier"] == "emergency"
    assert "And 2 more." in flat(run("today"))


@pytest.mark.usefixtures("started")
def test_a_list_without_warnings_is_no_finding(run: Run) -> None:
    said = flat(run("warnings"))

    assert "No warning was shown. That is not a finding." in said
    assert shape(run, "warnings")["warnings"] == []


# On a terminal


@pytest.mark.parametrize("columns", [40, 80])
def test_typed_alone_it_asks_and_keeps_the_call(
    marked: Path, run: Run, columns: int
) -> None:
    answers = ["call", "1", "tomorrow", "7pm", "Come in tomorrow."]

    shown, code = session(marked, ["warnings"], answers, columns)

    said = " ".join(shown.split())
    assert code == 0
    assert said.index("Call 911 now.") < said.index("1 somebody called")
    assert "Please type 1 or 2, or Enter." in said
    assert "has not come yet" in said
    assert "Called Wed 4 November 2026, 19:00, day 1." in said
    assert too_wide(shown, columns) == []
    assert shape(run, "warnings")["warnings"][0]["answered"]["note"] == (
        "Come in tomorrow."
    )


@pytest.mark.parametrize("typed", ["2", "mistake"])
def test_a_mistake_is_asked_for_nothing_more(
    marked: Path, run: Run, typed: str
) -> None:
    shown, code = session(marked, ["warnings"], [typed])

    assert code == 0
    assert shown.count("> ") == 1
    assert shape(run, "warnings")["warnings"][0]["answered"]["kind"] == "mistake"


def test_enter_leaves_a_warning_open(marked: Path, run: Run) -> None:
    shown, code = session(marked, ["warnings"], [ENTER])

    assert code == 0
    assert "It stays open." in shown
    run("today", "--alarm", code=20)


def test_what_was_answered_before_ctrl_c_is_kept(started: Path, run: Run) -> None:
    mark(run, EMERGENCY, SAME_DAY)

    _, code = session(started, ["warnings"], ["2", STOP])

    assert code == 1
    found = shape(run, "warnings")["warnings"]
    assert [(w["tier"], bool(w["answered"])) for w in found] == [
        ("same-day", False), ("emergency", True),
    ]  # fmt: skip


def test_enter_at_when_and_note_means_now_and_no_note(marked: Path, run: Run) -> None:
    session(marked, ["warnings"], ["called", ENTER, ENTER])

    answered = shape(run, "warnings")["warnings"][0]["answered"]
    assert answered["at"] == "2026-11-04T19:10:00-05:00"
    assert answered["note"] is None


def test_with_nothing_open_it_lists_and_asks_nothing(marked: Path, run: Run) -> None:
    run("warnings", "answer", "1", "--mistake")

    shown, code = session(marked, ["warnings"], [])

    assert code == 0
    assert "> " not in shown
    assert "Answered" in shown


# The weekly list, which comes after the daily ones

WEEK_TWO = "2026-11-12T19:10:00-05:00"
WEEKLY = "Once a week: is any of this so?"
LOW_MOOD = "Low mood or poor sleep"


def number_of(shown: str, sign: str) -> str:
    """The number under which a sign was listed."""
    return next(line.split()[0] for line in shown.splitlines() if sign in line)


def week_two(diary: Path, *said: str, now: str = WEEK_TWO) -> str:
    return session(diary, ["--now", now, "log"], said)[0]


def entries(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shape(run, "entries", now=WEEK_TWO)["entries"]
    return found


def test_the_weekly_list_is_not_asked_in_the_first_days(started: Path) -> None:
    shown, _ = session(started, ["log"], ["none", "none", "3"])

    assert WEEKLY not in shown


def test_an_answered_weekly_list_is_not_asked_again_within_seven_days(
    started: Path, run: Run
) -> None:
    first = week_two(started, "none", "none", "none", "3")
    second = week_two(started, "none", "none", "4", now="2026-11-18T19:10:00-05:00")
    third = week_two(started, "none", "none", "none", now="2026-11-19T19:10:00-05:00")

    assert [WEEKLY in shown for shown in (first, second, third)] == [True, False, True]
    assert entries(run)[0]["weekly_signs_asked"] is True


def test_a_weekly_list_left_open_is_asked_again(started: Path, run: Run) -> None:
    week_two(started, "none", "none", ENTER, ENTER, "3")
    again = week_two(started, "none", "none", "none", "3")

    assert WEEKLY in again
    assert [entry["weekly_signs_asked"] for entry in entries(run)] == [False, True]
    assert [entry["signs_asked"] for entry in entries(run)] == ["yes", "yes"]


def test_a_marked_weekly_sign_is_kept_and_shown_at_once(
    started: Path, run: Run
) -> None:
    number = number_of(week_two(started, "none", "none", STOP), LOW_MOOD)

    shown = week_two(started, "none", "none", number, STOP)

    said = " ".join(shown.split())
    assert said.index("Tell the care team at the next visit.") < said.index(
        "Now the day."
    )
    assert entries(run)[0]["signs"] == ["low-mood"]
    assert shape(run, "warnings")["warnings"][0]["sign"] == "low-mood"
    run("today", "--alarm")


def test_a_weekly_list_in_which_a_sign_was_marked_counts_as_answered(
    started: Path, run: Run
) -> None:
    number = number_of(week_two(started, "none", "none", STOP), LOW_MOOD)

    week_two(started, "none", "none", number, STOP)

    (entry,) = entries(run)
    assert (entry["signs_asked"], entry["weekly_signs_asked"]) == ("yes", True)


def test_an_answered_weekly_list_alone_is_worth_keeping(
    started: Path, run: Run
) -> None:
    week_two(started, ENTER, ENTER, ENTER, ENTER, "none")

    (entry,) = entries(run)
    assert (entry["signs_asked"], entry["weekly_signs_asked"]) == ("no", True)


def test_the_weekly_list_waits_for_the_procedure(diary_path: Path, run: Run) -> None:
    run("start", "2026-11-20", "--zone", "America/New_York", "--name", "Ruth")

    shown, _ = session(diary_path, ["log"], ["none", "none", "3"])

    assert WEEKLY not in shown


@pytest.mark.usefixtures("marked")
def test_a_call_of_long_before_the_warning_answers_nothing(run: Run) -> None:
    said = run("warnings", "answer", "1", "--called", "2 days ago", code=1)

    assert "is before the warning of Wed 4 November 2026" in said.stderr
    assert shape(run, "warnings")["warnings"][0]["answered"] is None


@pytest.mark.usefixtures("started")
def test_a_recovery_is_not_taken_back_while_an_emergency_waits(run: Run) -> None:
    run("log", "--sign", "chest-breath")

    said = run("undo", "--steps", "50", code=1)

    assert "eginning stays." in said.stderr
    run("today", "--alarm", code=20)
    run("undo")
    run("undo", code=1)
    run("today", "--alarm", code=20)


@pytest.mark.usefixtures("marked")
def test_what_was_answered_after_a_visit_is_on_the_next_page(run: Run) -> None:
    run("visit", "add", "2026-11-06")
    run("visit", "done", "1", now="2026-11-06T12:00:00-05:00")
    on = "2026-11-09T12:00:00-05:00"
    run("warnings", "answer", "1", "--called", "now", now=on)

    page = json.loads(run("report", "--json", now="2026-11-10T12:00:00-05:00").stdout)

    assert page["period"]["since"] == "visit"
    assert [each["number"] for each in page["warnings"]] == [1]


@pytest.mark.usefixtures("started")
def test_what_was_shown_today_for_an_earlier_day_is_said_as_of_now(run: Run) -> None:
    run("log", "--sign", "calf", "--at", "yesterday")

    assert "Shown then" not in run("today", "--brief").stdout
    later = run("today", "--brief", now="2026-11-05T19:00:00-05:00").stdout
    assert "Shown then: Call the care team today" in flat_text(later)


def flat_text(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("sign", "kind", "words"),
    [
        (SAME_DAY, "care-team", "Call the care team today: 555 0100."),
        (EMERGENCY, "emergency", "Call 911 now."),
    ],
)
@pytest.mark.usefixtures("started")
def test_the_number_that_was_shown_then_stays_beside_the_one_of_now(
    run: Run, sign: str, kind: str, words: str
) -> None:
    mark(run, sign)
    run("contact", "add", kind, "999 0999")

    said = flat(run("today", now="2026-11-06T10:00:00-05:00"))

    assert f"Shown then: {words} The number now: 999 0999" in said


@pytest.mark.usefixtures("marked")
def test_the_alarm_is_heard_where_nothing_can_be_shown(started: Path) -> None:
    command = [sys.executable, "-m", "tracker", "--db", str(started)]

    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*command, "today", "--alarm"], stdout=full, stderr=full, check=False
        )

    assert done.returncode in (10, 20)
