"""The values of FHIR elements, whatever stands in their place."""

from decimal import Decimal
from typing import Any

from tracker.domain.protocol import Question
from tracker.domain.wording import quoted
from tracker.errors import Refused

UNITS = {"Cel": "C", "[degF]": "F", "min": "min", "h": "h", "d": "d"}
# What is said where a question has no unit; anything else, like mm, is another scale.
COUNTED = ("", "1", "{score}", "/d", "{steps}", "{steps}/d", "steps", "of 10", "/10")
LARGEST = 1_000_000


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


def name_of(resource: Any) -> str:
    """A person's name as a text; parts alone are spelled differently everywhere."""
    return next(
        (first_text(name, "text") for name in listed(resource, "name")),
        "",
    )


def said_value(resource: Any, question: Question) -> str:
    """The value as it would be typed; Refused where it cannot be meant."""
    quantity = found_in(resource, "valueQuantity")
    if isinstance(quantity, dict):
        return _quantity(quantity, question)
    whole = found_in(resource, "valueInteger")
    if type(whole) is int:
        return _figures(whole)
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


def _quantity(quantity: dict[str, Any], question: Question) -> str:
    if "comparator" in quantity:
        raise Refused("Its value is more or less than a number, not one.")
    unit = first_text(quantity, "code", "unit")
    spelled = UNITS.get(unit, unit)
    known = {question.unit, *(each.id for each in question.units)} - {""}
    if spelled not in (known or COUNTED):
        raise Refused(f"{question.id} has no unit {quoted(unit)}.")
    figures = _figures(quantity.get("value"))
    return f"{figures} {spelled}" if known else figures


def _figures(number: Any) -> str:
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise Refused("Its value is no number.")
    if abs(number) > LARGEST:
        raise Refused("Its value is too large.")
    return f"{Decimal(repr(number)).normalize():f}"
