"""Somebody else's table becomes entries, by a mapping of its columns."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NEW_YORK, RUTH
from tests.imports.files import MAPPING
from tests.pages import SACROPLASTY
from tracker.domain.facts import Answer, CheckIn
from tracker.imports import from_csv_mapped
from tracker.imports.found import Reading
from tracker.imports.mapping import read_mapping
from tracker.imports.plans import Plans
from tracker.imports.table import read_table

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
NOW = datetime(2026, 12, 20, 12, tzinfo=UTC)
PLANS = Plans(((date(2026, 11, 3), SACROPLASTY),), NEW_YORK, 0, NOW, RUTH)
TWICE = PLANS._replace(procedures=(*PLANS.procedures, (date(2026, 12, 1), SACROPLASTY)))


def read(text: str, plans: Plans = PLANS, **changed: object) -> Reading:
    mapping = read_mapping({**MAPPING, **changed})
    return from_csv_mapped.read(read_table(text, mapping.delimiter), mapping, plans)


def entries(reading: Reading) -> list[CheckIn]:
    assert reading.refused == ()
    return [found.fact for found in reading.found if isinstance(found.fact, CheckIn)]


def one(row: str, plans: Plans = PLANS, **changed: object) -> CheckIn:
    (entry,) = entries(read(f"Datum;Schmerz;Zeit;Notiz\n{row}\n", plans, **changed))
    return entry


def dated(date_format: str) -> dict[str, Any]:
    return {"date-format": date_format}


def test_the_example_of_the_docs_is_read_as_the_docs_say() -> None:
    mapping = read_mapping(
        json.loads((EXAMPLES / "other-diary.json").read_text("utf-8"))
    )
    table = read_table((EXAMPLES / "other-diary.csv").read_text("utf-8"), ";")

    reading = from_csv_mapped.read(table, mapping, PLANS)

    first, second, third = entries(reading)
    assert first.at == datetime(2026, 11, 3, 19, 15, tzinfo=UTC)
    assert first.answers == (
        Answer("fell", 0, ""),
        Answer("pain", 6, ""),
        Answer("sleep", 55, "h"),
        Answer("temperature", 369, "C"),
    )
    assert (first.note, first.author) == ("Tag des Eingriffs", "Dana Example")
    assert (second.time_known, second.day) == (False, date(2026, 11, 4))
    assert [answer.question for answer in third.answers] == [
        "fell",
        "pain",
        "temperature",
    ]
    assert reading.ignored == {'the column "Gewicht"': 1}


@pytest.mark.parametrize(
    ("date_format", "typed"),
    [
        ("DD.MM.YYYY", "04.11.2026"),
        ("DD.MM.YYYY", "4.11.2026"),
        ("MM/DD/YYYY", "11/04/2026"),
        ("YYYY-MM-DD", "2026-11-04"),
        ("DD/MM/YYYY", "04/11/2026"),
    ],
)
def test_the_date_format_says_which_part_is_the_month(
    date_format: str, typed: str
) -> None:
    entry = one(f"{typed};4;;", **dated(date_format))

    assert (entry.day, entry.time_known) == (date(2026, 11, 4), False)


def test_a_time_may_stand_in_the_date() -> None:
    entry = one("04.11.2026 19:10;4;;", **dated("DD.MM.YYYY HH:mm"))

    assert entry.at == datetime(2026, 11, 5, 0, 10, tzinfo=UTC)
    assert (entry.day, entry.zone) == (date(2026, 11, 4), "America/New_York")


def test_seconds_of_a_time_are_read() -> None:
    entry = one("04.11.2026 19:10:59;4;;", **dated("DD.MM.YYYY HH:mm:ss"))

    assert entry.at == datetime(2026, 11, 5, 0, 10, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        ("04.11.2026 19:10:99", "DD.MM.YYYY HH:mm:ss"),
        ("04.11.2026 99", "DD.MM.YYYY ss"),
        ("04.11.2026 99", "DD.MM.YYYY mm"),
    ],
)
def test_a_time_that_no_clock_shows_is_refused(cell: str, form: str) -> None:
    (refusal,) = read(f"Datum;Schmerz\n{cell};4\n", **dated(form)).refused

    assert refusal.why == f'There is no "{cell}".'


def test_a_row_of_one_cell_says_so() -> None:
    (refusal,) = read("Datum;Schmerz\n04.11.2026\n").refused

    assert refusal.why == "It has 1 cell, the header has 2."


def test_a_time_may_stand_in_a_column_of_its_own() -> None:
    assert one("04.11.2026;4;7:10 pm;", time="Zeit").at == datetime(
        2026, 11, 5, 0, 10, tzinfo=UTC
    )


def test_a_night_owls_half_past_midnight_belongs_to_the_day_before() -> None:
    owl = PLANS._replace(day_start=240)

    assert one("05.11.2026;4;00:30;", owl, time="Zeit").day == date(2026, 11, 4)


def test_a_row_says_what_it_says_each_time() -> None:
    twice = [one("04.11.2026;4;;x", note="Notiz").id for _ in range(2)]

    assert twice[0] == twice[1]


@pytest.mark.parametrize(
    "row", ["04.11.2026;5;;x", "05.11.2026;4;;x", "04.11.2026;4;;y"]
)
def test_a_row_that_says_something_else_is_another_entry(row: str) -> None:
    assert one(row, note="Notiz").id != one("04.11.2026;4;;x", note="Notiz").id


def test_rows_belong_to_the_newest_procedure_of_their_day() -> None:
    rows = "Datum;Schmerz\n01.11.2026;8\n30.11.2026;4\n01.12.2026;5\n"

    found = read(rows, TWICE).found

    assert [each.on for each in found] == [
        date(2026, 11, 3),
        date(2026, 11, 3),
        date(2026, 12, 1),
    ]


def test_a_row_that_says_nothing_is_left_out_and_counted() -> None:
    reading = read("Datum;Schmerz\n04.11.2026;\n05.11.2026;-\n", empty=["-"])

    assert reading.found == ()
    assert reading.ignored == {"rows that say nothing": 2}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("04.11.2026;11", "pain takes"),
        ("04.11.2026;vier", "pain takes"),
        ("soon;4", '"soon" is no date like DD.MM.YYYY'),
        ("31.02.2026;4", 'There is no "31.02.2026"'),
        ("04.11.1026;4", "The year 1026"),
        ("04.11.2026;4;5", "It has 3 cells"),
        ("\u0664.11.2026;4", "is no date like"),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused_by_its_line(row: str, why: str) -> None:
    reading = read(f"Datum;Schmerz\n03.11.2026;3\n{row}\n")

    (refusal,) = reading.refused
    assert refusal.place == "line 3"
    assert why in refusal.why
    assert len(reading.found) == 1


def test_a_time_that_the_clocks_skipped_is_refused() -> None:
    skipped = "Datum;Schmerz;Zeit\n14.03.2027;4;02:30\n"

    (refusal,) = read(skipped, time="Zeit").refused

    assert "clocks skipped" in refusal.why


def test_two_columns_that_answer_differently_are_refused() -> None:
    both = {"Schmerz": "pain", "Pain": "pain"}

    reading = read("Datum;Schmerz;Pain\n04.11.2026;4;5\n05.11.2026;4;4\n", columns=both)

    assert [refusal.place for refusal in reading.refused] == ["line 2"]
    assert len(reading.found) == 1


def test_a_unit_of_the_mapping_goes_with_bare_figures_only() -> None:
    column = {"Schmerz": {"question": "temperature", "unit": "F"}}

    bare, said = entries(
        read("Datum;Schmerz\n04.11.2026;98.6\n05.11.2026;37.0 C\n", columns=column)
    )

    assert bare.answers == (Answer("temperature", 986, "F"),)
    assert said.answers == (Answer("temperature", 370, "C"),)


def test_today_without_a_time_is_now_while_noon_has_not_come() -> None:
    early = PLANS._replace(now=datetime(2026, 11, 4, 13, tzinfo=UTC))

    assert one("04.11.2026;4;;", early).at == early.now


def test_what_an_earlier_plan_does_not_ask_is_left_out_and_counted() -> None:
    shorter = SACROPLASTY._replace(
        questions=tuple(q for q in SACROPLASTY.questions if q.id != "walk")
    )
    plans = PLANS._replace(
        procedures=((date(2026, 11, 3), shorter), (date(2026, 12, 1), SACROPLASTY))
    )
    both = {"Schmerz": "pain", "Gehen": "walk"}

    reading = read(
        "Datum;Schmerz;Gehen\n04.11.2026;4;20\n01.12.2026;4;20\n", plans, columns=both
    )

    assert [len(entry.answers) for entry in entries(reading)] == [1, 2]
    assert reading.ignored == {'answers in "Gehen", which that plan does not ask': 1}
