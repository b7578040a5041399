"""Real sessions on a terminal: what is asked, what is kept, and how wide it is."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pexpect
import pytest

from tests.conftest import Run

PROMPTS = [r"> $", r"\]: $"]
STOP = "ctrl-c"
CTRL_C = "\x03"
ENTER = ""
PATIENCE = 30


def session(
    diary: Path, typed: Sequence[str], said: Sequence[str], columns: int = 40
) -> tuple[str, int]:
    """All that was shown, and the exit code; Enter at every prompt left over."""
    own = {
        "TRACKER_DB": str(diary),
        "TRACKER_NOW": "2026-11-04T19:10:00-05:00",
        "TZ": "America/New_York",
        "TERM": "dumb",
        "PYTHONIOENCODING": "utf-8",
    }
    child = pexpect.spawn(
        sys.executable,
        ["-m", "tracker", *typed],
        env={**os.environ, **own},
        cwd=str(Path(__file__).parents[2]),
        dimensions=(24, columns),
        encoding="utf-8",
        timeout=PATIENCE,
    )
    shown, left = "", list(said)
    while child.expect([*PROMPTS, pexpect.EOF]) < len(PROMPTS):
        shown += child.before + child.after
        word = left.pop(0) if left else ENTER
        if word == STOP:
            # Sent with the usual delay: a bare one can come before anybody waits.
            child.send(CTRL_C)
        else:
            child.sendline(word)
    shown += child.before
    child.close()
    return shown.replace("\r", ""), int(child.exitstatus)


def too_wide(shown: str, columns: int) -> list[str]:
    return [line for line in shown.split("\n") if len(line) > columns]


@pytest.mark.parametrize("columns", [40, 80])
def test_start_asks_until_it_understands_and_fits_the_terminal(
    diary_path: Path, columns: int
) -> None:
    answers = [
        "Ruth Müller", "2", "Dana Example", "tuesday", "y", "10:30", "11", "8",
        "call mum", "555-0100", "911", "y", "y",
    ]  # fmt: skip

    shown, code = session(diary_path, ["start"], answers, columns)

    assert code == 0
    assert "Saved: Ruth Müller's procedure." in shown
    assert "0 to 10" in shown
    assert "not a phone number" in shown
    assert "typed by Dana Example." in " ".join(shown.split())
    assert too_wide(shown, columns) == []


def test_saying_no_at_the_end_of_start_keeps_nothing(diary_path: Path) -> None:
    answers = ["Ruth", "1", "tuesday", "y", "", "", "", "", "n"]

    shown, code = session(diary_path, ["start"], answers)

    assert code == 1
    assert "Nothing was kept." in shown
    assert not diary_path.exists()


@pytest.mark.parametrize("columns", [40, 80])
def test_a_day_without_signs_is_asked_and_kept(
    started: Path, run: Run, columns: int
) -> None:
    answers = ["none", "none", "11", "5", "6"]

    shown, code = session(started, ["log"], answers, columns)

    assert code == 0
    assert "Noted: both lists asked, none marked." in shown
    assert "Pain takes a whole number from 0 to 10" in " ".join(shown.split())
    assert "Saved as entry 1." in shown
    assert too_wide(shown, columns) == []
    assert '"signs_asked": "yes"' in run("entries", "--json").stdout


def test_enter_at_the_signs_is_never_none(started: Path, run: Run) -> None:
    shown, _ = session(started, ["log"], [ENTER, ENTER, ENTER, ENTER, "5"])

    assert shown.count('Left open. This is not "none".') == 2
    assert '"signs_asked": "no"' in run("entries", "--json").stdout


def test_a_marked_emergency_outlives_ctrl_c_and_nothing_else_is_kept(
    started: Path, run: Run
) -> None:
    shown, code = session(started, ["log"], ["3", "y", "none", "5", STOP])

    assert code == 1
    first = shown.index("Call 911 now.")
    assert first < shown.index("It is kept: Wed 4 Nov, 19:10, warning 1.")
    assert "The sign you marked is kept as entry 1" in " ".join(shown.split())
    kept = run("entries").stdout
    assert "Cannot hold or pass urine" in kept
    assert "Pain" not in kept


def test_stopping_after_an_emergency_shows_what_was_kept(started: Path) -> None:
    shown, code = session(started, ["log"], ["3"])

    assert code == 0
    assert shown.index("Call 911 now.") < shown.index("Saved as entry 1.")
    assert too_wide(shown, 40) == []


def test_a_number_of_the_first_list_counts_at_the_second_too(
    started: Path, run: Run
) -> None:
    shown, _ = session(started, ["log"], ["none", "3", STOP])

    assert "Call 911 now." in shown
    assert '"bladder-bowel"' in run("--json", "entries").stdout


def test_ctrl_c_before_anything_was_marked_keeps_nothing(
    started: Path, run: Run
) -> None:
    shown, code = session(started, ["log"], ["none", STOP])

    assert code == 1
    assert "Nothing was kept." in shown
    assert "No entries" in run("entries").stdout


@pytest.mark.parametrize(
    "typed",
    [["today"], ["timeline", "--all"], ["signs"], ["questions"], ["changes"],
     ["explain", "heavy-lifting"], ["told"], ["log", "pain=4"], ["--help"]],
    ids=" ".join,
)  # fmt: skip
def test_no_line_is_wider_than_a_narrow_terminal(
    started: Path, typed: list[str]
) -> None:
    shown, _ = session(started, typed, [])

    words = [line for line in too_wide(shown, 40) if "https://" not in line]
    assert words == []


FEVER = ["none", "none", "9", "", "", "", "", "39"]


@pytest.mark.parametrize("end", [["", "", "", "n"], [STOP]])
def test_an_answer_that_raises_a_sign_is_shown_and_kept_at_once(
    started: Path, run: Run, end: list[str]
) -> None:
    shown, _ = session(started, ["log"], [*FEVER, *end])

    said = " ".join(shown.split())
    assert said.index("Call the care team today: 555 0100") < said.index(
        "daily routine"
    )
    assert said.count("A temperature of 38.0 C") == 1
    assert "The warning you saw is kept as entry 1; nothing else is." in said
    kept = run("entries", "--json").stdout
    assert '"temperature": 39.0' in kept
    assert "temperature of 38.0 C" in " ".join(run("today").stdout.split())


def test_a_warning_seen_while_asked_is_not_shown_a_second_time(
    started: Path, run: Run
) -> None:
    shown, code = session(started, ["log"], FEVER)

    assert code == 0
    assert shown.count("A temperature of 38.0 C") == 1
    assert len(json.loads(run("entries", "--json").stdout)["entries"]) == 1


def test_who_types_is_asked_until_it_is_clear(diary_path: Path, run: Run) -> None:
    answers = ["Ruth", "Dana", "2", "Dana", "tuesday", "y"]

    shown, code = session(diary_path, ["start"], answers)

    assert code == 0
    assert "Please type 1 or 2." in shown
    assert "Dana wrote down Ruth's procedure" in run("changes").stdout


def test_the_word_of_the_care_team_is_asked_for_its_name(
    started: Path, run: Run
) -> None:
    skipped = [ENTER] * 6
    answers = ["5 lb", "+6w", *skipped[:5], ENTER, "Nurse Example", "2027-01-01"]

    shown, code = session(started, ["told"], answers)

    said = " ".join(shown.split())
    assert code == 0
    assert said.count("Who said it?") >= 1
    assert "has not come yet" in said
    assert "up to 5 lb until Tue 15 December 2026" in " ".join(
        run("today").stdout.split()
    )


def test_what_can_needs_is_asked_for(started: Path, run: Run) -> None:
    run("told", "heavy-lifting", "--limit", "5lb", "--by", "Nurse Example")

    shown, code = session(started, ["can", "lift"], ["heavy", "6lb"])

    assert "How heavy is it?" in shown
    assert "is not a weight" in shown
    assert (code, "Not yet." in shown) == (3, True)
    assert session(started, ["can", "lift"], [ENTER])[1] == 2


def test_how_far_a_bone_item_is_is_asked_for(started: Path, run: Run) -> None:
    shown, code = session(started, ["bone", "bone-scan"], ["4", "2"])

    assert "Please type 1 to 3." in shown
    assert (code, "Bone density scan: booked." in shown) == (0, True)
    assert session(started, ["bone", "vitamin-d"], [ENTER])[1] == 2


def test_a_refusal_names_the_question_and_not_its_code(started: Path) -> None:
    shown, _ = session(started, ["log"], ["none", "none", "3", "99"])

    said = " ".join(shown.split())
    assert 'Moving takes a whole number from 0 to 10, not "99".' in said
    assert "pain-moving" not in said.split("Saved as")[0]


DANA = ["--as", "Dana Example", "log"]
A_DAY = ["none", "none", "5", *[ENTER] * 8]


@pytest.mark.parametrize(
    ("typed", "relayed"),
    [([ENTER], True), (["y"], True), (["told", "y"], True), (["t", ENTER], True),
     (["seen", ENTER], False), (["Saw", ENTER], False), (["see", "y"], False),
     (["me", "y"], False), (["s", ENTER], False), (["seen", "told", ENTER], True)],
    ids=str,
)  # fmt: skip
def test_who_saw_it_is_taken_as_it_was_said(
    started: Path, run: Run, typed: list[str], relayed: bool
) -> None:
    shown, code = session(started, DANA, [*A_DAY, *typed])

    assert code == 0
    whose = "told by Ruth Example" if relayed else "seen by you"
    last = " ".join(shown.split()).rsplit("Keep this, as ", 1)[1]
    assert last.startswith(f"{whose}?")
    (entry,) = json.loads(run("entries", "--json").stdout)["entries"]
    assert entry["relayed"] is relayed
    assert too_wide(shown, 40) == []


@pytest.mark.parametrize("word", ["perhaps", "ruth?", "both", "2", "nurse"])
def test_a_word_about_who_saw_it_that_says_neither_is_asked_again(
    started: Path, run: Run, word: str
) -> None:
    shown, _ = session(started, DANA, [*A_DAY, word, "n"])

    assert "Please type y, n or seen." in shown
    assert "Nothing was kept." in shown
    assert "No entries" in run("entries").stdout


def test_a_day_is_read_over_before_it_is_kept(started: Path) -> None:
    answers = ["none", "none", "5", "6", "10", *[ENTER] * 5, "Slept badly.", "n"]

    shown, _ = session(started, ["log"], answers)

    said = " ".join(shown.split())
    read = said.index("Read it over: Pain 5; Moving 6; Walked 10 min")
    assert read < said.index("Note: Slept badly.") < said.index("Keep this?")
    assert "Nothing was kept." in said


NURSE = ["--by", "Nurse Example"]
FIVE = ["told", "lift", "--limit", "5lb", "--until", "2026-12-15", *NURSE]
OTHER_LIMITS = [ENTER] * 5


def told_again(diary: Path, first: list[str], *end: str) -> str:
    """What is shown when the nurse says something about lifting once more."""
    said = [*first, *OTHER_LIMITS, "Nurse Example", ENTER, *end]
    shown, _ = session(diary, ["told"], said)
    assert too_wide(shown, 40) == []
    return " ".join(shown.split())


def test_what_enter_means_is_said_where_it_would_take_an_end_away(
    started: Path, run: Run
) -> None:
    run(*FIVE)

    said = told_again(started, ["5 lb", ENTER], "n")

    earlier = "Nurse Example, Wed 4 Nov: up to 5 lb until Tue 15 December 2026."
    assert said.index(f"Heavy lifting, said before: {earlier}") < said.index(
        "Heavy lifting: up to how much?"
    )
    assert "until when? (+4w: from the procedure) Enter: no end was said." in said
    assert f"up to 5 lb, no end was said. In place of: {earlier}" in said
    assert "Nothing was kept." in said
    assert "until Tue 15 December 2026" in " ".join(run("today").stdout.split())


def test_enter_skips_the_end_of_a_limit_about_which_nothing_was_said(
    started: Path,
) -> None:
    said = told_again(started, [ENTER, ENTER, ENTER])

    assert "Enter: no end" not in said


@pytest.mark.parametrize(
    "first",
    [["8 lb", "2026-12-15"], ["5 lb", "2026-12-01"], ["cleared"]],
    ids=["heavier", "shorter", "over"],
)
def test_enter_is_no_yes_where_a_limit_is_loosened(
    started: Path, run: Run, first: list[str]
) -> None:
    run(*FIVE)

    said = told_again(started, first, ENTER, "n")

    assert "Keep this? [y/n]: Please type y or n. [y/n]: n" in said
    assert len(json.loads(run("told", "--json", *ANOTHER).stdout)["differing"]) == 2


ANOTHER = ["lift", "--limit", "2lb", "--by", "Doctor Example"]


@pytest.mark.parametrize(
    "first", [["5 lb", ENTER], ["3 lb", "2026-12-15"], ["5 lb", "2026-12-31"]]
)
def test_enter_keeps_a_word_that_loosens_nothing(
    started: Path, run: Run, first: list[str]
) -> None:
    run(*FIVE)

    said = told_again(started, first, ENTER)

    assert "Keep this? [Y/n]:" in said
    assert "Saved for Ruth Example." in said


def test_another_speaker_loosens_nothing_by_enter(started: Path) -> None:
    said = [ENTER, "2026-12-15", *[ENTER] * 5, "Doctor Example", ENTER, ENTER]

    shown, code = session(started, ["told"], said)

    assert (code, "Keep this? [Y/n]:" in shown) == (0, True)


def test_an_entry_of_which_nothing_is_left_says_so(started: Path, run: Run) -> None:
    run("log", "pain=4", "walk=10")

    some = run("edit", "1", "pain=").stdout
    nothing = run("edit", "1", "walk=").stdout

    assert "Nothing is left" not in some
    assert "Nothing is left in this entry. To remove it:" in nothing
    assert "tracker delete 1" in nothing


@pytest.mark.parametrize("more", [["--note", "x"], ["--sign", "none"]])
@pytest.mark.usefixtures("started")
def test_an_entry_with_a_note_or_an_answered_list_is_not_empty(
    run: Run, more: list[str]
) -> None:
    run("log", "pain=4", *more)

    assert "Nothing is left" not in run("edit", "1", "pain=").stdout
