"""The values of FHIR elements, whatever stands in their place."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tracker.domain.answers import read_value, takes
from tracker.domain.facts import Answer
from tracker.domain.protocol import Question
from tracker.domain.values import NamedTuple
from tracker.domain.wording import quoted
from tracker.errors import Refused

UNITS = {"Cel": "C", "[degF]": "F", "min": "min", "h": "h", "d": "d"}
# What is said where a question has no unit; anything else, like mm, is another scale.
COUNTED = ("", "1", "{score}", "/d", "{steps}", "{steps}/d", "steps", "of 10", "/10")
LARGEST = 1_000_000


class Said(NamedTuple):
    """A value as it would be typed, and as exactly as the file has it."""

    text: str
    exact: str


def found_in(element: Any, key: str) -> Any:
    """What stands under a key; None where there is no such object."""
    return element.get(key) if isinstance(element, dict) else None


def listed(element: Any, key: str) -> list[Any]:
    """The list under a key, or an empty one."""
    value = found_in(element, key)
    return value if isinstance(value, list) else []


def first_text(element: Any, *keys: str) -> str:
    """The first text under those keys, or an empty one."""
    found = (found_in(element, key) for key in keys)
    return next((value for value in found if isinstance(value, str) and value), "")


def read_answer(resource: Any, question: Question) -> tuple[Answer, bool]:
    """The answer, and whether it was rounded; Refused where it cannot be meant."""
    said = _said(resource, question)
    try:
        return read_value(question, said.text), said.text != said.exact
    except Refused:
        raise Refused(
            f"{question.id} takes {takes(question)}, not {quoted(said.exact)}."
        ) from None


def out_of_range(resource: Any, question: Question) -> Answer:
    """A number in steps although no answer may be so; Refused where there is none."""
    quantity = found_in(resource, "valueQuantity")
    if first_text(quantity, "comparator").startswith("<"):
        raise Refused("Its value is less than a number.")
    number = found_in(quantity, "value")
    whole = found_in(resource, "valueInteger") if number is None else number
    steps = _decimal(whole) * question.step
    unit = _unit(quantity, question)
    return Answer(question.id, int(steps.to_integral_value(ROUND_HALF_UP)), unit)


def _said(resource: Any, question: Question) -> Said:
    quantity = found_in(resource, "valueQuantity")
    if isinstance(quantity, dict):
        return _quantity(quantity, question)
    whole = found_in(resource, "valueInteger")
    if type(whole) is int:
        return _in_steps(whole, "", question)
    text = _worded(resource)
    return Said(text, text)


def _worded(resource: Any) -> str:
    flag = found_in(resource, "valueBoolean")
    if isinstance(flag, bool):
        return "yes" if flag else "no"
    concept = found_in(resource, "valueCodeableConcept")
    codings = [first_text(each, "display") for each in listed(concept, "coding")]
    said = first_text(concept, "text") or next(iter(codings), "")
    said = said or first_text(resource, "valueString")
    if not said:
        raise Refused("It has no value that can be read.")
    return said


def _quantity(quantity: dict[str, Any], question: Question) -> Said:
    if "comparator" in quantity:
        raise Refused("Its value is more or less than a number, not one.")
    unit = _unit(quantity, question)
    return _in_steps(quantity.get("value"), unit, question)


def _unit(quantity: Any, question: Question) -> str:
    """The unit as it is typed, empty where the question has none."""
    unit = first_text(quantity, "code", "unit")
    spelled = UNITS.get(unit, unit)
    known = {question.unit, *(each.id for each in question.units)} - {""}
    if spelled not in (known or COUNTED):
        raise Refused(f"{question.id} has no unit {quoted(unit)}.")
    return spelled if known else ""


def _in_steps(value: Any, unit: str, question: Question) -> Said:
    """A measure is rounded to its step, half up, so that no threshold is missed."""
    number = _decimal(value)
    step = 1 / Decimal(question.step)
    finer = question.kind == "measure" and number % step != 0
    near = number.quantize(step, ROUND_HALF_UP) if finer else number
    text, exact = (f"{each.normalize():f} {unit}".strip() for each in (near, number))
    return Said(text, exact)


def _decimal(number: Any) -> Decimal:
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise Refused("Its value is no number.")
    if abs(number) > LARGEST:
        raise Refused("Its value is too large.")
    return Decimal(repr(number))
