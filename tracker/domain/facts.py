"""What is stored: facts about a person, never judgements."""

from datetime import date, datetime

from tracker.domain.values import NamedTuple
from tracker.domain.window import Window


class Moment(NamedTuple):
    """When something was: ``at`` in UTC, and the day as the person saw it.

    When only the day was said, ``time_known`` is False and ``at`` is its noon.
    """

    at: datetime
    day: date
    time_known: bool


class Person(NamedTuple):
    """Whose recovery it is. ``day_start`` is in minutes after midnight.

    ``born`` is a year, or None where nobody said.
    """

    id: str
    name: str
    zone: str
    day_start: int
    born: int | None = None


class Contact(NamedTuple):
    """Whom to call; ``kind`` is "emergency", "care-team" or "caregiver".

    ``name`` is empty where the kind says who it is.
    """

    id: str
    kind: str
    number: str
    name: str = ""


class Procedure(NamedTuple):
    """The procedure; ``at`` is None when only the day is known.

    ``baseline_pain`` is the pain before the procedure, in the steps of the
    protocol's question "pain".
    """

    id: str
    number: int
    on: date
    at: datetime | None
    zone: str
    baseline_pain: int | None
    protocol_id: str
    protocol_version: str
    protocol_sha256: str
    recorded_at: datetime
    author: str


class Milestone(NamedTuple):
    """A generated milestone; no window when nothing says when."""

    id: str
    window: Window | None


class Restriction(NamedTuple):
    """A generated restriction; ``default_until`` is published, never an instruction."""

    id: str
    default_until: date | None


class Answer(NamedTuple):
    """One answer in whole steps of the unit it was typed in."""

    question: str
    number: int
    unit: str


class CheckIn(NamedTuple):
    """One entry of the diary.

    ``at`` is UTC; ``day`` is the day it belongs to as the person saw it. When only
    the day was said, ``time_known`` is False and ``at`` is that day's noon.
    ``relayed`` is True when the author writes what the person told, False when the
    author saw it, None when the person wrote.
    ``signs_asked`` is "yes", "partly" or "no": unasked is never "none". It speaks of
    the daily lists; ``weekly_asked`` says whether the weekly list was answered.
    """

    id: str
    number: int
    procedure_id: str
    at: datetime
    time_known: bool
    zone: str
    day: date
    recorded_at: datetime
    author: str
    relayed: bool | None
    signs_asked: str
    note: str
    answers: tuple[Answer, ...]
    signs: tuple[str, ...]
    weekly_asked: bool = False

    def answer(self, question: str) -> Answer | None:
        """The answer to that question, or None when it was not given."""
        return next((a for a in self.answers if a.question == question), None)


class ShownWarning(NamedTuple):
    """A warning as it was put before somebody then; never undone or edited."""

    id: str
    number: int
    procedure_id: str
    check_in_id: str
    check_in_number: int
    sign: str
    tier: str
    text: str
    rule: str
    call: str
    day: date
    zone: str
    shown_at: datetime
    author: str


class Acknowledgement(NamedTuple):
    """What was done about a warning; ``kind`` is "called" or "mistake".

    ``at`` and ``day`` are when somebody called, or when it was taken for a mistake.
    """

    id: str
    number: int
    procedure_id: str
    warning_id: str
    kind: str
    at: datetime
    time_known: bool
    zone: str
    day: date
    note: str
    recorded_at: datetime
    author: str


class Instruction(NamedTuple):
    """The care team's word on a limit: ``amount`` in tenths of ``unit``.

    ``settles`` is True when somebody said that it goes before every earlier word.
    """

    id: str
    number: int
    procedure_id: str
    restriction: str
    amount: int | None
    unit: str
    until: date | None
    cleared: bool
    by: str
    told_on: date
    source: str
    recorded_at: datetime
    author: str
    settles: bool = False


class Completion(NamedTuple):
    """A milestone marked by hand; ``kind`` is "done", "skipped" or "reopened"."""

    id: str
    number: int
    procedure_id: str
    milestone: str
    kind: str
    at: datetime
    time_known: bool
    zone: str
    day: date
    reason: str
    recorded_at: datetime
    author: str


class Visit(NamedTuple):
    """A follow-up visit; ``done_on`` is None until it took place."""

    id: str
    number: int
    procedure_id: str
    on: date
    at: datetime | None
    zone: str
    title: str
    done_on: date | None
    recorded_at: datetime
    author: str


class BoneStep(NamedTuple):
    """How far a bone-health item is: ``kind`` is "asked", "booked" or "done"."""

    id: str
    number: int
    procedure_id: str
    item: str
    kind: str
    day: date
    note: str
    recorded_at: datetime
    author: str


class VisitQuestion(NamedTuple):
    """What the person wants to ask at the next visit, in their own words."""

    id: str
    number: int
    procedure_id: str
    text: str
    day: date
    recorded_at: datetime
    author: str


class RowChange(NamedTuple):
    """One row before and after; None where there was, or is, no row."""

    table: str
    before: dict[str, str | int | None] | None
    after: dict[str, str | int | None] | None


class Change(NamedTuple):
    """One step of the history: who, when, what in plain words.

    ``undoes`` is the number of the change that this one took back, or whose taking
    back it took back; ``undone`` is True while a later change keeps this one so.
    ``part_of`` is the first change of the command that wrote this one too, or None.
    """

    seq: int
    at: datetime
    author: str
    action: str
    text: str
    undoes: int | None
    undone: bool
    part_of: int | None = None
