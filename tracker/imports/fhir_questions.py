"""Which question of a plan an Observation answers."""

from collections.abc import Iterator
from typing import Any

from tracker.domain.protocol import Protocol, Question
from tracker.imports.fhir_values import first_text, found_in, listed

LOINC = "http://loinc.org"
KNOWN = {"72514-3": "pain", "8310-5": "temperature", "41950-7": "steps"}


def question_of(observation: Any, plan: Protocol) -> Question | None:
    """The question of a known code; else the one that is worded so."""
    known = [KNOWN[code] for code in _codes(observation) if code in KNOWN]
    text = first_text(found_in(observation, "code"), "text")
    if known:
        return plan.question(known[0])
    return next((q for q in plan.questions if text in (q.text, q.title, q.id)), None)


def label_of(observation: Any) -> str:
    """What an Observation is of, in its own words."""
    code = found_in(observation, "code")
    shown = [first_text(each, "display", "code") for each in listed(code, "coding")]
    return first_text(code, "text") or next(iter(shown), "") or "something"


def _codes(observation: Any) -> Iterator[str]:
    for coding in listed(found_in(observation, "code"), "coding"):
        if found_in(coding, "system") == LOINC:
            yield first_text(coding, "code")
