"""The objects of our own formats, each as the fact it was written from."""

from collections.abc import Callable
from typing import Any

from tracker.domain.facts import (
    Acknowledgement,
    Answer,
    BoneStep,
    CheckIn,
    Completion,
    Contact,
    Instruction,
    ShownWarning,
    Visit,
    VisitQuestion,
)
from tracker.domain.protocol import TIERS
from tracker.errors import Refused
from tracker.imports.fields import Fields
from tracker.imports.found import Found

SIGNS_ASKED = ("yes", "partly", "no")
MARKED = ("done", "skipped", "reopened")
STEPS = ("asked", "booked", "done")
CONTACTS = ("emergency", "care-team", "caregiver")
DONE = ("called", "mistake")
UNKNOWN_PROCEDURE = ""


def read_fact(kind: str, values: Any, place: str) -> Found:
    """The fact of that kind; Refused with what cannot be meant."""
    return _READERS[kind](Fields(values), place)


def _entry(said: Fields, place: str) -> Found:
    answers = tuple(sorted(read_answer(each) for each in said.many("answers")))
    signs = tuple(sorted(_sign(each) for each in said.many("signs")))
    entry = CheckIn(
        said.id(),
        said.counted("number"),
        UNKNOWN_PROCEDURE,
        said.instant("at"),
        said.flag("time_known"),
        said.zone("zone"),
        said.day("day"),
        said.instant("recorded_at"),
        said.filled("author"),
        said.flag_or_none("relayed"),
        said.one_of("signs_asked", SIGNS_ASKED),
        said.text("note"),
        answers,
        signs,
        said.flag("weekly_asked"),
    )
    return Found(place, said.day("procedure"), entry)


def read_answer(value: Any) -> Answer:
    """One answer of an entry."""
    said = Fields(value)
    return Answer(said.filled("question"), said.whole("number"), said.text("unit"))


def _sign(value: Any) -> str:
    return Fields({"signs": value}).filled("signs")


def _warning(said: Fields, place: str) -> Found:
    warning = ShownWarning(
        said.id(),
        said.counted("number"),
        UNKNOWN_PROCEDURE,
        said.id("entry_id"),
        said.counted("entry"),
        said.filled("sign"),
        said.one_of("tier", TIERS),
        said.filled("text"),
        said.text("rule"),
        said.text("call"),
        said.day("day"),
        said.zone("zone"),
        said.instant("shown_at"),
        said.filled("author"),
    )
    done = tuple(_done(Fields(each), warning) for each in said.many("done"))
    return Found(place, said.day("procedure"), warning, done)


def _done(said: Fields, warning: ShownWarning) -> Acknowledgement:
    return Acknowledgement(
        said.id(),
        said.counted("number"),
        UNKNOWN_PROCEDURE,
        warning.id,
        said.one_of("kind", DONE),
        said.instant("at"),
        said.flag("time_known"),
        said.zone("zone"),
        said.day("day"),
        said.text("note"),
        said.instant("recorded_at"),
        said.filled("author"),
    )


def _limit(said: Fields, place: str) -> Found:
    told = Instruction(
        said.id(),
        said.counted("number"),
        UNKNOWN_PROCEDURE,
        said.filled("restriction"),
        said.whole_or_none("amount"),
        said.text("unit"),
        said.day_or_none("until"),
        said.flag("cleared"),
        said.filled("by"),
        said.day("told_on"),
        said.text("source"),
        said.instant("recorded_at"),
        said.filled("author"),
        said.flag("settles"),
    )
    return Found(place, said.day("procedure"), told)


def _milestone(said: Fields, place: str) -> Found:
    done = Completion(
        said.id(),
        said.counted("number"),
        UNKNOWN_PROCEDURE,
        said.filled("milestone"),
        said.one_of("kind", MARKED),
        said.instant("at"),
        said.flag("time_known"),
        said.zone("zone"),
        said.day("day"),
        said.text("reason"),
        said.instant("recorded_at"),
        said.filled("author"),
    )
    return Found(place, said.day("procedure"), done)


def _visit(said: Fields, place: str) -> Found:
    visit = Visit(
        said.id(),
        said.counted("number"),
        UNKNOWN_PROCEDURE,
        said.day("on"),
        said.instant_or_none("at"),
        said.zone("zone"),
        said.text("title"),
        said.day_or_none("done_on"),
        said.instant("recorded_at"),
        said.filled("author"),
    )
    return Found(place, said.day("procedure"), visit)


def _bone(said: Fields, place: str) -> Found:
    step = BoneStep(
        said.id(),
        said.counted("number"),
        UNKNOWN_PROCEDURE,
        said.filled("item"),
        said.one_of("kind", STEPS),
        said.day("day"),
        said.text("note"),
        said.instant("recorded_at"),
        said.filled("author"),
    )
    return Found(place, said.day("procedure"), step)


def _question(said: Fields, place: str) -> Found:
    question = VisitQuestion(
        said.id(),
        said.counted("number"),
        UNKNOWN_PROCEDURE,
        said.filled("text"),
        said.day("day"),
        said.instant("recorded_at"),
        said.filled("author"),
    )
    return Found(place, said.day("procedure"), question)


def _contact(said: Fields, place: str) -> Found:
    kind, name = said.one_of("kind", CONTACTS), said.text("name")
    if kind == "caregiver" and not name.strip():
        raise Refused("A caregiver needs a name.")
    return Found(place, None, Contact(said.id(), kind, said.filled("number"), name))


_READERS: dict[str, Callable[[Fields, str], Found]] = {
    "entry": _entry,
    "warning": _warning,
    "limit": _limit,
    "milestone": _milestone,
    "visit": _visit,
    "bone": _bone,
    "question": _question,
    "contact": _contact,
}
KINDS = tuple(_READERS)
