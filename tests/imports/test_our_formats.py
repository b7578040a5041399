"""Our JSON, NDJSON and wide table, read part by part."""

import json
from datetime import UTC, date, datetime

import pytest

from tests.builders import NEW_YORK, RUTH
from tests.imports.files import HEAD, a_line, a_warning_line
from tests.pages import SACROPLASTY
from tracker.domain.facts import Answer, CheckIn
from tracker.errors import UnusableFile
from tracker.imports import from_csv_wide, from_json, from_ndjson, reader
from tracker.imports.found import Reading
from tracker.imports.from_csv_wide import AFTER
from tracker.imports.plans import Plans
from tracker.imports.table import read_table

NOW = datetime(2026, 12, 20, 12, tzinfo=UTC)
PLANS = Plans(((date(2026, 11, 3), SACROPLASTY),), NEW_YORK, 0, NOW, RUTH)
WIDE = {
    "entry": "3",
    "warnings": "",
    "day": "1",
    "date": "2026-11-04",
    "time": "2026-11-04T19:10:00-05:00",
    "zone": "America/New_York",
    "recorded_at": "2026-11-04T19:12:00-05:00",
    "author": "Ruth",
    "relayed": "no",
    "pain (0-10)": "4",
    "temperature (C)": "38.2",
    "mood (0-10)": "",
    "signs_asked": "partly",
    "signs": "calf fever",
    "note": "",
}


def wide(**changed: str) -> Reading:
    cells = {**WIDE, **changed}
    text = f"{','.join(cells)}\r\n{','.join(cells.values())}\r\n"
    return from_csv_wide.read(read_table(text), PLANS)


def one_wide(**changed: str) -> CheckIn:
    (found,) = wide(**changed).found
    assert isinstance(found.fact, CheckIn)
    return found.fact


def document(**parts: object) -> dict[str, object]:
    return {"version": 1, "person": {"name": RUTH}, "procedures": [], **parts}


def test_a_document_tells_its_places_by_list_and_number() -> None:
    whole, broken = json.loads(a_line()), json.loads(a_line(day="soon"))

    reading = from_json.read(
        document(entries=[whole, broken], warnings=[json.loads(a_warning_line())])
    )

    assert [found.place for found in reading.found] == ["entries 1", "warnings 1"]
    assert [refusal.place for refusal in reading.refused] == ["entries 2"]
    assert reading.name == RUTH


def test_a_part_of_a_later_version_is_left_out() -> None:
    reading = from_json.read(document(entries=[], dreams=[1]))

    assert reading.ignored == {'the part "dreams"': 1}


def test_a_file_without_its_notes_says_so() -> None:
    head = json.dumps({**json.loads(HEAD), "redacted": ["notes"]})

    for reading in (from_ndjson.read(head), from_json.read(json.loads(head))):
        assert reading.ignored["the notes, which this file leaves empty"] == 1


def test_empty_lines_between_facts_are_nothing() -> None:
    reading = from_ndjson.read(f"\n{HEAD}\n\n{a_line()}\r\n\r\n")

    assert [found.place for found in reading.found] == ["line 4"]


def test_a_wide_row_is_one_entry() -> None:
    entry = one_wide()

    assert (entry.number, entry.author, entry.relayed) == (3, "Ruth", False)
    assert entry.answers == (Answer("pain", 4, ""), Answer("temperature", 382, "C"))
    assert entry.signs == ("calf", "fever")
    assert entry.at == datetime(2026, 11, 5, 0, 10, tzinfo=UTC)


def test_a_wide_row_without_a_time_is_a_day() -> None:
    entry = one_wide(time="")

    assert (entry.time_known, entry.day) == (False, date(2026, 11, 4))
    assert entry.at == datetime(2026, 11, 4, 17, tzinfo=UTC)


def test_a_wide_row_belongs_to_the_procedure_its_day_counts_from() -> None:
    (found,) = wide(day="31").found

    assert found.on == date(2026, 10, 4)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'=1+1", "=1+1"),
        ("' +49", " +49"),
        ("'\tx", "\tx"),
        ("'plain'", "'plain'"),
        ("it's", "it's"),
    ],
)
def test_the_guard_against_formulas_is_taken_off(cell: str, text: str) -> None:
    assert one_wide(note=cell).note == text


def test_what_a_wide_table_cannot_say_is_counted() -> None:
    cells = {"mood (0-10)": "3", "warnings": "1 same-day not answered"}

    assert wide(**cells).ignored == {
        'answers to "mood (0-10)", which this plan does not ask': 1,
        "cells with warnings, which are found anew": 1,
    }


@pytest.mark.parametrize(
    ("column", "cell", "why"),
    [
        ("date", "04.11.2026", '"date" is no day'),
        ("day", "one", '"day" is no whole number'),
        ("day", "999999999", '"day" leads to no date'),
        ("day", "99999", "The year 1753"),
        ("time", "19:10", '"time" is no instant'),
        ("zone", "Mars/Base", "not a time zone"),
        ("recorded_at", "", '"recorded_at" is no instant'),
        ("entry", "x", '"entry" is no whole number'),
        ("entry", "0", '"entry" is no number from 1'),
        ("relayed", "maybe", '"relayed" is yes, no or empty'),
        ("signs_asked", "", '"signs_asked" is yes, partly or no'),
        ("pain (0-10)", "11", "pain takes"),
        ("temperature (C)", "38.25", "temperature takes"),
    ],
)
def test_a_wide_row_that_cannot_be_meant_is_refused_by_its_line(
    column: str, cell: str, why: str
) -> None:
    (refusal,) = wide(**{column: cell}).refused

    assert refusal.place == "line 2"
    assert why in refusal.why


@pytest.mark.parametrize("text", [f"{','.join(WIDE)}\n,\n", f"{','.join(WIDE)}\n\n\n"])
def test_empty_rows_are_nothing(text: str) -> None:
    assert (
        from_csv_wide.read(
            read_table(text.replace("\n,\n", "\n" + "," * 14 + "\n")), PLANS
        ).refused
        == ()
    )


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_is_no_part_of_the_first_word(bom: bytes) -> None:
    for content in (f"{HEAD}\n{a_line()}", json.dumps(document()), ",".join(WIDE)):
        assert reader.read(bom + content.encode(), None, None, PLANS).refused == ()


def test_a_head_whose_first_key_is_another_one_is_ndjson_too() -> None:
    head = json.dumps(dict(reversed(json.loads(HEAD).items())))

    reading = reader.read(f"{head}\n{a_line()}".encode(), None, None, PLANS)

    assert (reading.format, len(reading.found)) == ("NDJSON", 1)


def test_a_unit_that_only_another_plan_has_refuses_the_row() -> None:
    hours = [
        q._replace(unit="h") if q.id == "walk" else q for q in SACROPLASTY.questions
    ]
    other = SACROPLASTY._replace(questions=tuple(hours))
    plans = PLANS._replace(procedures=((date(2026, 10, 4), other), *PLANS.procedures))
    cells = {**WIDE, "walk (h)": "2", "signs_asked": "no", "signs": "", "note": ""}
    order = [*(key for key in cells if key not in AFTER), *AFTER]
    text = f"{','.join(order)}\n{','.join(cells[key] for key in order)}\n"

    reading = from_csv_wide.read(read_table(text), plans)

    assert [r.why for r in reading.refused] == ['walk has no unit "h" in that plan.']


def test_a_header_that_is_no_name_answers_nothing() -> None:
    text = f"{','.join(WIDE)}\r\n{','.join(WIDE.values())}\r\n"
    odd = text.replace("mood (0-10)", "mood (0-10").replace("sore", "3")

    (found,) = from_csv_wide.read(read_table(odd), PLANS).found

    assert isinstance(found.fact, CheckIn)
    assert len(found.fact.answers) == 2


def test_a_named_format_is_taken_at_its_word() -> None:
    with pytest.raises(UnusableFile, match="no Bundle"):
        reader.read(json.dumps(document()).encode(), "fhir", None, PLANS)
