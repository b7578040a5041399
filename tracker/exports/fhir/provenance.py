"""Who wrote each part of a bundle and when, by which protocol and program."""

from tracker.domain.diary import Diary
from tracker.domain.facts import Acknowledgement, CheckIn
from tracker.domain.report import Report, WarningReading
from tracker.domain.values import NamedTuple
from tracker.exports.done_words import DONE
from tracker.exports.fhir.elements import (
    coding,
    concept,
    instant,
    moment,
    patient,
    plain,
    refer,
    resource,
    urn,
    who,
)
from tracker.exports.fhir.observations import effective
from tracker.exports.to_json import Shape

PROGRAM = "recovery-tracker"
PARTS = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"


class Written(NamedTuple):
    """What was written down, as R4 has it; ``by`` is who took which part in it."""

    made_from: str
    targets: list[str]
    recorded: str
    by: list[Shape]
    more: Shape


def of_plan(report: Report, targets: list[str]) -> Shape:
    """Who began the diary: the procedure, and what the protocol made of it."""
    diary, done = report.diary, report.diary.procedure
    by = [_agent("author", "Author", who(done.author, diary))]
    recorded = instant(done.recorded_at, done.zone)
    return _provenance(Written(done.id, targets, recorded, by, {}), diary)


def of_entry(entry: CheckIn, targets: list[str], diary: Diary) -> Shape:
    """Who wrote an entry, and who told it."""
    by, recorded = _wrote(entry, diary), instant(entry.recorded_at, entry.zone)
    when = {"occurredDateTime": effective(entry)}
    return _provenance(Written(entry.id, targets, recorded, by, when), diary)


def of_warning(reading: WarningReading, diary: Diary) -> list[Shape]:
    """Who wrote what raised a warning, then who wrote what was done about it."""
    shown, target = reading.shown, urn(reading.shown.id)
    by = [_agent("author", "Author", who(shown.author, diary))]
    recorded = instant(shown.shown_at, shown.zone)
    raised = _provenance(Written(shown.id, [target], recorded, by, {}), diary)
    return [raised, *_answered(reading.answer, target, diary)]


def _answered(answer: Acknowledgement | None, target: str, diary: Diary) -> list[Shape]:
    if answer is None:
        return []
    by = [_agent("author", "Author", who(answer.author, diary))]
    when = moment(answer.at, answer.zone, answer.day, time_known=answer.time_known)
    said = ": ".join(filter(None, (DONE[answer.kind], answer.note)))
    more = {"occurredDateTime": when, "activity": concept(said)}
    recorded = instant(answer.recorded_at, answer.zone)
    return [_provenance(Written(answer.id, [target], recorded, by, more), diary)]


def _wrote(entry: CheckIn, diary: Diary) -> list[Shape]:
    writer = who(entry.author, diary)
    if not entry.relayed:
        return [_agent("author", "Author", writer)]
    told = _agent("informant", "Informant", patient(diary))
    return [_agent("enterer", "Enterer", writer), told]


def _agent(part: str, display: str, who_it_was: Shape) -> Shape:
    return {"type": {"coding": [coding(PARTS, part, display)]}, "who": who_it_was}


def _provenance(written: Written, diary: Diary) -> Shape:
    done = diary.procedure
    protocol = (
        f"Protocol {done.protocol_id} {done.protocol_version}, "
        f"SHA-256 {done.protocol_sha256}"
    )
    program = _agent("assembler", "Assembler", {"display": PROGRAM})
    fields = {
        "target": [refer(target) for target in written.targets],
        **written.more,
        "recorded": written.recorded,
        "agent": [*written.by, program],
        "entity": [{"role": "source", "what": {"display": plain(protocol)}}],
    }
    return resource("Provenance", urn(written.made_from, "provenance"), fields)
