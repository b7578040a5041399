"""FHIR R4: the Observations of a Bundle, those of one moment as one entry."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from tracker.domain.answers import read_value
from tracker.domain.facts import Answer, CheckIn, Moment
from tracker.domain.protocol import Protocol, Question
from tracker.domain.values import NamedTuple
from tracker.domain.wording import quoted
from tracker.errors import Refused, UnusableFile
from tracker.imports.fhir_values import (
    first_text,
    found_in,
    listed,
    name_of,
    said_value,
)
from tracker.imports.fields import read_day, read_instant
from tracker.imports.found import Found, Reading, Refusal
from tracker.imports.plans import Plans, foreign_entry, moment_of

LOINC = "http://loinc.org"
KNOWN = {"72514-3": "pain", "8310-5": "temperature", "41950-7": "steps"}
UNTRUE = ("entered-in-error", "cancelled")
URN = "urn:uuid:"
DAY_LENGTH = len("2026-11-04")


class Seen(NamedTuple):
    """One Observation that answers a question of the plan."""

    place: str
    moment: Moment
    answer: Answer
    note: str
    author: str
    recorded_at: datetime
    entry_id: str


def read(document: Any, plans: Plans) -> Reading:
    """Every Observation that a question of the plan asks for."""
    resources = _resources(document)
    ignored: Counter[str] = Counter()
    refused: list[Refusal] = []
    seen: dict[tuple[str, ...], list[Seen]] = {}
    for number, resource in enumerate(resources.values(), start=1):
        place = f"resource {number}"
        try:
            one = _seen(place, resource, resources, plans, ignored)
        except Refused as problem:
            refused.append(Refusal(place, str(problem)))
            continue
        if one is not None:
            when = (one.moment.at.isoformat(), one.moment.day.isoformat())
            key = (one.entry_id,) if one.entry_id else (*when, one.author)
            seen.setdefault(key, []).append(one)
    found = [one for group in seen.values() for one in _entries(group, plans, refused)]
    return Reading(
        "FHIR", tuple(found), tuple(refused), dict(ignored), _whose(resources)
    )


def _resources(document: Any) -> dict[str, dict[str, Any]]:
    """The resources by their address, in the order of the file."""
    if found_in(document, "resourceType") == "Observation":
        return {"": document}
    if found_in(document, "resourceType") != "Bundle":
        raise UnusableFile(
            "This file is FHIR, but no Bundle. Ask for a Bundle with Observations, "
            "then import it."
        )
    return {
        str(found_in(entry, "fullUrl") or f"#{number}"): found_in(entry, "resource")
        for number, entry in enumerate(listed(document, "entry"))
    }


def _whose(resources: dict[str, dict[str, Any]]) -> str:
    people = [r for r in resources.values() if found_in(r, "resourceType") == "Patient"]
    if len(people) > 1:
        raise UnusableFile(
            f"This file is about {len(people)} people. Ask for one person's, then "
            "import it."
        )
    return name_of(people[0]) if people else ""


def _seen(
    place: str,
    resource: Any,
    resources: dict[str, dict[str, Any]],
    plans: Plans,
    ignored: Counter[str],
) -> Seen | None:
    kind = found_in(resource, "resourceType")
    if kind != "Observation":
        if kind != "Patient":
            ignored[f"resources of the kind {quoted(str(kind))}"] += 1
        return None
    if found_in(resource, "status") in UNTRUE:
        ignored["Observations that were taken back"] += 1
        return None
    moment = _moment(resource, plans)
    plan = plans.on_day(moment.day)[1] if moment else plans.procedures[-1][1]
    question = _question(resource, plan)
    if question is None:
        ignored[f"Observations of {quoted(_label(resource))}"] += 1
        return None
    if moment is None:
        ignored["Observations that do not say when they began"] += 1
        return None
    answer = read_value(question, said_value(resource, question))
    return Seen(
        place,
        moment,
        answer,
        "\n".join(first_text(note, "text") for note in listed(resource, "note")),
        _author(resource, resources) or plans.author,
        _issued(resource, plans),
        _entry_id(resource),
    )


def _codes(resource: Any) -> Iterator[str]:
    for coding in listed(found_in(resource, "code"), "coding"):
        if found_in(coding, "system") == LOINC:
            yield first_text(coding, "code")


def _question(resource: Any, plan: Protocol) -> Question | None:
    """The question of a known code; else the one that is worded so."""
    known = [KNOWN[code] for code in _codes(resource) if code in KNOWN]
    text = first_text(found_in(resource, "code"), "text")
    if known:
        return plan.question(known[0])
    return next((q for q in plan.questions if text in (q.text, q.title, q.id)), None)


def _label(resource: Any) -> str:
    code = found_in(resource, "code")
    shown = [first_text(each, "display", "code") for each in listed(code, "coding")]
    return first_text(code, "text") or next(iter(shown), "") or "something"


def _moment(resource: Any, plans: Plans) -> Moment | None:
    """When it was, as the person's calendar showed it; None when nobody says."""
    begins = first_text(found_in(resource, "effectivePeriod"), "start")
    said = first_text(resource, "effectiveDateTime", "effectiveInstant") or begins
    if not said:
        return None
    if len(said) <= DAY_LENGTH:
        return moment_of(read_day("effective", said), None, plans.zone, plans)
    at = read_instant("effective", said)
    wall = datetime.fromisoformat(said) - timedelta(minutes=plans.day_start)
    return Moment(at, wall.date(), time_known=True)


def _issued(resource: Any, plans: Plans) -> datetime:
    said = first_text(resource, "issued")
    return read_instant("issued", said) if said else plans.now


def _author(resource: Any, resources: dict[str, dict[str, Any]]) -> str:
    for performer in listed(resource, "performer"):
        named = resources.get(first_text(performer, "reference"))
        return name_of(named) or first_text(performer, "display")
    return ""


def _entry_id(resource: Any) -> str:
    """The entry that our own export says it was taken from."""
    for source in listed(resource, "derivedFrom"):
        address = first_text(source, "reference")
        return address.removeprefix(URN) if address.startswith(URN) else ""
    return ""


def _entries(
    group: list[Seen], plans: Plans, refused: list[Refusal]
) -> Iterator[Found]:
    """One entry of what was seen at one moment; a second value is refused."""
    answers: dict[str, Answer] = {}
    notes: list[str] = []
    for one in group:
        if answers.setdefault(one.answer.question, one.answer) != one.answer:
            why = f"{one.answer.question} has another value at the same time."
            refused.append(Refusal(one.place, why))
        elif one.note and one.note not in notes:
            notes.append(one.note)
    first = group[0]
    own = plans._replace(author=first.author)
    given = tuple(answers.values())
    zone = plans.zone.key
    entry = foreign_entry(first.moment, zone, given, (), "\n".join(notes), own)
    entry = _with_own_id(entry._replace(recorded_at=first.recorded_at), first)
    on = plans.on_day(first.moment.day)[0]
    yield Found(first.place, on, entry, made=True)


def _with_own_id(entry: CheckIn, first: Seen) -> CheckIn:
    return entry._replace(id=first.entry_id) if first.entry_id else entry
