import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.entry_rows import a_row
from tests.pages import GARDEN, an_entry
from tracker.domain.entry_row import OF_ENTRY, OF_ROW
from tracker.domain.facts import Answer, CheckIn
from tracker.domain.formula import FORMULA
from tracker.domain.wording import visible
from tracker.exports import to_csv
from tracker.exports.cells import HIDDEN, reversible_cell
from tracker.exports.to_csv_long import header, lines

QUESTIONS = {question.id: question for question in GARDEN.questions}
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
HOSTILE = st.text(alphabet=" \t\r\n\u00a0\ufeff=+-@\uff1d'\\\"u0041,;\x1b\x7f\u202ea")


def table(*entries: CheckIn) -> list[dict[str, str]]:
    """The file as a program reads it."""
    text = header() + "".join(lines(QUESTIONS, map(a_row, entries)))
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def read_back(cell: str) -> str:
    """The text of a cell, by the two steps that the description gives."""
    whole = cell[1:] if cell.startswith("'") else cell
    return re.sub(r"\\(?:(\\)|u([0-9a-f]{4}))", _character, whole)


def _character(found: re.Match[str]) -> str:
    return found[1] or chr(int(found[2], 16))


def test_the_columns_are_those_that_are_described() -> None:
    assert header() == (
        "id,entry,procedure,day,at,time_known,zone,recorded_at,author,relayed,"
        "signs_asked,weekly_asked,note,kind,name,number,unit,value\r\n"
    )


def test_every_answer_and_every_sign_has_a_row_of_its_own() -> None:
    entry = an_entry(1, "pain=4 swelling=16in")._replace(signs=("ache-more",))

    rows = [[row[name] for name in OF_ROW] for row in table(entry)]

    assert rows == [
        ["answer", "pain", "4", "", "4"],
        ["answer", "swelling", "160", "in", "16.0"],
        ["sign", "ache-more", "", "", ""],
    ]


def test_an_entry_of_words_alone_has_one_row() -> None:
    (row,) = table(an_entry(1, note="Good tea."))

    assert [row[name] for name in OF_ROW] == ["entry", "", "", "", ""]
    assert row["note"] == "Good tea."


def test_every_row_repeats_its_entry() -> None:
    first, second = table(an_entry(1, "pain=4 weeds=12", note="a, b"))

    assert [first[name] for name in OF_ENTRY] == [second[name] for name in OF_ENTRY]


def test_an_entry_is_told_as_it_is_stored() -> None:
    entry = an_entry(1, signs_asked="yes", author="Dana", relayed=False)

    (row,) = table(entry._replace(time_known=False, weekly_asked=True))

    assert [row[name] for name in OF_ENTRY] == [
        "entry-1", "101", "2026-11-03", "2026-11-04", "2026-11-04T17:00:00.000000Z",
        "no", "America/New_York", "2026-11-04T17:00:00.000000Z", "Dana", "no", "yes",
        "yes", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        (Answer("ground", 1, ""), "lawn"),
        (Answer("ground", 9, ""), "9"),
        (Answer("bee", 0, ""), "no"),
        (Answer("stiff", 35, ""), "3.5"),
        (Answer("unheard-of", 35, ""), ""),
    ],
)
def test_a_value_says_the_steps_in_words(stored: Answer, value: str) -> None:
    (row,) = table(an_entry(1)._replace(answers=(stored,)))

    assert (row["number"], row["value"]) == (str(stored.number), value)


@given(TEXTS | HOSTILE)
def test_text_comes_back_whole(text: str) -> None:
    rows = table(an_entry(1, "pain=4 weeds=3", author=text, note=text), an_entry(2))

    assert len(rows) == 3
    assert {read_back(row["note"]) for row in rows[:2]} == {text}
    assert {read_back(row["author"]) for row in rows[:2]} == {text}


@given(TEXTS | HOSTILE)
def test_no_text_is_a_formula_or_steers_a_screen(text: str) -> None:
    (cell,) = next(csv.reader(io.StringIO(reversible_cell(text) + ",", newline="")))[:1]

    assert not cell.strip().startswith(FORMULA)
    assert not cell.startswith("\t")
    assert visible(cell) == cell


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("", ""),
        ("Slept well", "Slept well"),
        ("'Tis fine", "''Tis fine"),
        ("=1+1", "'=1+1"),
        ("-1", "'-1"),
        ("C:\\user", "C:\\\\user"),
        ("\x1b[2J", "\\u001b[2J"),
        ("5 - 1", "5 - 1"),
    ],
)
def test_harmless_text_is_left_as_it_is(text: str, cell: str) -> None:
    assert reversible_cell(text) == cell


def test_what_is_escaped_is_what_is_shown_elsewhere() -> None:
    letters = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]

    shown = {letter for letter in letters if visible(letter) != letter}

    assert {letter for letter in letters if HIDDEN.match(letter)} == shown


@given(
    st.lists(
        st.tuples(st.integers(0, 10), st.integers(200, 705), st.booleans()),
        min_size=1,
        max_size=6,
    )
)
def test_the_wide_table_agrees_with_the_long_one(
    taken: list[tuple[int, int, bool]],
) -> None:
    entries = [
        an_entry(n, f"pain={p} swelling={g // 10}.{g % 10} bee={'yes' if b else 'no'}")
        for n, (p, g, b) in enumerate(taken, 1)
    ]
    text = "".join(to_csv.lines(GARDEN.questions, map(a_row, entries)))
    wide = list(csv.DictReader(io.StringIO(text, newline="")))

    told = {(row["entry"], row["name"]): row["value"] for row in table(*entries)}

    names = {q.id: to_csv.header(q) for q in GARDEN.questions}
    shown = {
        (row["entry"], name): row[column]
        for row in wide
        for name, column in names.items()
        if row[column]
    }
    assert told == shown
