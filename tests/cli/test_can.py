"""tracker can: within what somebody said, not yet, or nobody said."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_terminal import ENTER, session
from tests.conftest import Run, Said

WITHIN, NOT_YET, UNKNOWN = 0, 3, 4
NURSE, DOCTOR = ("--by", "Nurse Example"), ("--by", "Doctor Example")
FIVE = ("told", "heavy-lifting", "--limit", "5lb", "--until", "2026-12-15", *NURSE)
LAST_DAY = "2026-12-15T19:00:00-05:00"
DAY_AFTER = "2026-12-16T09:00:00-05:00"
pytestmark = pytest.mark.usefixtures("started")


def flat(said: Said) -> str:
    return " ".join(said.stdout.split())


def shape(run: Run, *typed: str, code: int, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*typed, "--json", code=code, **more).stdout)
    return found


ACTIONS = ["lift", "exercise", "bend", "drive", "shower", "swim"]


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("on", [[], ["--on", "2190-01-01"]])
def test_without_anybodys_word_nobody_has_told_us(
    run: Run, action: str, on: list[str]
) -> None:
    said = flat(run("can", action, *on, code=UNKNOWN))

    assert "nobody has told us" in said
    assert "Care team: 555 0100" in said
    assert not any(figure in said.split("Care team")[0] for figure in ("lb", "kg"))


def test_an_untold_weight_is_unknown_however_light(run: Run) -> None:
    assert "nobody has told us how much" in flat(run("can", "lift", "1lb", code=4))


@pytest.mark.parametrize(
    ("amount", "code"),
    [("4lb", WITHIN), ("5lb", WITHIN), ("5.0 lb", WITHIN), ("5.1lb", NOT_YET),
     ("2.2kg", WITHIN), ("2,2 kg", WITHIN), ("2.3kg", NOT_YET), ("999lb", NOT_YET)],
)  # fmt: skip
def test_up_to_the_told_weight_is_within_and_a_tenth_above_is_not(
    run: Run, amount: str, code: int
) -> None:
    run(*FIVE)

    assert shape(run, "can", "lift", amount, code=code)["why"] == (
        "up-to" if code == WITHIN else "over"
    )


def test_each_verdict_begins_with_its_own_words(run: Run) -> None:
    run(*FIVE)
    word = "heavy lifting, up to 5 lb until Tue 15 December 2026."

    within = run("can", "lift", "5lb").stdout
    not_yet = run("can", "lift", "6lb", code=NOT_YET).stdout
    unknown = flat(run("can", "lift", "4lb", "--on", "2026-12-16", code=UNKNOWN))

    assert within.startswith(f"Within what Nurse Example said: {word[:20]}")
    assert not_yet.startswith("Not yet. Nurse Example said: ")
    assert word in " ".join(not_yet.split())
    assert unknown.startswith("On Wednesday 16 December 2026: That is after Tuesday 15")
    assert "Nobody has said that the limit is over." in unknown
    for said in (within, not_yet, unknown):
        assert "Told Wed 4 Nov." in said
        for word in ("allowed", "safe to", "you are fine", "you may"):
            assert word not in said.lower()


def test_on_its_last_day_a_word_holds_and_the_day_after_it_does_not(run: Run) -> None:
    run(*FIVE)

    run("can", "lift", "5lb", "--on", "2026-12-15")
    run("can", "lift", "5lb", "--on", "2026-12-16", code=UNKNOWN)
    run("can", "lift", "5lb", now=LAST_DAY)
    run("can", "lift", "5lb", now=DAY_AFTER, code=UNKNOWN)
    run("can", "lift", "6lb", now=DAY_AFTER, code=UNKNOWN)
    run("can", "lift", now=DAY_AFTER, code=UNKNOWN)


def test_a_limit_without_a_weight_is_not_yet_until_its_end(run: Run) -> None:
    run("told", "driving", "--until", "2026-11-10", *NURSE)

    run("can", "drive", "--on", "2026-11-10", code=NOT_YET)
    run("can", "drive", "--on", "2026-11-11", code=UNKNOWN)
    run("told", "driving", "--cleared", *NURSE)
    run("can", "drive")


def test_a_word_without_a_weight_leaves_the_weight_unknown(run: Run) -> None:
    run("told", "heavy-lifting", "--until", "2026-12-15", *NURSE)

    for typed in (["can", "lift"], ["can", "lift", "1lb"]):
        assert "Nobody has told us how much." in flat(run(*typed, code=UNKNOWN))


def test_a_word_that_is_written_down_after_its_end_is_asked_about(run: Run) -> None:
    run("told", "driving", "--until", "yesterday", *NURSE)
    run("told", "lift", "--limit", "5lb", "--until", "yesterday", *NURSE)

    run("can", "drive", code=UNKNOWN)
    run("can", "lift", "4lb", code=UNKNOWN)
    assert "Has your care team cleared you?" in flat(run("today"))


# Where two words differ


def test_words_that_differ_are_both_shown_and_the_stricter_counts(run: Run) -> None:
    run(*FIVE)
    said = flat(run("told", "lift", "--limit", "8lb", "--until", "2026-12-15", *DOCTOR))
    not_yet = flat(run("can", "lift", "6lb", code=NOT_YET))

    for shown in (said, not_yet, flat(run("today")), flat(run("timeline"))):
        assert "1 Nurse Example, Wed 4 Nov: up to 5 lb" in shown
        assert "2 Doctor Example, Wed 4 Nov: up to 8 lb" in shown
        assert "tracker told heavy-lifting --which NUMBER" in shown
    found = shape(run, "can", "lift", "6lb", code=NOT_YET)
    assert [word["number"] for word in found["differing"]] == [1, 2]


def test_saying_which_counts_is_kept_as_a_new_word_and_can_be_undone(run: Run) -> None:
    run(*FIVE)
    run("told", "lift", "--limit", "8lb", *DOCTOR)

    run("told", "heavy-lifting", "--which", "2")

    found = shape(run, "can", "lift", "6lb", code=WITHIN)
    assert (found["word"]["number"], found["differing"]) == (3, [])
    run("undo")
    assert shape(run, "can", "lift", "6lb", code=NOT_YET)["word"]["number"] == 1


@pytest.mark.parametrize(
    ("typed", "code"),
    [(["lift", "--which", "9"], 1), (["driving", "--which", "1"], 1),
     (["--which", "1"], 2), (["lift", "--which", "1", "--limit", "4lb"], 2),
     (["lift", "--which", "1", *NURSE], 2), (["lift", "--which", "one"], 2)],
)  # fmt: skip
def test_a_which_that_means_nothing_changes_nothing(
    run: Run, typed: list[str], code: int
) -> None:
    run(*FIVE)
    before = run("changes").stdout

    run("told", *typed, code=code)

    assert run("changes").stdout == before


def test_the_ended_word_of_one_is_a_doubt_beside_the_looser_word_of_another(
    run: Run,
) -> None:
    run(*FIVE)
    run("told", "lift", "--limit", "8lb", *DOCTOR)

    unknown = shape(run, "can", "lift", "4lb", "--on", "2026-12-16", code=UNKNOWN)

    assert (unknown["why"], unknown["word"]["by"]) == ("ended", "Nurse Example")
    run("told", "lift", "--limit", "8lb", *DOCTOR, now=DAY_AFTER)
    run("can", "lift", "6lb", now=DAY_AFTER)


def test_a_clearance_of_one_waits_for_the_word_of_another_to_end(run: Run) -> None:
    run(*FIVE)
    run("told", "lift", "--cleared", *DOCTOR)

    run("can", "lift", "6lb", code=NOT_YET)
    run("can", "lift", "6lb", "--on", "2026-12-16", code=UNKNOWN)
    run("told", "lift", "--which", "2")
    run("can", "lift", "6lb", "--on", "2026-12-16")


def test_of_three_speakers_the_one_without_a_weight_leaves_a_doubt(run: Run) -> None:
    run(*FIVE)
    run("told", "lift", "--limit", "2kg", "--by", "Aide Example")
    within = shape(run, "can", "lift", "2kg", code=WITHIN)
    run("told", "lift", *DOCTOR)

    assert within["word"]["by"] == "Aide Example"
    assert shape(run, "can", "lift", "2kg", code=UNKNOWN)["why"] == "no-weight"
    assert shape(run, "can", "lift", "2.1kg", code=NOT_YET)["why"] == "over"


@pytest.mark.parametrize("command", ["today", "timeline", "report"])
def test_every_json_holds_both_words_and_the_stricter_as_the_limit(
    run: Run, command: str
) -> None:
    run("told", "lift", "--limit", "8lb", *DOCTOR)
    run(*FIVE)

    limits = shape(run, command, code=0)["restrictions"]

    lifting = next(limit for limit in limits if limit["id"] == "heavy-lifting")
    assert (lifting["limit"], lifting["by"]) == ("5 lb", "Nurse Example")
    assert [word["limit"] for word in lifting["differing"]] == ["8 lb", "5 lb"]


def test_the_page_for_the_visit_shows_both_words(run: Run) -> None:
    run("told", "lift", "--limit", "8lb", *DOCTOR)
    run(*FIVE)

    page = flat(run("report"))

    assert "8 lb" in page
    assert "5 lb" in page
    assert "Doctor Example" in page
    assert "Nurse Example" in page


LAST_LIMITS = [ENTER] * 5


@pytest.mark.parametrize(
    ("answers", "code"), [(["7", "2"], WITHIN), ([ENTER], NOT_YET)]
)
def test_on_a_terminal_words_that_differ_are_asked_about(
    run: Run, started: Path, answers: list[str], code: int
) -> None:
    run(*FIVE)
    said = ["8 lb", ENTER, *LAST_LIMITS, "Doctor Example", ENTER, "y", *answers]

    shown, _ = session(started, ["told"], said)

    asked = " ".join(shown.split())
    assert "Which counts? Enter = not known; then the stricter does." in asked
    assert ("Please type 1 or 2, or Enter." in asked) is (len(answers) > 1)
    run("can", "lift", "6lb", code=code)


def test_on_a_terminal_cleared_is_an_answer(run: Run, started: Path) -> None:
    run(*FIVE)

    said = ["Cleared", *LAST_LIMITS, "Nurse Example", ENTER, "y"]
    session(started, ["told"], said)

    assert shape(run, "can", "lift", code=WITHIN)["why"] == "cleared"


# Days


def test_weekdays_look_forward_to_what_will_be_and_back_to_what_was(run: Run) -> None:
    on_friday = shape(run, "can", "drive", "--on", "friday", code=UNKNOWN)
    until = run("told", "driving", "--until", "friday", *NURSE).stdout
    run("log", "pain=4", "--at", "monday")

    assert on_friday["on"] == "2026-11-06"
    assert "until Fri 6 November 2026" in until
    assert json.loads(run("entries", "--json").stdout)["entries"][0]["day"] == (
        "2026-11-02"
    )


def test_todays_own_weekday_is_today(run: Run) -> None:
    assert shape(run, "can", "drive", "--on", "wednesday", code=4)["on"] == "2026-11-04"


def test_weeks_count_from_the_procedure_not_from_today(run: Run) -> None:
    said = run("told", "driving", "--until", "+6w", *NURSE, now=LAST_DAY).stdout

    assert "until Tue 15 December 2026, day 42" in said
    run("told", "driving", "--until", "+6w", *NURSE, now=DAY_AFTER, code=1)


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
@pytest.mark.parametrize(
    ("procedure", "until", "last", "over"),
    [
        ("2026-10-20", "2026-11-01",
         {"America/New_York": "2026-11-02T04:59:59+00:00",
          "Pacific/Auckland": "2026-11-01T10:59:59+00:00"},
         {"America/New_York": "2026-11-02T05:00:00+00:00",
          "Pacific/Auckland": "2026-11-01T11:00:00+00:00"}),
        ("2027-03-01", "2027-03-14",
         {"America/New_York": "2027-03-15T03:59:59+00:00",
          "Pacific/Auckland": "2027-03-14T10:59:59+00:00"},
         {"America/New_York": "2027-03-15T04:00:00+00:00",
          "Pacific/Auckland": "2027-03-14T11:00:00+00:00"}),
        ("2027-03-20", "2027-04-04",
         {"America/New_York": "2027-04-05T03:59:59+00:00",
          "Pacific/Auckland": "2027-04-04T11:59:59+00:00"},
         {"America/New_York": "2027-04-05T04:00:00+00:00",
          "Pacific/Auckland": "2027-04-04T12:00:00+00:00"}),
    ],
    ids=["autumn", "spring", "autumn in the south"],
)  # fmt: skip
def test_a_word_holds_up_to_the_persons_own_midnight(
    run: Run,
    tmp_path: Path,
    zone: str,
    procedure: str,
    until: str,
    last: dict[str, str],
    over: dict[str, str],
) -> None:
    own = ["--db", str(tmp_path / "own.sqlite")]
    began = f"{procedure}T23:00:00+00:00"
    run(*own, "start", procedure, "--zone", zone, "--name", "Ruth", now=began)
    run(*own, "told", "lift", "--limit", "5lb", "--until", until, *NURSE, now=began)

    run(*own, "can", "lift", "5lb", now=last[zone])
    run(*own, "can", "lift", "5lb", now=over[zone], code=UNKNOWN)


def test_six_weeks_that_hold_a_change_of_clocks_end_on_their_civil_day(
    run: Run, tmp_path: Path
) -> None:
    own, began = ["--db", str(tmp_path / "own.sqlite")], "2026-10-20T23:00:00+00:00"
    zone = ["--zone", "America/New_York", "--time", "23:30"]
    run(*own, "start", "2026-10-19", *zone, now=began)

    run(*own, "told", "driving", "--until", "+6w", *NURSE, now=began)

    run(*own, "can", "drive", now="2026-11-30T23:59:59-05:00", code=NOT_YET)
    run(*own, "can", "drive", now="2026-12-01T00:00:00-05:00", code=UNKNOWN)


def test_the_small_hours_belong_to_the_day_that_the_person_lives(
    run: Run, tmp_path: Path
) -> None:
    own = ["--db", str(tmp_path / "own.sqlite")]
    zone = ["--zone", "America/New_York", "--day-start", "04:00"]
    run(*own, "start", "2026-11-03", *zone)
    run(*own, "told", "driving", "--until", "2026-11-05", *NURSE)

    run(*own, "can", "drive", now="2026-11-06T03:59:00-05:00", code=NOT_YET)
    run(*own, "can", "drive", now="2026-11-06T04:00:00-05:00", code=UNKNOWN)


# What cannot be meant


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [(["fly"], 1, "not a limit"), (["lift", "heavy"], 1, "not a weight"),
     (["lift", "5"], 1, "not a weight"), (["lift", "0lb"], 1, "not a weight"),
     (["lift"], 2, "Type how heavy it is"), (["drive", "5lb"], 2, "has no weight"),
     (["lift", "4lb", "--on", "2026-11-03"], 1, "has passed"),
     (["lift", "4lb", "--on", "03/04/2026"], 1, "two days"), ([], 2, "")],
)  # fmt: skip
def test_what_cannot_be_meant_says_what_would_work(
    run: Run, typed: list[str], code: int, said: str
) -> None:
    run(*FIVE)

    found = run("can", *typed, code=code)

    assert said in found.stderr
    assert "Nothing saved" not in found.stderr
    assert found.stdout == ""


def test_asking_changes_nothing(run: Run) -> None:
    run(*FIVE)
    before = run("changes").stdout

    run("can", "lift", "6lb", code=NOT_YET)

    assert run("changes").stdout == before


LIFT = ("told", "heavy-lifting", "--by", "Nurse Example")


@pytest.mark.usefixtures("started")
def test_a_word_that_takes_the_place_of_another_names_it(run: Run) -> None:
    run(*LIFT, "--limit", "5lb")

    said = flat(run(*LIFT, "--until", "+5w"))

    assert "It goes before what was said earlier: Nurse Example, Wed 4 Nov:" in said
    assert "up to 5 lb." in said


@pytest.mark.usefixtures("started")
def test_an_ended_word_is_asked_about_beside_a_stricter_one(run: Run) -> None:
    run(*LIFT, "--limit", "10lb", "--until", "2026-11-10")
    run("told", "heavy-lifting", "--limit", "5lb", "--by", "Dr Example")

    said = flat(run("today", now="2026-11-12T09:00:00-05:00"))

    assert "Another word has ended. Were you cleared?" in said


@pytest.mark.usefixtures("started")
def test_an_older_word_that_is_typed_later_says_what_stands_in_its_place(
    run: Run,
) -> None:
    run(*LIFT, "--limit", "5lb")

    said = flat(run(*LIFT, "--limit", "9lb", "--until", "+5w", "--at", "yesterday"))

    assert "After that day the diary asks" not in said
    assert "A later word stands in its place: Nurse Example, Wed 4 Nov: up to" in said
    assert "goes before" not in said
    run("can", "lift", "9lb", code=NOT_YET)


@pytest.mark.usefixtures("started")
def test_an_end_counts_from_the_day_on_which_it_was_said(run: Run) -> None:
    said = flat(
        run(
            *LIFT, "--until", "in 3 days", "--at", "day 2",
            now="2026-11-16T09:00:00-05:00",
        )
    )  # fmt: skip

    assert "in force until Sun 8 November 2026" in said
