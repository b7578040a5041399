"""Numbers of FHIR: rounded to the step, or refused with the sign they would raise."""

from datetime import date

import pytest

from tests.imports.test_fhir import (
    PLANS,
    TEMPERATURE,
    bundle,
    entries_of,
    measured,
    more_or_less,
    observed,
    read,
)
from tests.pages import GARDEN, SACROPLASTY
from tracker.domain.facts import Answer
from tracker.imports import from_fhir
from tracker.imports.found import Part


@pytest.mark.parametrize(
    ("given", "unit", "kept"),
    [
        (37.25, "Cel", 373),
        (37.999, "Cel", 380),
        (38.04, "Cel", 380),
        (37.777777777, "Cel", 378),
        (98.64, "[degF]", 986),
    ],
)
def test_a_temperature_is_rounded_to_its_step_and_counted(
    given: float, unit: str, kept: int
) -> None:
    reading = read(measured(TEMPERATURE, given, unit))

    (entry,) = entries_of(reading)
    assert [answer.number for answer in entry.answers] == [kept]
    assert reading.ignored == {"further decimals of temperature, rounded to 0.1": 1}


@pytest.mark.parametrize(
    ("resource", "raised"),
    [
        (measured(TEMPERATURE, 45.04, "Cel"), True),
        (measured(TEMPERATURE, 20, "Cel"), False),
        (measured(TEMPERATURE, True, "Cel"), False),
        (observed(valueInteger=11), False),
        (more_or_less(">", 38.5), True),
        (more_or_less("<", 38.5), False),
    ],
)
def test_a_number_that_no_answer_may_be_still_names_its_sign(
    resource: object, raised: bool
) -> None:
    (refusal,) = read(resource).refused

    assert (" It would raise: A temperature of 38.0 C" in refusal.why) == raised
    assert refusal.part is None


@pytest.mark.parametrize(
    ("when", "day"), [("2026-11-04", date(2026, 11, 4)), ("2026-11", None)]
)
def test_the_answer_of_a_refused_observation_is_handed_on(
    when: str, day: date | None
) -> None:
    hot = {**measured(TEMPERATURE, 38.6, "Cel"), "effectiveDateTime": when}

    (refusal,) = read({**hot, "issued": "yesterday"}).refused

    assert refusal.part == Part(
        date(2026, 11, 3), day, (Answer("temperature", 386, "C"),), ()
    )


def test_a_second_value_that_is_refused_is_handed_on() -> None:
    hot = [measured(TEMPERATURE, value, "Cel") for value in (37, 38.6)]

    (refusal,) = read(*hot).refused

    assert refusal.part
    assert refusal.part.answers == (Answer("temperature", 386, "C"),)


def test_a_question_that_only_an_older_plan_asks_raises_nothing_now() -> None:
    procedures = ((date(2026, 11, 3), SACROPLASTY), (date(2026, 12, 1), GARDEN))
    hot = measured(TEMPERATURE, 38.6, "Cel") | {"effectiveDateTime": "2026-11"}

    reading = from_fhir.read(bundle(hot), PLANS._replace(procedures=procedures))

    assert [refusal.part for refusal in reading.refused] == [None]
