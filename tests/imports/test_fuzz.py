"""Whatever is done to a good file: a reading, or one sentence; never a traceback."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.builders import ANNA, NEW_YORK, RUTH, an_id
from tests.hostile import WORDS, controls, refusal, texts
from tests.imports.files import (
    HEAD,
    LONG_HEADER,
    MAPPING,
    WHOLE,
    a_done,
    a_line,
    a_warning_line,
    long_row,
    other_line,
)
from tests.pages import SACROPLASTY
from tests.reliability.conftest import often
from tracker.cli.amounts import amount
from tracker.cli.names import read_name
from tracker.cli.phones import read_phone
from tracker.domain.answers import read_answers, read_value
from tracker.domain.moments import read_clock, read_day_start
from tracker.domain.timeline import read_until
from tracker.domain.window import Offset, read_offset
from tracker.errors import TrackerError
from tracker.imports import reader
from tracker.imports.mapping import Mapping, read_date, read_mapping
from tracker.imports.plans import Plans
from tracker.services.ids import read_id
from tracker.services.importing import Source, keep, read_source, weigh
from tracker.services.texts import check_note, check_remark
from tracker.services.zones import read_zone
from tracker.store.store import Store

NOW = datetime(2026, 12, 20, 12, tzinfo=UTC)
PLANS = Plans(((date(2026, 11, 3), SACROPLASTY),), NEW_YORK, 0, NOW, RUTH)
MAPPED = read_mapping({**MAPPING, "note": "Notiz", "time": "Zeit"})
OTHERS = [other_line({"type": kind}) for kind in WHOLE]
ENTRIES = [a_line(signs=["calf"]), a_warning_line(done=[a_done()])]
WIDE = (
    "entry,warnings,day,date,time,zone,recorded_at,author,relayed,pain (0-10),"
    "temperature (C),signs_asked,signs,note\r\n"
    "3,1 same-day,1,2026-11-04,2026-11-04T19:10:00-05:00,America/New_York,"
    "2026-11-04T19:10:00-05:00,Ruth,yes,4,38.2,partly,calf,'=1\r\n"
)
OBSERVATION = {
    "resourceType": "Observation",
    "status": "final",
    "code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]},
    "effectiveDateTime": "2026-11-04T19:10:00-05:00",
    "issued": "2026-11-04T19:10:00-05:00",
    "performer": [{"reference": "urn:0"}],
    "derivedFrom": [{"reference": f"urn:uuid:{an_id(7)}"}],
    "valueQuantity": {"value": 37.2, "code": "Cel"},
    "note": [{"text": "x"}],
}
PATIENT = {"resourceType": "Patient", "name": [{"text": RUTH}]}
BUNDLE = {
    "resourceType": "Bundle",
    "entry": [
        {"fullUrl": "urn:0", "resource": PATIENT},
        {"fullUrl": "urn:1", "resource": OBSERVATION},
    ],
}
FILES: dict[str, tuple[str, Mapping | None]] = {
    "ndjson": ("\n".join([HEAD, *ENTRIES, *OTHERS]), None),
    "json": (
        json.dumps(
            {
                **json.loads(HEAD),
                "entries": [json.loads(ENTRIES[0])],
                "warnings": [json.loads(ENTRIES[1])],
            }
        ),
        None,
    ),
    "long": (f"{LONG_HEADER}\r\n{long_row()}\r\n{long_row(name='walk')}\r\n", None),
    "wide": (WIDE, None),
    "mapped": ("Datum;Zeit;Schmerz;Notiz\n04.11.2026;19:10;4;x\n", MAPPED),
    "fhir": (json.dumps(BUNDLE), None),
}
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.just([]),
    st.just({}),
    st.just([None]),
    st.sampled_from(["\ud800", "\0", "9" * 5000, "2026-02-30", "-1", "1e400", "'"]),
)
FEW = settings(
    max_examples=often(80, 3_000),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def encoded(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


@pytest.mark.parametrize("name", FILES)
@FEW
@given(
    start=st.integers(0, 2000),
    length=st.integers(0, 30),
    put=st.one_of(st.binary(max_size=20), st.text(max_size=20).map(encoded)),
)
def test_a_file_with_some_of_its_bytes_changed_is_read_or_refused(
    name: str, start: int, length: int, put: bytes
) -> None:
    text, mapping = FILES[name]
    whole = text.encode()
    start %= len(whole)
    content = whole[:start] + put + whole[start + length :]

    with suppress(TrackerError):
        reader.read(content, None, mapping, PLANS)


def with_odd_value(value: Any, pick: Callable[[int], int], odd: object) -> Any:
    """The same JSON value, one value in it replaced."""
    if isinstance(value, dict) and value and pick(5):
        key = list(value)[pick(len(value))]
        return {**value, key: with_odd_value(value[key], pick, odd)}
    if isinstance(value, list) and value and pick(5):
        place = pick(len(value))
        changed = with_odd_value(value[place], pick, odd)
        return [*value[:place], changed, *value[place + 1 :]]
    return odd


@FEW
@given(data=st.data(), odd=ODD)
def test_an_observation_with_an_odd_value_is_read_or_refused(
    data: st.DataObject, odd: object
) -> None:
    def pick(below: int) -> int:
        return data.draw(st.integers(0, below - 1))

    document = with_odd_value(BUNDLE, pick, odd)

    with suppress(TrackerError):
        reader.read(json.dumps(document).encode(), "fhir", None, PLANS)


@FEW
@given(data=st.data(), odd=ODD)
def test_facts_with_an_odd_value_come_in_or_are_refused(
    store: Store, started: Path, data: st.DataObject, odd: object
) -> None:
    def pick(below: int) -> int:
        return data.draw(st.integers(0, below - 1))

    lines = [HEAD, *ENTRIES, *OTHERS]
    place = 1 + pick(len(lines) - 1)
    lines[place] = json.dumps(with_odd_value(json.loads(lines[place]), pick, odd))
    file = started.with_name("odd.ndjson")
    file.write_text("\n".join(lines), encoding="utf-8")
    source = Source(file, None, None)

    with suppress(TrackerError):
        reading = read_source(store, source, ANNA, NOW)
        weighed = weigh(store, reading, NOW)
        kept = keep(store, reading, source, str(started), ANNA, NOW)
        assert len(weighed.new) == len(kept.weighed.new)
        again = weigh(store, read_source(store, source, ANNA, NOW), NOW)
        assert again.new == ()
        if kept.copy is not None:
            kept.copy.unlink()


TABLE = "Datum;Zeit;Schmerz;Notiz\n04.11.2026;19:10;4;x\n"
CELLS = st.lists(st.sampled_from(WORDS) | texts(3), max_size=5)
DATE_PARTS = ["YYYY", "MM", "DD", "HH", "mm", "ss", ".", "-", "/", " ", "T", "(", "*"]
DIGITS = st.text("0123456789-/.: T\u0664", max_size=20)


@FEW
@given(data=st.data(), odd=ODD | texts(3))
def test_a_mapping_with_an_odd_value_is_read_or_refused(
    data: st.DataObject, odd: object
) -> None:
    def pick(below: int) -> int:
        return data.draw(st.integers(0, below - 1))

    whole = {**MAPPING, "note": "Notiz", "zone": "UTC", "empty": ["x"], "author": "A"}
    whole["columns"] = {"Schmerz": {"question": "pain", "words": {"viel": "4"}}}
    changed = with_odd_value(whole, pick, odd)

    said = refusal(
        lambda: reader.read(TABLE.encode(), None, read_mapping(changed), PLANS)
    )

    assert controls(said) == []


@FEW
@given(rows=st.lists(CELLS.map(";".join), max_size=4), header=st.booleans())
def test_a_foreign_table_with_odd_cells_is_read_or_refused(
    rows: list[str], header: bool
) -> None:
    lines = [TABLE.split("\n")[0], *rows] if header else rows

    with suppress(TrackerError):
        reader.read(encoded("\n".join(lines)), None, MAPPED, PLANS)


@FEW
@given(parts=st.lists(st.sampled_from(DATE_PARTS), max_size=9), typed=DIGITS)
@example(parts=["YYYY", "-", "MM", "-", "DD"], typed="2026-02-30")
def test_a_date_of_any_format_is_read_or_refused(parts: list[str], typed: str) -> None:
    mapping = {**MAPPING, "date-format": "".join(parts) or "-"}

    with suppress(TrackerError):
        read_date(typed, read_mapping(mapping))


TYPED = st.sampled_from(WORDS) | texts(3) | DIGITS | st.text(st.characters())
READERS: dict[str, Callable[[str], object]] = {
    "name": read_name,
    "phone": read_phone,
    "weight": amount,
    "id": read_id,
    "zone": read_zone,
    "note": check_note,
    "remark": check_remark,
    "clock": read_clock,
    "day start": read_day_start,
    "end": lambda typed: read_until(typed, today=NOW.date(), procedure_on=NOW.date()),
    "answer": lambda typed: read_answers([typed], SACROPLASTY),
    **{each.id: partial(read_value, each) for each in SACROPLASTY.questions},
}


@pytest.mark.parametrize("name", READERS)
@FEW
@given(typed=TYPED)
def test_whatever_is_typed_for_it_is_read_or_refused(name: str, typed: str) -> None:
    said = refusal(lambda: READERS[name](typed))

    assert controls(said) == []
    assert len(said) < 500


@given(typed=st.sampled_from(WORDS) | DIGITS | st.text("PTDWMH0123456789", max_size=9))
def test_no_duration_leads_to_anything_but_a_plain_error(typed: str) -> None:
    with suppress(ValueError):
        assert read_offset(typed) >= Offset()


@pytest.mark.parametrize("form", [None, "json", "ndjson", "fhir", "csv"])
@pytest.mark.parametrize(
    "whole",
    [b"[" * 200_000, b'{"a":' * 100_000, b"9" * 100_000, b'{"type":' + b"9" * 9999],
    ids=["lists", "objects", "figures", "a number"],
)
def test_no_nesting_and_no_number_is_too_much(form: str | None, whole: bytes) -> None:
    with pytest.raises(TrackerError):
        reader.read(whole, form, None, PLANS)
