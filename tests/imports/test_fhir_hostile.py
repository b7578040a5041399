"""FHIR that cannot be trusted: read, refused or one sentence; never a traceback."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import ANNA, an_id
from tests.conftest import Run
from tests.imports.test_fhir import (
    NEXT_WEEK,
    PATIENT,
    PLANS,
    TEMPERATURE,
    coded,
    entries,
    measured,
    observed,
    read,
)
from tests.imports.test_fhir import NOW as LATER
from tracker.errors import TrackerError, UnusableFile
from tracker.imports import from_fhir
from tracker.services.importing import Source, keep, read_source, weigh
from tracker.store.store import Store

WHOLE = {
    "resourceType": "Bundle",
    "entry": [
        {"fullUrl": "urn:0", "resource": {**PATIENT, "id": "1"}},
        {
            "fullUrl": f"urn:uuid:{an_id(7)}",
            "resource": {
                "resourceType": "QuestionnaireResponse",
                "subject": {"reference": "urn:0"},
                "author": {"display": "Dana"},
                "source": {"reference": "urn:0"},
                "item": [
                    {
                        "linkId": "temperature",
                        "answer": [{"valueQuantity": {"value": 98.9, "unit": "F"}}],
                    }
                ],
            },
        },
        {
            "fullUrl": "urn:1",
            "resource": {
                "resourceType": "Observation",
                "id": str(uuid5(UUID(an_id(7)), "temperature")),
                "status": "final",
                "code": coded(TEMPERATURE),
                "subject": {"reference": "urn:0"},
                "effectiveDateTime": "2026-11-04T19:10:00-05:00",
                "issued": "2026-11-04T19:10:00-05:00",
                "performer": [{"reference": "urn:0"}],
                "derivedFrom": [{"reference": f"urn:uuid:{an_id(7)}"}],
                "valueQuantity": {"value": 37.2, "code": "Cel"},
                "note": [{"text": "x"}],
            },
        },
        {"fullUrl": "urn:2", "resource": observed(id="2", contained=[PATIENT])},
    ],
}
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from([[], {}, [None], [{}], {"reference": "#"}, {"reference": "urn:0"}]),
    st.sampled_from(["\ud800", "\0", "9" * 5000, "2026-02-30", "-1", "urn:0", "Flag"]),
)
FEW = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def with_odd_value(value: Any, pick: Callable[[int], int], odd: object) -> Any:
    """The same JSON value, one value in it replaced."""
    if isinstance(value, dict) and value and pick(6):
        key = list(value)[pick(len(value))]
        return {**value, key: with_odd_value(value[key], pick, odd)}
    if isinstance(value, list) and value and pick(6):
        place = pick(len(value))
        changed = with_odd_value(value[place], pick, odd)
        return [*value[:place], changed, *value[place + 1 :]]
    return odd


@FEW
@given(data=st.data(), odd=ODD)
def test_a_bundle_with_an_odd_value_comes_in_once_or_is_refused(
    store: Store, started: Path, data: st.DataObject, odd: object
) -> None:
    def pick(below: int) -> int:
        return data.draw(st.integers(0, below - 1))

    file = started.with_name("odd.json")
    file.write_text(json.dumps(with_odd_value(WHOLE, pick, odd)), encoding="utf-8")
    source = Source(file, "fhir", None)

    with suppress(TrackerError):
        reading = read_source(store, source, ANNA, LATER)
        weighed = weigh(store, reading, LATER)
        kept = keep(store, reading, source, str(started), ANNA, LATER)
        assert len(weighed.new) == len(kept.weighed.new)
        assert weigh(store, read_source(store, source, ANNA, LATER), LATER).new == ()
        if kept.copy is not None:
            kept.copy.unlink()


@pytest.mark.parametrize(
    "document",
    [
        {"resourceType": "Bundle", "entry": 5},
        {"resourceType": "Bundle", "entry": None},
        {"resourceType": "Bundle", "entry": {"resource": {}}},
        {"resourceType": "Patient"},
        [],
    ],
)
def test_a_bundle_that_lists_nothing_is_refused(document: object) -> None:
    with pytest.raises(UnusableFile, match="Ask for a Bundle with Observations"):
        from_fhir.read(document, PLANS)


def test_a_bundle_without_a_list_ends_with_2(
    run: Run, started: Path, tmp_path: Path
) -> None:
    file = tmp_path / "visit.json"
    file.write_text('{"resourceType":"Bundle","entry":5}', encoding="utf-8")

    assert run("import", str(file), "--yes", code=2).stdout == ""


@pytest.mark.parametrize(
    ("address", "other"),
    [("http://h/Observation", "http://h/Observation"), ("#1", None), (5, 5)],
)
def test_two_resources_of_one_address_are_both_read(
    address: object, other: object
) -> None:
    later = observed(effectiveDateTime=NEXT_WEEK)
    entries = [
        {"fullUrl": address, "resource": observed()},
        {"fullUrl": other, "resource": later},
    ]

    reading = from_fhir.read({"resourceType": "Bundle", "entry": entries}, PLANS)

    assert [found.place for found in reading.found] == ["resource 1", "resource 2"]


def test_an_address_that_is_taken_leads_to_the_first() -> None:
    nurses = [
        {"resourceType": "Practitioner", "id": "1", "name": [{"text": name}]}
        for name in ("Dana", "Eve")
    ]

    told = observed(performer=[{"reference": "Practitioner/1"}])

    (entry,) = entries(*nurses, told)

    assert entry.author == "Dana"


@pytest.mark.parametrize(
    ("text", "why"), [("a\ud800", "holds half of a letter"), ("a\0b", "holds a NUL")]
)
@pytest.mark.parametrize("key", ["id", "note", "performer"])
def test_a_text_that_no_diary_can_keep_is_refused_by_its_place(
    key: str, text: str, why: str
) -> None:
    said = {"id": text, "note": [{"text": text}], "performer": [{"display": text}]}

    (refusal,) = read(observed(**{key: said[key]})).refused

    assert refusal.place == "resource 2"
    assert f'"{key}" {why}' in refusal.why


def test_letters_that_command_a_terminal_stay_out_of_what_is_said() -> None:
    reading = read(
        measured(TEMPERATURE, 37, "\x1b[2J"),
        observed({"text": "\x1b[2J"}),
        {"resourceType": "\x1b[2J"},
    )

    said = [*reading.ignored, *(refusal.why for refusal in reading.refused)]
    assert len(said) == 3
    assert "\x1b" not in "".join(said)


def test_a_thousand_patients_are_counted_at_once() -> None:
    about = [
        observed(subject={"reference": f"Patient/{number}"}) for number in range(1000)
    ]

    with pytest.raises(UnusableFile, match="is about 1000 people"):
        read(*about)
