"""Rows to facts."""

from datetime import date
from typing import Any

from tracker.domain.amounts import UNITS
from tracker.domain.facts import (
    Acknowledgement,
    Answer,
    BoneStep,
    CheckIn,
    Completion,
    Contact,
    Instruction,
    Milestone,
    Person,
    Procedure,
    Restriction,
    ShownWarning,
    Visit,
    VisitQuestion,
)
from tracker.domain.protocol import TIERS
from tracker.domain.sharing import GIVEN, KINDS, RECEIVED, SCOPES, Conflict, Share
from tracker.domain.window import Window
from tracker.store.rows import Row
from tracker.store.sqlite_driver import DamagedRow
from tracker.store.stored import day as day
from tracker.store.stored import (
    day_or_none,
    instant_or_none,
    one_of,
    whole,
    whole_or_none,
    zone,
)
from tracker.store.stored import instant as instant

CONTACT_KINDS = ("emergency", "care-team", "caregiver")
ANSWER_KINDS = ("called", "mistake")
# Far beyond every scale; a chart of more would never end.
HIGHEST_BASELINE = 1000


def _amount(amount: Any, unit: str) -> tuple[int | None, str]:
    """An amount and its unit; without an amount any unit means nothing."""
    if amount is None:
        return None, unit
    return whole(amount), one_of(unit, UNITS)


def read_person(row: Row) -> Person:
    """A person."""
    return Person(
        row["person_id"],
        row["name"],
        zone(row["zone"]),
        whole(row["day_start"]),
        whole_or_none(row["born"]),
    )


def read_contact(row: Row) -> Contact:
    """A contact."""
    kind = one_of(row["kind"], CONTACT_KINDS)
    return Contact(row["id"], kind, row["number"], row["name"])


def _baseline(pain: Any) -> int | None:
    if pain is not None and whole(pain) not in range(HIGHEST_BASELINE + 1):
        raise DamagedRow
    return whole_or_none(pain)


def read_procedure(row: Row) -> Procedure:
    """A procedure."""
    return Procedure(
        row["id"],
        whole(row["number"]),
        day(row["happened_on"]),
        instant_or_none(row["happened_at"]),
        zone(row["zone"]),
        _baseline(row["baseline_pain"]),
        row["protocol_id"],
        row["protocol_version"],
        row["protocol_sha256"],
        instant(row["recorded_at"]),
        row["author"],
    )


def read_milestone(row: Row) -> Milestone:
    """A generated milestone."""
    if row["opens"] is None:
        return Milestone(row["id"], None)
    window = Window(instant(row["opens"]), instant_or_none(row["closes"]))
    return Milestone(row["id"], window)


def read_restriction(row: Row) -> Restriction:
    """A generated restriction."""
    return Restriction(row["id"], day_or_none(row["default_until"]))


def read_check_ins(
    rows: list[Row], answers: list[tuple[Any, ...]], marks: list[tuple[Any, ...]]
) -> list[CheckIn]:
    """Entries with their answers and marked signs, in the order of ``rows``.

    An answer is (check_in_id, question, number, unit), a mark (check_in_id, sign).
    """
    given: dict[str, list[Answer]] = {}
    for check_in_id, question, number, unit in answers:
        answer = Answer(question, whole(number), unit)
        given.setdefault(check_in_id, []).append(answer)
    marked: dict[str, list[str]] = {}
    for check_in_id, sign in marks:
        marked.setdefault(check_in_id, []).append(sign)
    return [
        _read_check_in(
            row, tuple(given.get(row["id"], ())), tuple(marked.get(row["id"], ()))
        )
        for row in rows
    ]


def _read_check_in(
    row: Row, answers: tuple[Answer, ...], signs: tuple[str, ...]
) -> CheckIn:
    return CheckIn(
        row["id"],
        whole(row["number"]),
        row["procedure_id"],
        instant(row["at"]),
        bool(row["time_known"]),
        zone(row["zone"]),
        day(row["day"]),
        instant(row["recorded_at"]),
        row["author"],
        None if row["relayed"] is None else bool(row["relayed"]),
        row["signs_asked"],
        row["note"],
        answers,
        signs,
        bool(row["weekly_asked"]),
    )


def read_warning(row: Row) -> ShownWarning:
    """A warning as it was shown."""
    return ShownWarning(
        row["id"],
        whole(row["number"]),
        row["procedure_id"],
        row["check_in_id"],
        whole(row["check_in_number"]),
        row["sign"],
        one_of(row["tier"], TIERS),
        row["text"],
        row["rule"],
        row["call"],
        day(row["day"]),
        zone(row["zone"]),
        instant(row["shown_at"]),
        row["author"],
    )


def read_instruction(row: Row) -> Instruction:
    """The care team's word on a limit."""
    return Instruction(
        row["id"],
        whole(row["number"]),
        row["procedure_id"],
        row["restriction"],
        *_amount(row["amount"], row["unit"]),
        day_or_none(row["until"]),
        bool(row["cleared"]),
        row["said_by"],
        day(row["told_on"]),
        row["source"],
        instant(row["recorded_at"]),
        row["author"],
        bool(row["settles"]),
    )


def read_acknowledgement(row: Row) -> Acknowledgement:
    """What was done about a warning."""
    return Acknowledgement(
        row["id"],
        whole(row["number"]),
        row["procedure_id"],
        row["warning_id"],
        one_of(row["kind"], ANSWER_KINDS),
        instant(row["at"]),
        bool(row["time_known"]),
        zone(row["zone"]),
        day(row["day"]),
        row["note"],
        instant(row["recorded_at"]),
        row["author"],
    )


def read_bone_step(row: Row) -> BoneStep:
    """How far a bone-health item is."""
    return BoneStep(
        row["id"],
        whole(row["number"]),
        row["procedure_id"],
        row["item"],
        row["kind"],
        day(row["day"]),
        row["note"],
        instant(row["recorded_at"]),
        row["author"],
    )


def read_visit_question(row: Row) -> VisitQuestion:
    """What is to be asked at a visit."""
    return VisitQuestion(
        row["id"],
        whole(row["number"]),
        row["procedure_id"],
        row["text"],
        day(row["day"]),
        instant(row["recorded_at"]),
        row["author"],
    )


def read_share(row: Row) -> Share:
    """A right that was given, or that came with a file."""
    return Share(
        row["id"],
        whole(row["number"]),
        one_of(row["direction"], (GIVEN, RECEIVED)),
        row["name"],
        one_of(row["scope"], SCOPES),
        day_or_none(row["since"]),
        bool(row["notes"]),
        day_or_none(row["expires"]),
        row["copy"],
        instant(row["recorded_at"]),
        row["author"],
    )


def read_conflict(row: Row) -> Conflict:
    """One of several versions of a fact."""
    return Conflict(
        one_of(row["kind"], KINDS),
        row["fact_id"],
        row["version"],
        whole(row["number"]),
        row["content"],
        instant(row["at"]),
        row["author"],
    )


def read_answer(row: Row) -> tuple[date, Answer]:
    """An answer by itself, and its day."""
    return day(row["day"]), Answer(row["question"], whole(row["number"]), row["unit"])


def read_completion(row: Row) -> Completion:
    """A milestone marked by hand."""
    return Completion(
        row["id"],
        whole(row["number"]),
        row["procedure_id"],
        row["milestone"],
        row["kind"],
        instant(row["at"]),
        bool(row["time_known"]),
        zone(row["zone"]),
        day(row["day"]),
        row["reason"],
        instant(row["recorded_at"]),
        row["author"],
    )


def read_visit(row: Row) -> Visit:
    """A follow-up visit."""
    return Visit(
        row["id"],
        whole(row["number"]),
        row["procedure_id"],
        day(row["planned_on"]),
        instant_or_none(row["planned_at"]),
        zone(row["zone"]),
        row["title"],
        day_or_none(row["done_on"]),
        instant(row["recorded_at"]),
        row["author"],
    )
