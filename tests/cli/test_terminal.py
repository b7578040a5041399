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
    assert "pain takes a whole number from 0 to 10" in " ".join(shown.split())
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
