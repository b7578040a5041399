"""Our long table is read back cell by cell, and an entry comes whole or not at all."""

import pytest

from tests.imports.files import LONG_HEADER, long_row
from tracker.domain.facts import Answer, CheckIn
from tracker.imports import from_csv_long
from tracker.imports.found import Reading
from tracker.imports.table import read_table

OTHER_ID = "0123abcd-0000-7000-8000-000000000002"


def read(*rows: str, end: str = "\r\n") -> Reading:
    text = "".join(f"{row}{end}" for row in (LONG_HEADER, *rows))
    return from_csv_long.read(read_table(text))


def one(*rows: str) -> CheckIn:
    reading = read(*rows)
    assert reading.refused == ()
    (found,) = reading.found
    assert isinstance(found.fact, CheckIn)
    return found.fact


def test_the_rows_of_one_entry_become_one_entry() -> None:
    entry = one(
        long_row(),
        long_row(name="walk", number="20", unit="min"),
        long_row(kind="sign", name="calf", number="", unit=""),
    )

    assert entry.answers == (Answer("pain", 4, ""), Answer("walk", 20, "min"))
    assert entry.signs == ("calf",)


def test_an_entry_with_nothing_in_it_comes_back() -> None:
    entry = one(long_row(kind="entry", name="", number="", value=""))

    assert (entry.answers, entry.signs) == ((), ())


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("plain", "plain"),
        ("'=1+1", "=1+1"),
        ("''quoted'", "'quoted'"),
        ("'", ""),
        ("a\\\\b", "a\\b"),
        ("\\u202eabc", "\u202eabc"),
        ("\\\\u0041", "\\u0041"),
        ("\\n", "\\n"),
        ('"a\r\nb\nc"', "a\r\nb\nc"),
    ],
)
def test_a_text_cell_is_read_back_as_it_was_written(cell: str, text: str) -> None:
    assert one(long_row(note=cell)).note == text


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_whichever_line_ends_there_are(end: str) -> None:
    assert len(read(long_row(), long_row(id=OTHER_ID), end=end).found) == 2


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"number": "4.0"}, '"number" is no whole number'),
        ({"number": "\u0664"}, '"number" is no whole number'),
        ({"number": "9" * 5000}, '"number" is no whole number'),
        ({"kind": "note"}, '"kind" is answer, sign or entry'),
        ({"author": "Bob"}, '"author" differs'),
        ({"kind": "sign", "name": ""}, '"signs" is empty'),
    ],
)
def test_an_entry_with_one_wrong_row_is_left_out_whole(
    changed: dict[str, str], why: str
) -> None:
    reading = read(
        long_row(), long_row(**{"name": "walk", **changed}), long_row(id=OTHER_ID)
    )

    (refusal,) = reading.refused
    assert why in refusal.why
    assert [found.place for found in reading.found] == ["line 4"]


@pytest.mark.parametrize(
    "changed", [{"time_known": "1"}, {"relayed": "maybe"}, {"entry": "x"}]
)
def test_what_an_entry_says_of_itself_has_to_be_readable(
    changed: dict[str, str],
) -> None:
    (refusal,) = read(long_row(**changed)).refused

    assert refusal.place == "line 2"


def test_a_row_with_too_many_cells_is_refused_by_the_line_it_begins_on() -> None:
    reading = read(long_row(note='"a\nb"'), f"{long_row(id=OTHER_ID)},more")

    assert [refusal.place for refusal in reading.refused] == ["line 4"]
    assert [found.place for found in reading.found] == ["line 2"]
