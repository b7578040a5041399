"""FHIR R4: the Observations of a Bundle, each by itself but for our own entries."""

from collections import Counter
from datetime import datetime
from typing import Any

from tracker.domain.answers import decimal
from tracker.domain.facts import Answer, Moment
from tracker.domain.protocol import Question
from tracker.domain.values import NamedTuple
from tracker.domain.wording import quoted, short_day
from tracker.errors import Refused
from tracker.imports.fhir_bundle import Bundle, kind_of, read_bundle
from tracker.imports.fhir_moments import as_exported, moment_in, written_at
from tracker.imports.fhir_ours import as_typed, entry_of, is_relayed
from tracker.imports.fhir_people import same_name, spellings, whose
from tracker.imports.fhir_questions import label_of, question_of
from tracker.imports.fhir_refused import refusal
from tracker.imports.fhir_values import first_text, found_in, listed, read_answer
from tracker.imports.fields import Fields
from tracker.imports.found import Found, Part, Reading, Refusal
from tracker.imports.plans import Plans, foreign_entry, made_id

TAKEN_BACK = "entered-in-error"
NOT_DONE = "cancelled"
NOBODY = "a name: nobody is named in this file. Is it this person's?"
NOT_READ = {
    "Flag": "warnings in this file (FHIR Flag), which are not read",
    "QuestionnaireResponse": (
        "FHIR QuestionnaireResponses: marked signs and notes in them are not read"
    ),
}


class Ground(NamedTuple):
    """What an Observation is read by; ``name`` is whose Bundle it is.

    ``ignored`` counts what is left out on the way.
    """

    bundle: Bundle
    plans: Plans
    name: str
    ignored: Counter[str]


class Seen(NamedTuple):
    """One Observation that answers a question of the plan.

    ``key`` tells its entry; only those of our own entries share one.
    """

    key: tuple[str, ...]
    place: str
    moment: Moment
    answer: Answer
    note: str
    author: str
    relayed: bool | None
    recorded_at: datetime
    entry_id: str


def read(document: Any, plans: Plans, ours: str = "") -> Reading:
    """Every Observation that a question of the plan asks for.

    ``ours`` is the name of the person of the diary.
    """
    bundle = read_bundle(document)
    ground = Ground(bundle, plans, whose(bundle, ours), Counter())
    if not ground.name:
        ground.ignored[NOBODY] += 1
    refused: list[Refusal] = []
    seen: dict[tuple[str, ...], list[Seen]] = {}
    for number, resource in enumerate(bundle.resources, start=1):
        place = f"resource {number}"
        try:
            one = _seen(place, resource, ground)
        except Refused as problem:
            refused.append(refusal(place, str(problem), resource, plans))
            continue
        if one is not None:
            seen.setdefault(one.key, []).append(one)
    found = tuple(_entry(group, plans, refused) for group in seen.values())
    return Reading("FHIR", found, tuple(refused), dict(ground.ignored), ground.name)


def _seen(place: str, resource: Any, ground: Ground) -> Seen | None:
    """What one resource says; None, and counted, where that is nothing for us."""
    if kind_of(resource) == "Patient":
        return None
    left = _left_out(resource, ground.plans)
    if left:
        ground.ignored[left] += 1
        return None
    moment, question = _asked(resource, ground.plans)
    if question is None:
        ground.ignored[_of(resource)] += 1
        return None
    if moment is None:
        ground.ignored["Observations that do not say when they began"] += 1
        return None
    return _observed(place, resource, question, moment, ground)


def _left_out(resource: Any, plans: Plans) -> str:
    """What a resource is that is not read; empty where it may be."""
    kind = kind_of(resource)
    if kind != "Observation":
        other = f"resources of the kind {quoted(str(kind))}"
        return NOT_READ.get(str(kind), other)
    if all(question_of(resource, plan) is None for _, plan in plans.procedures):
        return _of(resource)
    status = found_in(resource, "status")
    if status == TAKEN_BACK:
        return _taken_back(resource, plans)
    return "Observations that were cancelled" if status == NOT_DONE else ""


def _of(resource: Any) -> str:
    return f"Observations of {quoted(label_of(resource))}"


def _asked(resource: Any, plans: Plans) -> tuple[Moment | None, Question | None]:
    moment = moment_in(resource, plans)
    plan = plans.on_day(moment.day)[1] if moment else plans.procedures[-1][1]
    return moment, question_of(resource, plan)


def _taken_back(resource: Any, plans: Plans) -> str:
    """Which reading is an error there: it may have come here before."""
    try:
        moment, question = _asked(resource, plans)
    except Refused:
        moment, question = None, None
    what = "a reading"
    if moment and question:
        what = f"{question.id} of {short_day(moment.day)}"
    return (
        f"{what}, marked as an error there. What is here stays: tracker edit, "
        "tracker delete"
    )


def _observed(
    place: str, resource: Any, question: Question, moment: Moment, ground: Ground
) -> Seen:
    entry_id, response = entry_of(resource, question, ground.bundle)
    answer, rounded = read_answer(resource, question)
    if rounded:
        smallest = decimal(1, question.step)
        what = f"further decimals of {question.id}, rounded to {smallest}"
        ground.ignored[what] += 1
    if response is not None:
        answer = as_typed(response, question, answer)
        moment = as_exported(resource, moment, ground.plans)
    told = _author(resource, response, ground)
    when = moment.at.isoformat() if moment.time_known else moment.day.isoformat()
    made = made_id(_source(resource, told, question, when))
    return Seen(
        (entry_id, when, told) if entry_id else (made,),
        place,
        moment,
        answer,
        _note(resource),
        told or ground.plans.author,
        is_relayed(response),
        written_at(resource, ground.plans),
        entry_id or made,
    )


def _source(resource: Any, told: str, question: Question, when: str) -> list[str]:
    """What tells a foreign reading again, whatever its value: its id and moment."""
    source = _readable("id", first_text(resource, "id"))
    return ["FHIR", source, "" if source else told, question.id, when]


def _readable(key: str, text: str) -> str:
    return Fields({key: text}).text(key)


def _note(resource: Any) -> str:
    texts = [first_text(note, "text") for note in listed(resource, "note")]
    return _readable("note", "\n".join(texts))


def _author(resource: Any, response: Any, ground: Ground) -> str:
    """Who typed it, as our own export says; else who measured or told it."""
    people = [found_in(response, "author"), *listed(resource, "performer")]
    names = (_named(person, resource, ground) for person in people)
    return _readable("performer", next(filter(str.strip, names), ""))


def _named(person: Any, within: Any, ground: Ground) -> str:
    """A name, spelled as the diary spells it where it is the person's."""
    found = ground.bundle.at(first_text(person, "reference"), within)
    name = next(iter(spellings(found)), "") or first_text(person, "display")
    return ground.name if same_name(name, ground.name) else name


def _entry(group: list[Seen], plans: Plans, refused: list[Refusal]) -> Found:
    """One entry of what was seen; a second value of one question is refused."""
    first = group[0]
    on = plans.on_day(first.moment.day)[0]
    answers: dict[str, Answer] = {}
    for one in group:
        if answers.setdefault(one.answer.question, one.answer) != one.answer:
            why = f"{one.answer.question} has another value at the same time."
            part = Part(on, one.moment.day, (one.answer,), ())
            refused.append(Refusal(one.place, why, part))
    note = "\n".join(dict.fromkeys(one.note for one in group if one.note))
    entry = foreign_entry(
        first.moment, plans.zone.key, tuple(answers.values()), (), note, plans
    )
    entry = entry._replace(
        id=first.entry_id,
        recorded_at=first.recorded_at,
        author=first.author,
        relayed=first.relayed,
    )
    return Found(first.place, on, entry, made=True)
