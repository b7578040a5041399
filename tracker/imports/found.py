"""What a file holds: facts with their place, and what could not be read and why."""

from datetime import date

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
from tracker.domain.values import NamedTuple

Imported = (
    CheckIn
    | ShownWarning
    | Acknowledgement
    | Instruction
    | Completion
    | Visit
    | BoneStep
    | VisitQuestion
    | Contact
)


class Found(NamedTuple):
    """One fact of a file; ``place`` says where, as in "line 12".

    ``on`` is the day of its procedure, None where a fact has none; the fact itself has
    no procedure id yet. ``done`` is what was done about a warning. ``made`` is True
    where its id was worked out from what it says. ``asked`` are the questions that
    have a column where the file is our wide table, else None.
    """

    place: str
    on: date | None
    fact: Imported
    done: tuple[Acknowledgement, ...] = ()
    made: bool = False
    asked: frozenset[str] | None = None


class Part(NamedTuple):
    """What could be read of an entry that is refused, so that no sign is lost.

    ``on`` is the day of its procedure and ``day`` its own, ``id`` what warnings know
    it by; None where they cannot be read.
    """

    on: date | None
    day: date | None
    answers: tuple[Answer, ...]
    signs: tuple[str, ...]
    id: str | None = None


class Refusal(NamedTuple):
    """What is not imported, and why."""

    place: str
    why: str
    part: Part | None = None


class Start(NamedTuple):
    """What a file says of a procedure and of whose it is; None where it does not."""

    on: date
    zone: str | None
    day_start: int | None
    baseline_pain: int | None
    protocol_sha256: str | None
    born: int | None = None


class Reading(NamedTuple):
    """A file as it was read; ``name`` is whose diary it says it is, or empty.

    ``ignored`` counts, by what it was, all that was left out without a problem.
    """

    format: str
    found: tuple[Found, ...]
    refused: tuple[Refusal, ...]
    ignored: dict[str, int]
    name: str = ""
    starts: tuple[Start, ...] = ()
