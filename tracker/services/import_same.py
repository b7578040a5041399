"""Whether a fact of a file says the same as one that is here, and what differs."""

from tracker.domain.answers import base_steps
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
from tracker.domain.protocol import Protocol
from tracker.domain.wording import visible
from tracker.exports.limit_words import say_whose
from tracker.imports.found import Found, Imported
from tracker.imports.from_csv_wide import without_guard

NAMES: dict[type, tuple[str, str]] = {
    CheckIn: ("entry", "entries"),
    ShownWarning: ("warning", "warnings"),
    Acknowledgement: ("answer to a warning", "answers to warnings"),
    Instruction: ("word of the care team", "words of the care team"),
    Completion: ("milestone marked by hand", "milestones marked by hand"),
    Visit: ("visit", "visits"),
    BoneStep: ("bone step", "bone steps"),
    VisitQuestion: ("question for a visit", "questions for a visit"),
    Contact: ("phone number", "phone numbers"),
}
WHERE: dict[type, str] = {
    CheckIn: "tracker entries",
    ShownWarning: "tracker warnings",
    Acknowledgement: "tracker warnings",
    Completion: "tracker timeline",
    Visit: "tracker visit list",
    BoneStep: "tracker bone",
    VisitQuestion: "tracker visit ask",
}


def says_the_same(
    found: Found, fact: Imported, known: Imported, plan: Protocol
) -> bool:
    """Whether two facts say the same; numbers are each diary's own."""
    if isinstance(fact, CheckIn) and isinstance(known, CheckIn) and found.made:
        if found.asked is not None:
            return same_row(fact, known, found.asked, plan)
        return fact.id != known.id or set(fact.answers) <= set(known.answers)
    if isinstance(fact, Contact) and isinstance(known, Contact):
        return fact.number == known.number
    return _without_numbers(fact) == _without_numbers(known)


def same_row(
    row: CheckIn, known: CheckIn, asked: frozenset[str], plan: Protocol
) -> bool:
    """Whether an entry is what a row of our wide table says of it.

    The table rounds to seconds, and to the unit of its header; a file that was made
    without notes says nothing about them.
    """
    return _row(row, asked, plan) == _row(known, asked, plan) and row.note in (
        "",
        as_cell(known.note),
    )


def _row(entry: CheckIn, asked: frozenset[str], plan: Protocol) -> tuple[object, ...]:
    at = entry.at.replace(microsecond=0) if entry.time_known else None
    given = {a.question: _base(a, plan) for a in entry.answers if a.question in asked}
    told = (entry.relayed, entry.signs_asked, frozenset(entry.signs))
    return (entry.procedure_id, entry.day, at, entry.zone, given, told)


def _base(answer: Answer, plan: Protocol) -> int | None:
    """None where the plan no longer asks it: the table leaves that out."""
    question = plan.question(answer.question)
    return base_steps(question, answer) if question else None


def as_cell(text: str) -> str:
    """A text as it comes back from a cell of the wide table."""
    return without_guard(visible(text))


def _without_numbers(fact: Imported) -> Imported:
    if isinstance(fact, ShownWarning):
        return fact._replace(number=0, check_in_number=0)
    return fact._replace(number=0)  # type: ignore[arg-type]


def differs(fact: Imported, known: Imported) -> str:
    """What stays as it is here, and where to look or how to change it."""
    if isinstance(known, Contact) and isinstance(fact, Contact):
        whose = visible(known.name) or f"the {known.kind.replace('-', ' ')}"
        return (
            f"Here the number of {whose} is {known.number}, in the file {fact.number}. "
            f"It stays as it is here. To change it: tracker contact add {known.kind}"
        )
    if isinstance(known, Instruction) and isinstance(fact, Instruction):
        return (
            f"Here word {known.number} says: {say_whose(known)}. "
            f"The file says: {say_whose(fact)}. It stays as it is here. "
            "See: tracker told"
        )
    name = NAMES[type(known)][0]
    return (
        f"Here {name} {known.number} says something else. It stays as it is here. "
        f"See: {WHERE[type(known)]}"
    )
