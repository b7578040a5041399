"""A week on paper, printed and typed in: few keys, in the order of the page."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pexpect
import pytest

from tests.conftest import Run
from tracker.domain.facts import Answer, CheckIn
from tracker.domain.sheet import Sheet
from tracker.services.diary import open_diary
from tracker.services.entries import list_entries
from tracker.services.sheet import read_sheet
from tracker.store.store import Store

PROMPTS = [r"> $", r"\]: $"]
STOP = "ctrl-c"
CTRL_C = "\x03"
AFTER = "2026-11-18T19:10:00-05:00"
FIRST = "2026-11-11"
ENTER_IT = ("sheet", "enter", "--week", FIRST)
PATIENCE = 30
MOST_KEYS = 40


class Shown(NamedTuple):
    """What a session showed, how it ended, and how many keys it took."""

    text: str
    code: int
    keys: int

    @property
    def said(self) -> str:
        return " ".join(self.text.split())


def session(
    diary: Path,
    said: Sequence[str],
    typed: Sequence[str] = ENTER_IT,
    now: str = AFTER,
    columns: int = 40,
) -> Shown:
    """A session on a terminal; Enter at every prompt left over."""
    own = {
        "TRACKER_DB": str(diary),
        "TRACKER_NOW": now,
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
        # Whoever runs the tests may ignore Ctrl-C, and a child would inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    text, left, keys = "", list(said), 0
    while child.expect([*PROMPTS, pexpect.EOF]) < len(PROMPTS):
        text += child.before + child.after
        word = left.pop(0) if left else ""
        keys += len(word) + 1
        if word == STOP:
            child.send(CTRL_C)
        else:
            child.sendline(word)
    text += child.before
    child.close()
    assert left == []
    return Shown(text.replace("\r", ""), int(child.exitstatus), keys)


def kept(store: Store) -> list[CheckIn]:
    """Every entry of the diary, by day."""
    with store.reading():
        diary = open_diary(store)
    return list_entries(store, diary, None, None)


def days(store: Store) -> list[str]:
    return [str(entry.day) for entry in kept(store)]


def given(store: Store, question: str) -> list[int | None]:
    """What was answered each day, in steps."""
    answers = [entry.answer(question) for entry in kept(store)]
    return [None if answer is None else answer.number for answer in answers]


WEEK = [str(date(2026, 11, 11) + timedelta(days=n)) for n in range(7)]
NO_SIGN, PAIN, MOVING, WALKED = "0=", "5443332", "6655443", "10=15=20="
MEDICINE, WOUND, NOT_TAKEN, EMPTY, KEEP = "2=", "1=", "", "", ""
DAILY = [NO_SIGN, EMPTY, PAIN, MOVING, WALKED, MEDICINE, WOUND, NOT_TAKEN]
CHANGING = [*DAILY, EMPTY, EMPTY, KEEP]
# Nothing changes much, and every box of the sheet but the temperature is full.
QUIET = [
    "0=", "0", "4==3=", "5===4=", "15=20=", "2=", "1=", "", "322", "", "",
]  # fmt: skip


@pytest.mark.parametrize("author", [(), ("--as", "Dana Example")])
def test_a_plain_week_whose_answers_change_every_day_takes_forty_keys(
    started: Path, store: Store, author: tuple[str, ...]
) -> None:
    shown = session(started, CHANGING, (*author, *ENTER_IT))

    assert shown.code == 0
    assert shown.keys <= MOST_KEYS
    assert days(store) == WEEK
    assert given(store, "pain") == [5, 4, 4, 3, 3, 3, 2]
    assert given(store, "pain-moving") == [6, 6, 5, 5, 4, 4, 3]
    assert given(store, "walk") == [10, 10, 15, 15, 20, 20, 20]
    assert (given(store, "medicine"), given(store, "wound")) == ([2] * 7, [1] * 7)
    assert {entry.signs_asked for entry in kept(store)} == {"yes"}


def test_a_quiet_week_with_every_box_full_takes_forty_keys(
    started: Path, store: Store
) -> None:
    shown = session(started, QUIET)

    assert shown.keys <= MOST_KEYS
    assert given(store, "pain") == [4, 4, 4, 3, 3, 3, 3]
    assert given(store, "aid") == [None] * 6 + [2]
    assert given(store, "overall") == [None] * 6 + [2]
    assert [entry.weekly_asked for entry in kept(store)] == [False] * 6 + [True]


def test_one_sheet_is_one_step_back(started: Path, run: Run, store: Store) -> None:
    session(started, CHANGING)

    undone = run("undo", now=AFTER).stdout
    assert "typed in from paper: entries 1 to 7" in " ".join(undone.split())
    assert kept(store) == []


def test_the_time_of_a_day_on_paper_is_not_known(started: Path, store: Store) -> None:
    session(started, CHANGING)

    assert {entry.time_known for entry in kept(store)} == {False}


@pytest.mark.parametrize("columns", [40, 80])
def test_the_rows_are_asked_in_the_order_of_the_page(
    started: Path, store: Store, columns: int
) -> None:
    sheet = printed(store, date.fromisoformat(FIRST))

    shown = session(started, CHANGING, columns=columns)

    asked = [
        "Signs 1 to 17",
        "Signs 18 to 21",
        *(row.question.text for row in sheet.rows),
        *(question.text for question in sheet.weekly),
        "Anything to tell the care team?",
    ]
    found = [shown.said.find(each) for each in asked]
    assert -1 not in found
    assert found == sorted(found)
    assert [line for line in shown.text.split("\n") if len(line) > columns] == []


def printed(store: Store, first: date) -> Sheet:
    with store.reading():
        diary = open_diary(store)
    return read_sheet(store, diary, first)


def test_what_was_typed_is_read_back_before_it_is_kept(
    started: Path, store: Store
) -> None:
    shown = session(started, [*CHANGING[:-1], "n"])

    assert "Nothing was kept." in shown.said
    assert (
        "             Wed Thu Fri Sat Sun Mon Tue\n"
        "Signs          0   0   0   0   0   0   0\n"
        "Pain           5   4   4   3   3   3   2\n"
        "Moving         6   6   5   5   4   4   3\n"
        "Walked        10  10  15  15  20  20  20\n"
        "Pain medicine\n"
        "               2   2   2   2   2   2   2\n"
        "Wound          1   1   1   1   1   1   1\n"
        "Temperature    -   -   -   -   -   -   -\n"
    ) in shown.text
    assert kept(store) == []


def test_boxes_that_are_too_wide_are_read_back_by_day(started: Path) -> None:
    temperatures = ["36.8 - 36.9 -="]
    shown = session(started, [*DAILY[:-1], *temperatures, "", "", "n"])

    assert "Temperature: Wed 36.8, Thu -, Fri 36.9, Sat -" in shown.said


def test_one_thing_a_line_is_read_back_with_plain(started: Path) -> None:
    shown = session(started, CHANGING, (*ENTER_IT, "--plain"), columns=120)

    assert "Pain: Wed 5, Thu 4, Fri 4, Sat 3, Sun 3, Mon 3, Tue 2\n" in shown.text


def test_a_row_that_does_not_fit_is_asked_for_again(
    started: Path, store: Store
) -> None:
    shown = session(started, [*DAILY[:2], "544333", "104=", PAIN, *DAILY[3:]])

    assert "7 boxes, and 6 typed: Wed 5, Thu 4, Fri 4, Sat 3" in shown.said
    assert 'Is "10" ten, or 1 and then 0?' in shown.said
    assert given(store, "pain") == [5, 4, 4, 3, 3, 3, 2]


def test_enter_at_the_signs_is_never_none(started: Path, store: Store) -> None:
    shown = session(started, ["", "", "4="])

    assert shown.text.count('Left open. This is not "none".') == 2
    assert {entry.signs_asked for entry in kept(store)} == {"no"}
    assert not any(entry.weekly_asked for entry in kept(store))


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("0080000", "Put a blank between two boxes."),
        ("0080=", "Type each day, 0 for none, with blanks."),
    ],
)
def test_figures_without_blanks_are_asked_for_again_with_blanks(
    started: Path, store: Store, typed: str, hint: str
) -> None:
    shown = session(started, [typed, "0 0 8 0 0 0 0", STOP])

    assert "A sign is marked? Put blanks between the days." in shown.said
    assert shown.said.count(hint) == 1
    (entry,) = kept(store)
    assert (str(entry.day), len(entry.signs)) == (WEEK[2], 1)


def test_one_box_is_said_as_one(started: Path) -> None:
    shown = session(started, ["0=", "18 19", STOP])

    assert "1 box, and 2 typed" in shown.said


def test_a_refused_row_names_the_question_and_not_its_code(started: Path) -> None:
    shown = session(started, ["0=", "", "", "99 1 1 1 1 1 1", STOP])

    assert "Wed: Moving takes a whole number from 0 to 10" in shown.said
    assert "pain-moving" not in shown.said


def test_a_blank_day_takes_one_key_and_makes_no_entry(
    started: Path, store: Store
) -> None:
    shown = session(started, ["0x0x-==", "", "4321="])

    assert "\nWed Fri Sun Mon Tue\n> 4321=\n" in shown.text
    assert days(store) == [WEEK[0], WEEK[2], *WEEK[4:]]


def test_a_sheet_without_a_word_saves_nothing(started: Path, store: Store) -> None:
    left_out = session(started, ["x="])
    empty = session(started, [])

    for shown in (left_out, empty):
        assert "Nothing was typed in, so nothing is saved." in shown.said
        assert shown.code == 0
    assert kept(store) == []


LOGGED = Answer("pain", 1, "")
EMERGENCY = "0 0 3+9 0 0 0 0"


def test_a_marked_sign_is_kept_and_shown_at_once_the_gravest_first(
    started: Path, store: Store
) -> None:
    shown = session(started, [EMERGENCY, "y", "", STOP])

    assert shown.code == 1
    first = shown.said.index("Call 911 now.")
    assert first < shown.said.index("Call the care team today: 555 0100")
    assert shown.said.index("It is kept") < shown.said.index("Pain, the last 24 hours")
    assert "hold the bowels (Fri 13 Nov)." in shown.said
    assert "What raised a warning is kept: entry 1. Nothing else is." in shown.said
    (entry,) = kept(store)
    assert (str(entry.day), len(entry.signs)) == (WEEK[2], 2)


def test_after_an_emergency_enter_stops_the_sheet(started: Path, store: Store) -> None:
    shown = session(started, [EMERGENCY, ""])

    assert shown.code == 0
    assert "Pain, the last 24 hours" not in shown.text
    assert days(store) == [WEEK[2]]


def test_a_marked_day_is_added_to_and_not_written_twice(
    started: Path, store: Store
) -> None:
    shown = session(started, [EMERGENCY, "y", "", PAIN])

    assert sorted(days(store)) == WEEK
    assert given(store, "pain") == [5, 4, 4, 3, 3, 3, 2]
    assert shown.text.count("Say on the phone:") == 1
    marked = next(entry for entry in kept(store) if str(entry.day) == WEEK[2])
    assert (marked.number, len(marked.signs)) == (1, 2)


def test_one_step_back_takes_what_was_kept_at_once_for_a_sign_too(
    started: Path, run: Run, store: Store
) -> None:
    session(started, [EMERGENCY, "y", "", PAIN])

    run("undo", now=AFTER)

    assert kept(store) == []
    run("today", "--alarm", now=AFTER, code=20)


@pytest.mark.parametrize("end", [[STOP], ["", "", "n"]])
def test_an_answer_that_raises_a_sign_is_kept_and_shown_at_once(
    started: Path, store: Store, end: list[str]
) -> None:
    fever = "36.8 38.4 - - - - -"
    shown = session(started, ["0=", "", "9------", "", "", "", "", fever, *end])

    said = shown.said
    assert said.index("worse than before the procedure (Wed 11 Nov)") < said.index(
        "Pain when moving"
    )
    assert said.index("or chills (Thu 12 Nov)") < said.index("Once this week, on Tue")
    assert days(store) == WEEK[:2]
    assert given(store, "temperature") == [None, 384]


def test_a_weekly_sign_is_shown_at_once_and_belongs_to_the_last_day(
    started: Path, store: Store
) -> None:
    shown = session(started, ["0=", "18+20", STOP])

    assert "Call the care team today: 555 0100" in shown.said
    (entry,) = kept(store)
    assert (str(entry.day), entry.weekly_asked) == (WEEK[-1], True)
    assert set(entry.signs) == {"no-better", "low-mood"}


@pytest.mark.parametrize("logged", [False, True], ids=["left out", "in the diary"])
def test_what_is_asked_once_lands_on_the_last_day_also_where_that_day_is_not_typed(
    started: Path, run: Run, store: Store, logged: bool
) -> None:
    if logged:
        run("log", "pain=1", "--at", WEEK[-1], now=AFTER)
    signs = ["", "000000"] if logged else ["000000x"]
    shown = session(
        started, [*signs, "18", "544333", "", "", "", "", "", "322", "", ""]
    )

    assert shown.text.count("\nWed Thu Fri Sat Sun Mon\n> 544333") == 1
    *daily, last = [entry for entry in kept(store) if entry.answer("pain") != LOGGED]
    assert [str(entry.day) for entry in daily] == WEEK[:-1]
    assert str(last.day) == WEEK[-1]
    assert (last.weekly_asked, last.signs) == (True, ("no-better",))
    assert {answer.question: answer.number for answer in last.answers} == {
        "aid": 2, "overall": 2, "routine": 3,
    }  # fmt: skip
    assert not any(e.weekly_asked or e.signs or e.answer("aid") for e in daily)


def test_any_number_on_the_sheet_counts_on_any_day(started: Path, store: Store) -> None:
    session(started, ["19 - - - - - -", STOP])

    (entry,) = kept(store)
    assert entry.signs == ("constipation",)


def test_a_day_that_the_diary_has_is_left_out_unless_it_is_wanted(
    started: Path, run: Run, store: Store
) -> None:
    run("log", "pain=1", "--at", WEEK[0], now=AFTER)

    shown = session(started, ["", "", "", "544333"])

    assert "In the diary already: Wed 11 Nov (entry 1)." in shown.said
    assert days(store) == WEEK
    assert given(store, "pain") == [1, 5, 4, 4, 3, 3, 3]

    again = session(started, ["y", "", "", "7------"])
    assert "Type these days too?" in again.text
    assert days(store) == [WEEK[0], *WEEK]
    assert given(store, "pain")[:2] == [1, 7]


def test_a_whole_week_in_the_diary_is_not_asked_again(
    started: Path, store: Store
) -> None:
    session(started, CHANGING)

    shown = session(started, [""])
    assert "Every day of it is in the diary already." in shown.said
    assert len(kept(store)) == 7


def test_days_to_come_are_not_asked_nor_what_is_asked_on_the_last(
    started: Path, store: Store
) -> None:
    shown = session(started, ["000", "432"], now="2026-11-13T20:00:00-05:00")

    assert "Not yet come, so not asked: Sat 14 Nov to Tue 17 Nov." in shown.said
    assert "once this week" not in shown.text.lower()
    assert given(store, "pain") == [4, 3, 2]


def test_a_sheet_can_be_gone_on_with_when_more_days_have_come(
    started: Path, store: Store
) -> None:
    session(started, ["000", "432"], now="2026-11-13T20:00:00-05:00")

    session(started, ["", "0000", "0", "2221"])

    assert days(store) == WEEK
    assert given(store, "pain") == [4, 3, 2, 2, 2, 2, 1]


DANA = ("--as", "Dana Example", *ENTER_IT)


@pytest.mark.parametrize(
    ("said", "relayed"), [("", True), ("me", False), ("saw", False)]
)
def test_who_wrote_the_sheet_is_kept(
    started: Path, store: Store, said: str, relayed: bool
) -> None:
    shown = session(started, [*CHANGING[:-1], "perhaps", said], DANA)

    assert "Please type y, n or seen." in shown.text
    assert ("Keep this, as seen by you?" in shown.text) is not relayed
    assert {entry.relayed for entry in kept(store)} == {relayed}
    assert {entry.author for entry in kept(store)} == {"Dana Example"}
    assert [line for line in shown.text.split("\n") if len(line) > 40] == []


def test_somebody_else_can_keep_nothing_too(started: Path, store: Store) -> None:
    shown = session(started, [*CHANGING[:-1], "n"], DANA)

    assert "Nothing was kept." in shown.text
    assert kept(store) == []


def test_a_note_belongs_to_the_last_day(started: Path, store: Store) -> None:
    session(started, [*CHANGING[:-2], "Slept badly.", ""])

    assert [entry.note for entry in kept(store)] == [""] * 6 + ["Slept badly."]


def test_which_sheet_is_asked_for_when_it_was_not_said(
    started: Path, store: Store
) -> None:
    session(started, ["2026-12-01", FIRST, *CHANGING], ("sheet", "enter"))

    assert days(store) == WEEK
    assert session(started, [""], ("sheet", "enter")).code == 2


def test_a_week_to_come_is_refused(started: Path) -> None:
    shown = session(started, [], ("sheet", "enter", "--week", "2026-11-25"))

    assert shown.code == 1
    assert "Nothing saved. Wednesday 25 November 2026 has not come yet." in shown.said


@pytest.mark.parametrize("before", [(), ("--json",)])
def test_without_a_terminal_a_sheet_is_not_typed_in(
    started: Path, run: Run, before: tuple[str, ...]
) -> None:
    said = run(*before, *ENTER_IT, stdin="0=\n", code=2)

    assert said.stderr == (
        "Nothing saved. A sheet is typed in on a terminal:  tracker sheet enter\n"
    )


def test_a_sheet_is_printed_into_a_new_file_of_ones_own(
    started: Path, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "week.PDF"

    said = run("sheet", "-o", str(path))

    assert path.read_bytes().startswith(b"%PDF-")
    assert path.stat().st_mode & 0o777 == 0o600
    assert "Wed 4 November to Tue 10 November 2026" in said.stdout
    assert "tracker sheet enter --week 2026-11-04" in said.stdout


def test_the_week_of_a_sheet_begins_with_the_day_that_was_typed(
    started: Path, run: Run, tmp_path: Path
) -> None:
    typed = ("sheet", "--week", "monday", "--large-print", "-o")

    said = run(*typed, str(tmp_path / "week.pdf"))

    assert "Mon 9 November to Sun 15 November 2026" in said.stdout


def test_a_sheet_lies_over_a_file_only_when_told(
    started: Path, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "week.pdf"
    path.write_text("mine")

    said = run("sheet", "-o", str(path), code=2)

    assert "is there already" in said.stderr
    assert path.read_text() == "mine"
    run("sheet", "-o", str(path), "--yes")
    assert path.read_bytes().startswith(b"%PDF-")


def test_a_sheet_can_go_into_a_pipe(started: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "tracker", "sheet", "-o", "-"],
        env={**os.environ, "TRACKER_DB": str(started), "TRACKER_NOW": AFTER},
        cwd=str(Path(__file__).parents[2]),
        capture_output=True,
        check=True,
    )

    assert made.stdout.startswith(b"%PDF-")
    assert made.stderr == b""


def test_a_sheet_is_not_shown_on_a_terminal(started: Path) -> None:
    shown = session(started, [], ("sheet", "-o", "-"))

    assert shown.code == 2
    assert shown.said == "Name the file to print: tracker sheet -o week.pdf"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("sheet",), "Name the file to print:  tracker sheet -o week.pdf"),
        (("sheet", "-o", "week.txt"), "so that it ends in .pdf"),
        (("sheet", "-o", ""), "so that it ends in .pdf"),
        (("sheet", "--week", FIRST, "enter"), "tracker sheet enter --week DAY"),
        (("sheet", "--large-print", "enter"), "tracker sheet enter --week DAY"),
        (("sheet", "-o", "week.pdf", "enter"), "tracker sheet enter --week DAY"),
        (("sheet", "--yes", "enter"), "tracker sheet enter --week DAY"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_next_step(
    started: Path, run: Run, typed: tuple[str, ...], said: str
) -> None:
    refused = run(*typed, code=2)

    assert said in refused.stderr
    assert refused.stdout == ""


def test_a_letter_that_no_font_has_is_told(
    diary_path: Path, run: Run, tmp_path: Path
) -> None:
    run("start", "2026-11-03", "--name", "\U000f1234 Ruth", "--zone", "UTC")
    path = tmp_path / "week.pdf"

    said = run("sheet", "-o", str(path))

    assert "Some letters could not be shown" in said.stderr
    assert path.read_bytes().startswith(b"%PDF-")
