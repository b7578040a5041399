"""A report as one FHIR R4 bundle of type "collection"."""

from collections.abc import Iterator

from tracker.domain.facts import CheckIn
from tracker.domain.report import Report, WarningReading
from tracker.exports.fhir import flags, observations, plans, provenance, responses
from tracker.exports.fhir.elements import instant
from tracker.exports.to_json import Shape


def render(report: Report) -> Shape:
    """Everything that the report reads, in the order of the diary.

    The same report gives the same bundle, down to every id.
    """
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": instant(report.now, report.diary.person.zone),
        "entry": [*_plan(report), *_entries(report), *_warnings(report)],
    }


def _plan(report: Report) -> Iterator[Shape]:
    """The person, the procedure, the plan, and what was before the procedure."""
    diary = report.diary
    begun = [
        plans.procedure(report),
        *observations.baseline(diary),
        plans.care_plan(report),
        *plans.goals(report),
    ]
    yield plans.person(diary)
    yield from begun
    yield provenance.of_plan(report, _addresses(begun))


def _entries(report: Report) -> Iterator[Shape]:
    for entry in report.check_ins:
        yield from _entry(entry, report)


def _entry(entry: CheckIn, report: Report) -> Iterator[Shape]:
    diary = report.diary
    written = [
        responses.response(entry, diary),
        *observations.observations(entry, diary),
    ]
    yield from written
    yield provenance.of_entry(entry, _addresses(written), diary)


def _warnings(report: Report) -> Iterator[Shape]:
    for reading in (each for each in report.warnings if _belongs(each, report)):
        yield flags.flag(reading, report.diary)
        yield from provenance.of_warning(reading, report.diary)


def _belongs(reading: WarningReading, report: Report) -> bool:
    """Of this procedure: what nobody answered yet, and what was shown in those days."""
    shown = reading.shown
    if shown.procedure_id != report.diary.procedure.id:
        return False
    return reading.answer is None or report.first <= shown.day <= report.last


def _addresses(entries: list[Shape]) -> list[str]:
    return [entry["fullUrl"] for entry in entries]
