"""Observations of a FHIR Bundle become entries where the plan asks the same."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.builders import NEW_YORK, RUTH, an_id
from tests.pages import SACROPLASTY
from tracker.domain.facts import Answer, CheckIn
from tracker.imports import from_fhir
from tracker.imports.found import Reading
from tracker.imports.plans import Plans

NOW = datetime(2026, 12, 20, 12, tzinfo=UTC)
PLANS = Plans(((date(2026, 11, 3), SACROPLASTY),), NEW_YORK, 0, NOW, RUTH)
PATIENT = {"resourceType": "Patient", "name": [{"text": "Ruth Example"}]}
PAIN, TEMPERATURE, STEPS, WEIGHT = "72514-3", "8310-5", "41950-7", "29463-7"


def coded(code: str, display: str = "something") -> dict[str, object]:
    system = "http://loinc.org"
    return {"coding": [{"system": system, "code": code, "display": display}]}


def observed(code: object = None, **changed: object) -> dict[str, object]:
    """Pain 4 on the evening of day 1."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": code or coded(PAIN),
        "effectiveDateTime": "2026-11-04T19:10:00-05:00",
        "valueInteger": 4,
        **changed,
    }


def without_value(resource: dict[str, object]) -> dict[str, object]:
    return {key: each for key, each in resource.items() if key != "valueInteger"}


def measured(code: str, value: object, unit: str) -> dict[str, object]:
    quantity = {"value": value, "code": unit}
    return without_value(observed(coded(code), valueQuantity=quantity))


def read(*resources: object) -> Reading:
    entries = [
        {"fullUrl": f"urn:{number}", "resource": resource}
        for number, resource in enumerate((PATIENT, *resources))
    ]
    document = {"resourceType": "Bundle", "entry": entries}
    return from_fhir.read(document, PLANS)


def entries(*resources: object) -> list[CheckIn]:
    reading = read(*resources)
    assert reading.refused == ()
    return [found.fact for found in reading.found if isinstance(found.fact, CheckIn)]


def test_what_was_observed_at_one_moment_is_one_entry() -> None:
    (entry,) = entries(
        observed(), measured(TEMPERATURE, 37.2, "Cel"), measured(STEPS, 1200, "/d")
    )

    assert entry.answers == (
        Answer("pain", 4, ""),
        Answer("steps", 1200, ""),
        Answer("temperature", 372, "C"),
    )
    assert entry.at == datetime(2026, 11, 5, 0, 10, tzinfo=UTC)
    assert entry.day == date(2026, 11, 4)


def test_whose_it_is_is_read() -> None:
    assert read(observed()).name == "Ruth Example"


def test_a_day_alone_is_a_day_alone() -> None:
    (entry,) = entries(observed(effectiveDateTime="2026-11-04"))

    assert (entry.day, entry.time_known) == (date(2026, 11, 4), False)


def test_a_period_counts_from_its_beginning() -> None:
    period = {"start": "2026-11-04", "end": "2026-11-05"}
    resource = observed(effectivePeriod=period)
    del resource["effectiveDateTime"]

    assert entries(resource)[0].day == date(2026, 11, 4)


@pytest.mark.parametrize(
    ("resource", "answer"),
    [
        (measured(TEMPERATURE, 98.6, "[degF]"), Answer("temperature", 986, "F")),
        (measured(TEMPERATURE, 37, "Cel"), Answer("temperature", 370, "C")),
        (measured(PAIN, 4.0, "{score}"), Answer("pain", 4, "")),
        (
            without_value(observed({"text": "Fell"}, valueBoolean=True)),
            Answer("fell", 1, ""),
        ),
        (
            without_value(
                observed(
                    {"text": "wound"}, valueCodeableConcept={"text": "a little sore"}
                )
            ),
            Answer("wound", 2, ""),
        ),
    ],
)
def test_a_value_is_read_in_the_unit_it_is_said_in(
    resource: object, answer: Answer
) -> None:
    assert entries(resource)[0].answers == (answer,)


@pytest.mark.parametrize(
    ("resource", "why"),
    [
        (measured(PAIN, 40, "mm"), 'no unit "mm"'),
        (measured(PAIN, 40, "{score}"), "pain takes"),
        (measured(TEMPERATURE, 37.25, "Cel"), "temperature takes"),
        (measured(TEMPERATURE, 1e300, "Cel"), "too large"),
        (measured(TEMPERATURE, True, "Cel"), "no number"),
        (measured(TEMPERATURE, "37", "Cel"), "no number"),
        (measured(TEMPERATURE, 310.15, "K"), 'no unit "K"'),
        (without_value(observed()), "no value"),
        (
            without_value(observed(valueQuantity={"value": 4, "comparator": ">"})),
            "more or less",
        ),
        (observed(effectiveDateTime="2026-11"), "no day"),
        (observed(effectiveDateTime="2026-11-04T19:10:00"), "no instant"),
        (observed(issued="yesterday"), "no instant"),
    ],
)
def test_an_observation_that_cannot_be_meant_is_refused_by_its_place(
    resource: object, why: str
) -> None:
    (refusal,) = read(resource).refused

    assert refusal.place == "resource 2"
    assert why in refusal.why


@pytest.mark.parametrize(
    ("resource", "what"),
    [
        (observed(coded(WEIGHT, "Body weight")), 'Observations of "Body weight"'),
        (observed({"text": "Mood"}), 'Observations of "Mood"'),
        (observed({"coding": []}), 'Observations of "something"'),
        (observed(status="entered-in-error"), "Observations that were taken back"),
        (
            observed(effectiveDateTime=None),
            "Observations that do not say when they began",
        ),
        (
            {"resourceType": "QuestionnaireResponse"},
            'resources of the kind "QuestionnaireResponse"',
        ),
        ("no object", 'resources of the kind "None"'),
    ],
)
def test_what_the_plan_does_not_ask_is_left_out_and_counted(
    resource: object, what: str
) -> None:
    reading = read(resource)

    assert (reading.found, reading.refused) == ((), ())
    assert reading.ignored == {what: 1}


def test_a_second_value_of_one_moment_is_refused() -> None:
    reading = read(observed(), observed(), observed(valueInteger=5))

    assert [refusal.place for refusal in reading.refused] == ["resource 4"]
    assert len(reading.found) == 1


def test_an_entry_of_our_own_export_keeps_its_id_author_and_instant() -> None:
    ours: dict[str, Any] = {
        "derivedFrom": [{"reference": f"urn:uuid:{an_id(7)}"}],
        "performer": [{"display": "Dana"}],
        "issued": "2026-11-04T20:00:00-05:00",
    }

    (entry,) = entries(observed(**ours), measured(TEMPERATURE, 37.2, "Cel") | ours)

    assert (entry.id, entry.author) == (an_id(7), "Dana")
    assert entry.recorded_at == datetime(2026, 11, 5, 1, tzinfo=UTC)
    assert len(entry.answers) == 2


def test_the_patient_may_be_the_author_and_notes_come_along() -> None:
    (entry,) = entries(
        observed(performer=[{"reference": "urn:0"}], note=[{"text": "Slept badly."}])
    )

    assert (entry.author, entry.note) == ("Ruth Example", "Slept badly.")


def test_one_observation_alone_is_read_too() -> None:
    assert len(from_fhir.read(observed(), PLANS).found) == 1


def test_a_code_of_another_system_says_nothing() -> None:
    other = {"system": "urn:other", "code": PAIN}

    assert read(observed({"coding": [other]})).found == ()
