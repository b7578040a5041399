"""Warnings that were shown, as Flags: a patient's statement, verified by nobody."""

from tracker.domain.diary import Diary
from tracker.domain.facts import Acknowledgement, ShownWarning
from tracker.domain.report import WarningReading
from tracker.exports.fhir.elements import (
    concept,
    instant,
    patient,
    resource,
    urn,
    who,
)
from tracker.exports.to_json import Shape

AUTHORED = "Written in a patient's diary, not verified by a clinician"


def flag(reading: WarningReading, diary: Diary) -> Shape:
    """A warning as it was shown; inactive once somebody wrote what was done."""
    shown, answer = reading.shown, reading.answer
    fields = {
        "status": "inactive" if answer else "active",
        "category": [concept(AUTHORED), concept(f"shown as: {shown.tier}")],
        "code": concept(shown.text),
        "subject": patient(diary),
        "period": {"start": instant(shown.shown_at, shown.zone), **_end(shown, answer)},
        "author": who(shown.author, diary),
    }
    return resource("Flag", urn(shown.id), fields)


def _end(shown: ShownWarning, answer: Acknowledgement | None) -> Shape:
    """When the answer was written; a clock set back ends nothing before it began."""
    if answer is None:
        return {}
    return {"end": instant(max(shown.shown_at, answer.recorded_at), shown.zone)}
