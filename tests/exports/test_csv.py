import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.entry_rows import a_row
from tests.pages import GARDEN, an_entry
from tracker.domain.entry_row import EntryRow
from tracker.domain.facts import Answer, CheckIn
from tracker.domain.protocol import Choice, Question
from tracker.domain.wording import visible
from tracker.exports import dictionary, to_csv
from tracker.exports.cells import Unreadable, defused
from tracker.exports.local_times import LocalTimes, UnknownZone
from tracker.exports.to_csv import AFTER, BEFORE, lines
from tracker.store.rows import instant_text

FORMULAS = (
    "=1+1", "+1", "-1", "@sum", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20a",
    " =1", "\u00a0=1", "\t=1", "\n=1", "\t1", " \t\u00a0 =1",
)  # fmt: skip
# Control and direction marks are shown, so what follows them begins no cell.
MADE_VISIBLE = {
    "\r=1": "\\u000d=1",
    "\ufeff=1": "\\ufeff=1",
    "\x1b[2Ja": "\\u001b[2Ja",
    "a\u202eb": "a\\u202eb",
}
HARMLESS = ("", "fine", "5 - 1 = 4", "a=1", "(=1)", "3 times", "\u00bd", " fine", "'=1")


Rows = list[dict[str, str]]


def read(*rows: EntryRow, asked: tuple[Question, ...] = GARDEN.questions) -> Rows:
    """The file as a spreadsheet reads it."""
    text = "".join(lines(asked, rows))
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def table(*entries: CheckIn) -> Rows:
    """The file of those entries as a spreadsheet reads it."""
    return read(*map(a_row, entries))


def row(entry: CheckIn) -> dict[str, str]:
    (found,) = table(entry)
    return found


def test_the_header_names_every_question_with_its_unit() -> None:
    (text,) = lines(GARDEN.questions, [])

    header = next(csv.reader(io.StringIO(text)))

    assert header == [
        "entry", "warnings", "day", "date", "time", "zone", "recorded_at", "author",
        "relayed",
        "pain (0-10)", "stiff (1.0-5.0)", "weeds", "swelling (cm)", "ground", "bee",
        "signs_asked", "signs", "note",
    ]  # fmt: skip


def test_warnings_stand_with_their_entry() -> None:
    said = "1 same-day not answered; 2 emergency mistake"

    (found,) = read(a_row(an_entry(1, "pain=4"), said))

    assert found["warnings"] == said


def test_without_entries_there_is_only_the_header() -> None:
    assert table() == []


def test_an_entry_is_one_row_in_its_own_zone() -> None:
    found = row(an_entry(1, "pain=4", late=1, author="Dana", relayed=True))

    assert found["entry"] == "101"
    assert found["date"] == "2026-11-04"
    assert found["time"] == "2026-11-04T12:00:00-05:00"
    assert found["zone"] == "America/New_York"
    assert found["recorded_at"] == "2026-11-05T12:00:00-05:00"
    assert (found["author"], found["relayed"]) == ("Dana", "yes")


@pytest.mark.parametrize(
    ("relayed", "cell"), [(None, ""), (True, "yes"), (False, "no")]
)
def test_nobody_having_said_is_an_empty_cell(relayed: bool | None, cell: str) -> None:
    assert row(an_entry(1, relayed=relayed))["relayed"] == cell


def test_a_time_that_is_not_known_is_an_empty_cell() -> None:
    entry = an_entry(1, "pain=4")._replace(time_known=False)

    assert row(entry)["time"] == ""
    assert row(entry)["date"] == "2026-11-04"


def test_an_unanswered_question_is_an_empty_cell_and_zero_is_not() -> None:
    found = row(an_entry(1, "pain=0"))

    assert found["pain (0-10)"] == "0"
    assert found["weeds"] == ""


def test_every_kind_of_answer_is_in_its_own_words_and_the_base_unit() -> None:
    words = "pain=4 stiff=3.5 weeds=12 swelling=16in ground=lawn bee=no"

    found = row(an_entry(1, words))

    assert found["stiff (1.0-5.0)"] == "3.5"
    assert found["weeds"] == "12"
    assert found["swelling (cm)"] == "40.6"
    assert (found["ground"], found["bee"]) == ("lawn", "no")
    assert row(an_entry(1, "bee=yes"))["bee"] == "yes"


def test_a_choice_that_the_protocol_no_longer_has_keeps_its_number() -> None:
    entry = an_entry(1)._replace(answers=(Answer("ground", 9, ""),))

    assert row(entry)["ground"] == "9"


def test_unasked_signs_are_not_none() -> None:
    unasked, asked = an_entry(1), an_entry(2, signs_asked="yes")
    marked = asked._replace(signs=("ache-more", "knee-lost"))

    cells = [(r["signs_asked"], r["signs"]) for r in table(unasked, asked, marked)]

    assert cells == [("no", ""), ("yes", ""), ("yes", "ache-more knee-lost")]


def test_a_day_before_the_procedure_stays_a_negative_number() -> None:
    found = row(an_entry(-3, "pain=8"))

    assert found["day"] == "-3"
    assert int(found["day"]) == -3


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_cell_is_taken_for_a_formula(text: str) -> None:
    found = row(an_entry(1, author=text, note=text))

    assert found["note"] == f"'{text}"
    assert found["author"] == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_is_left_as_it_is(text: str) -> None:
    assert row(an_entry(1, note=text))["note"] == text


@given(st.text(alphabet=" \t\r\n\u00a0\ufeff=+-@\uff1da", max_size=8))
def test_no_text_begins_with_a_formula_once_its_blanks_are_dropped(text: str) -> None:
    bare = defused(text).lstrip(" \t\r\n\u00a0\ufeff")

    assert not bare.startswith(("=", "+", "-", "@", "\uff1d"))


@pytest.mark.parametrize(("text", "shown"), MADE_VISIBLE.items())
def test_control_marks_are_shown_and_do_nothing(text: str, shown: str) -> None:
    found = row(an_entry(1, author=text, note=text))

    assert (found["author"], found["note"]) == (shown, shown)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_a_note_comes_back_with_its_control_marks_made_visible(note: str) -> None:
    read_back = row(an_entry(1, note=note))["note"]

    assert read_back in (visible(note), f"'{visible(note)}")
    assert not set(read_back) & {"\r", "\x1b", "\x07", "\x9b"}


def test_a_note_over_several_lines_is_still_one_row() -> None:
    note = 'Slept badly.\nSaid "no, thank you", twice.\nGood tea.'

    found = table(an_entry(1, note=note), an_entry(2))

    assert [r["note"] for r in found] == [note, ""]


@given(
    st.lists(
        st.tuples(
            st.integers(min_value=0, max_value=10),
            st.integers(min_value=200, max_value=705),
        ),
        max_size=12,
    )
)
def test_the_figures_come_back_from_the_file(taken: list[tuple[int, int]]) -> None:
    entries = [
        an_entry(number, f"pain={pain} swelling={girth // 10}.{girth % 10}")
        for number, (pain, girth) in enumerate(taken, 1)
    ]

    rows = table(*entries)

    assert [int(r["pain (0-10)"]) for r in rows] == [pain for pain, _ in taken]
    assert [round(float(r["swelling (cm)"]) * 10) for r in rows] == [
        g for _, g in taken
    ]


def test_the_two_hours_when_clocks_go_back_are_told_apart() -> None:
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    entries = [an_entry(-2)._replace(at=first.replace(hour=hour)) for hour in (5, 6)]

    assert [r["time"] for r in table(*entries)] == [
        "2026-11-01T01:30:00-04:00",
        "2026-11-01T01:30:00-05:00",
    ]


def test_the_words_of_a_choice_are_those_of_the_plan_that_is_given() -> None:
    moss = GARDEN.questions[4]._replace(choices=(Choice(1, "moss", "soft moss"),))

    (found,) = read(a_row(an_entry(1, "ground=lawn")), asked=(moss,))

    assert found["ground"] == "moss"


def test_an_answer_that_the_plan_does_not_ask_for_takes_no_column() -> None:
    weeds = GARDEN.questions[2]

    (found,) = read(a_row(an_entry(1, "pain=4 weeds=12")), asked=(weeds,))

    assert found["weeds"] == "12"
    assert len(found) == len(BEFORE) + 1 + len(AFTER)


@pytest.mark.parametrize(
    ("zone", "at", "local"),
    [
        ("Asia/Kolkata", "2026-11-04T20:10:00.5", "2026-11-05T01:40:00+05:30"),
        ("Pacific/Apia", "2026-11-04T12:00:00.0", "2026-11-05T01:00:00+13:00"),
        ("America/New_York", "2026-11-04T03:00:00.0", "2026-11-03T22:00:00-05:00"),
        ("America/New_York", "2026-03-08T06:59:59.9", "2026-03-08T01:59:59-05:00"),
        ("America/New_York", "2026-03-08T07:00:00.0", "2026-03-08T03:00:00-04:00"),
        ("UTC", "2026-11-04T23:59:59.9", "2026-11-04T23:59:59+00:00"),
    ],
)
def test_a_time_is_told_as_the_clocks_there_showed_it(
    zone: str, at: str, local: str
) -> None:
    stored = f"{at.ljust(26, '0')}Z"
    entry = a_row(an_entry(1))._replace(zone=zone, at=stored)

    assert read(entry)[0]["time"] == local


INSTANTS = st.integers(min_value=631_152_000, max_value=4_102_444_800).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
ZONES = (
    "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca",
    "America/St_Johns", "Pacific/Apia", "Europe/London", "UTC",
)  # fmt: skip


@given(st.lists(st.tuples(INSTANTS, st.sampled_from(ZONES)), max_size=8))
def test_every_time_is_the_one_that_its_zone_says(
    told: list[tuple[datetime, str]],
) -> None:
    times = LocalTimes()

    for instant, zone in told:
        said = times.say(instant_text(instant), zone)
        local = instant.astimezone(ZoneInfo(zone))
        assert said == local.isoformat(timespec="seconds")
        assert len(times) <= 8


def test_what_is_remembered_stays_small() -> None:
    times = LocalTimes()

    for day in range(1500):
        at = datetime(2026, 11, 4, tzinfo=UTC) + timedelta(days=day)
        times.say(instant_text(at), "UTC")

    assert len(times) <= 1000


def test_answers_that_are_remembered_stay_few() -> None:
    cells = to_csv._Cells(GARDEN.questions)

    for number in range(25_000):
        assert cells[f"weeds {number} "][1] == str(number)
        assert len(cells) <= 10_000


@pytest.mark.parametrize("changed", [
    {"day": "2026-11-xx"}, {"procedure": "soon"}, {"at": "2026-11-04"},
    {"recorded_at": "2026-xx-04T10:00:00Z"}, {"relayed": 2}, {"zone": "Mars/Base"},
    {"zone": "../etc/passwd"}, {"zone": ""}, {"answers": "pain many "},
    {"answers": "pain"},
])  # fmt: skip
def test_a_row_that_nothing_of_ours_wrote_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        read(a_row(an_entry(1))._replace(**changed))


@pytest.mark.parametrize("zone", ["Mars/Base", "../etc/passwd", ""])
def test_a_zone_that_is_none_here_is_told_apart(zone: str) -> None:
    with pytest.raises(UnknownZone):
        LocalTimes().say("2026-11-04T10:00:00.000000Z", zone)


def test_the_dictionary_is_no_formula_and_steers_no_screen() -> None:
    odd = GARDEN.questions[0]._replace(text="=1+1", unit="\x1b[2J", least=-5)
    plan = GARDEN._replace(questions=(odd,))

    rows = list(csv.DictReader(io.StringIO(dictionary.render(plan), newline="")))

    (row,) = (row for row in rows if row["question"] == odd.id)
    assert (row["text"], row["unit"]) == ("'=1+1", "\\u001b[2J")
    assert row["least"] == "-5"


def test_the_header_steers_no_screen() -> None:
    (text,) = lines([GARDEN.questions[0]._replace(unit="\x1b[2J")], [])

    assert "\x1b" not in text


def test_more_different_answers_than_are_remembered_are_all_told() -> None:
    row = a_row(an_entry(1))
    rows = (row._replace(answers=f"weeds {n} ") for n in range(10_002))

    told = [found["weeds"] for found in read(*rows)]

    assert told == [str(n) for n in range(10_002)]


NUMBERS = re.compile(r"-?\d+")


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0")), st.integers(-9, 9)
)
def test_no_text_moves_the_cells_beside_it(text: str, day: int) -> None:
    entry = an_entry(day, "pain=4", author=text, note=text)

    first, second = table(entry, an_entry(day, "pain=5"))

    assert first["author"] == first["note"] == defused(text)
    assert NUMBERS.fullmatch(first["day"])
    assert (first["pain (0-10)"], second["pain (0-10)"]) == ("4", "5")
