"""Answers as Observations: one for each, none for what was not answered."""

from tracker.domain.answers import base_steps, decimal, say_answer
from tracker.domain.diary import Diary
from tracker.domain.facts import Answer, CheckIn
from tracker.domain.protocol import BASELINE_QUESTION, Question
from tracker.exports.fhir.codes import LOINC, UCUM, coded
from tracker.exports.fhir.elements import (
    coding,
    concept,
    instant,
    moment,
    patient,
    refer,
    resource,
    urn,
    who,
)
from tracker.exports.to_json import Shape

CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
SURVEY = "survey"
SHOWN_AS = {SURVEY: "Survey", "vital-signs": "Vital Signs", "activity": "Activity"}
BEFORE = "Before the procedure: "
UNKNOWN_STEPS = "in steps of a size that is not known"


def observations(entry: CheckIn, diary: Diary) -> list[Shape]:
    """Every answer of an entry, asserted by whoever said it."""
    told = {
        "effectiveDateTime": effective(entry),
        "issued": instant(entry.recorded_at, entry.zone),
        "performer": [told_by(entry, diary)],
        "derivedFrom": [refer(urn(entry.id))],
    }
    return [
        _observation(answer, urn(entry.id, answer.question), told, diary)
        for answer in entry.answers
    ]


def effective(entry: CheckIn) -> str:
    """When an entry was: its instant, or its day where no time was said."""
    return moment(entry.at, entry.zone, entry.day, time_known=entry.time_known)


def told_by(entry: CheckIn, diary: Diary) -> Shape:
    """Who says so: the patient, also when somebody else typed it, or the author."""
    return patient(diary) if entry.relayed else who(entry.author, diary)


def baseline(diary: Diary) -> list[Shape]:
    """The answer from before the procedure; nothing when nobody gave one."""
    procedure = diary.procedure
    question = diary.protocol.question(BASELINE_QUESTION)
    if question is None or procedure.baseline_pain is None:
        return []
    told = {
        "effectivePeriod": {"end": procedure.on.isoformat()},
        "issued": instant(procedure.recorded_at, procedure.zone),
        "performer": [who(procedure.author, diary)],
    }
    asked = question._replace(text=f"{BEFORE}{question.text}")
    answer = Answer(question.id, procedure.baseline_pain, question.unit)
    found = {**_question(asked), **value(question, answer)}
    return [_resource(urn(procedure.id, "baseline"), found, told, diary)]


def _observation(answer: Answer, url: str, told: Shape, diary: Diary) -> Shape:
    question = diary.protocol.question(answer.question)
    if question is None:
        found = {"code": concept(answer.question), **_unknown(answer)}
        return _resource(url, found, told, diary)
    return _resource(
        url, {**_question(question), **value(question, answer)}, told, diary
    )


def _resource(url: str, found: Shape, told: Shape, diary: Diary) -> Shape:
    fields = {
        "status": "final",
        "category": [_category(SURVEY)],
        "subject": patient(diary),
        **told,
        **found,
    }
    return resource("Observation", url, fields)


def _category(code: str) -> Shape:
    return {"coding": [coding(CATEGORIES, code, SHOWN_AS[code])]}


def _question(question: Question) -> Shape:
    """What was asked: its code where one is known, and always its wording."""
    line, text = coded(question), concept(question.text)
    if line is None or not line.loinc:
        return {"code": text}
    known = {"coding": [coding(LOINC, line.loinc, line.display)], **text}
    categories = [SURVEY, line.category] if line.category else [SURVEY]
    return {"code": known, "category": [_category(code) for code in categories]}


def value(question: Question, answer: Answer) -> Shape:
    """The answer in the question's own unit, or in the words of the choice."""
    if question.kind == "yes-no":
        return {"valueBoolean": bool(answer.number)}
    if question.kind == "choice":
        return {"valueCodeableConcept": concept(say_answer(question, answer))}
    number, unit = figure(base_steps(question, answer), question), _unit(question)
    if not unit and isinstance(number, int):
        return {"valueInteger": number}
    return {"valueQuantity": {"value": number, **unit}}


def figure(steps: int, question: Question) -> int | float:
    """Steps as a number in units."""
    return steps if question.step == 1 else float(decimal(steps, question.step))


def _unit(question: Question) -> Shape:
    """A unit in words, with its UCUM code where the question is known."""
    line = coded(question)
    if line is not None:
        return {"unit": line.said, "system": UCUM, "code": line.ucum}
    return {"unit": question.unit} if question.unit else {}


def _unknown(answer: Answer) -> Shape:
    """A number that no question explains: kept, and in no way to reckon with."""
    return {"valueString": f"{answer.number} {answer.unit} {UNKNOWN_STEPS}"}
