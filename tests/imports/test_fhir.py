"""Observations of a FHIR Bundle become entries where the plan asks the same."""

from datetime import UTC, date, datetime

import pytest

from tests.builders import NEW_YORK, RUTH
from tests.pages import GARDEN, SACROPLASTY
from tracker.domain.facts import Answer, CheckIn
from tracker.imports import from_fhir
from tracker.imports.found import Reading
from tracker.imports.plans import Plans

NOW = datetime(2026, 12, 20, 12, tzinfo=UTC)
PLANS = Plans(((date(2026, 11, 3), SACROPLASTY),), NEW_YORK, 0, NOW, RUTH)
PATIENT = {"resourceType": "Patient", "name": [{"text": "Ruth Example"}]}
NEXT_WEEK = "2026-11-12T10:00:00-05:00"
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


def more_or_less(comparator: str, value: float) -> dict[str, object]:
    quantity = {"value": value, "code": "Cel", "comparator": comparator}
    return without_value(observed(coded(TEMPERATURE), valueQuantity=quantity))


def bundle(*resources: object) -> dict[str, object]:
    """Ruth, at the address urn:0, and after her what else there is."""
    entries = [
        {"fullUrl": f"urn:{number}", "resource": resource}
        for number, resource in enumerate((PATIENT, *resources))
    ]
    return {"resourceType": "Bundle", "entry": entries}


def read(*resources: object) -> Reading:
    return from_fhir.read(bundle(*resources), PLANS)


def entries(*resources: object) -> list[CheckIn]:
    reading = read(*resources)
    assert reading.refused == ()
    return entries_of(reading)


def entries_of(reading: Reading) -> list[CheckIn]:
    return [found.fact for found in reading.found if isinstance(found.fact, CheckIn)]


def test_each_observation_is_an_entry_of_its_moment() -> None:
    found = entries(
        observed(), measured(TEMPERATURE, 37.2, "Cel"), measured(STEPS, 1200, "/d")
    )

    assert [entry.answers for entry in found] == [
        (Answer("pain", 4, ""),),
        (Answer("temperature", 372, "C"),),
        (Answer("steps", 1200, ""),),
    ]
    assert {entry.at for entry in found} == {datetime(2026, 11, 5, 0, 10, tzinfo=UTC)}
    assert {entry.day for entry in found} == {date(2026, 11, 4)}


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
        (measured(TEMPERATURE, 45.04, "Cel"), 'in F, not "45.04 C".'),
        (measured(PAIN, 4.5, "{score}"), 'from 0 to 10, not "4.5".'),
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
        (
            observed({"text": "Mood"}, status="entered-in-error"),
            'Observations of "Mood"',
        ),
        (
            observed({"text": "Mood"}, effectiveDateTime="2026-11"),
            'Observations of "Mood"',
        ),
        (observed({"coding": []}), 'Observations of "something"'),
        (observed(status="cancelled"), "Observations that were cancelled"),
        (
            observed(effectiveDateTime=None),
            "Observations that do not say when they began",
        ),
        (
            {"resourceType": "QuestionnaireResponse"},
            "FHIR QuestionnaireResponses: marked signs and notes in them are not read",
        ),
        (
            {"resourceType": "Flag"},
            "warnings in this file (FHIR Flag), which are not read",
        ),
        (
            {"resourceType": "Condition"},
            'resources of the kind "Condition"',
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


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-11-05T02:00:00Z", date(2026, 11, 4)),
        ("2026-11-05T10:00:00+09:00", date(2026, 11, 4)),
        ("2026-11-05T06:00:00Z", date(2026, 11, 5)),
        ("2026-11-05", date(2026, 11, 5)),
    ],
)
def test_an_instant_belongs_to_the_day_where_the_person_lives(
    said: str, day: date
) -> None:
    (entry,) = entries(observed(effectiveDateTime=said))

    assert entry.day == day


def test_the_day_begins_when_the_person_says_so() -> None:
    late = observed(effectiveDateTime="2026-11-05T07:00:00Z")

    reading = from_fhir.read(bundle(late), PLANS._replace(day_start=180))

    assert [entry.day for entry in entries_of(reading)] == [date(2026, 11, 4)]


@pytest.mark.parametrize(
    ("when", "what"),
    [
        ("2026-11-05", "pain of Thu 5 Nov"),
        ("2026-11", "a reading"),
        (None, "a reading"),
    ],
)
def test_an_error_over_there_is_named_for_it_may_be_here(
    when: object, what: str
) -> None:
    reading = read(observed(status="entered-in-error", effectiveDateTime=when))

    assert reading.found == ()
    assert reading.ignored == {
        f"{what}, marked as an error there. What is here stays: tracker edit, "
        "tracker delete": 1
    }


def test_what_the_plan_of_that_day_does_not_ask_is_left_out() -> None:
    procedures = ((date(2026, 11, 3), SACROPLASTY), (date(2026, 12, 1), GARDEN))
    late = measured(TEMPERATURE, 38.6, "Cel") | {"effectiveDateTime": "2026-12-02"}

    reading = from_fhir.read(bundle(late), PLANS._replace(procedures=procedures))

    assert (reading.found, reading.refused) == ((), ())
    assert reading.ignored == {'Observations of "something"': 1}
