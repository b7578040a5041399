"""Rows to facts; the only place where stored text becomes an instant or a day."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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
from tracker.domain.window import Window
from tracker.store.rows import Row
from tracker.store.sqlite_driver import DamagedRow

UNKNOWN_ZONE = (
    "names a time zone that this computer does not know. It was left as it is; "
    "update the computer's time zones, then try again."
)


def instant(text: str) -> datetime:
    """A stored instant; DamagedRow when it is none."""
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise DamagedRow from None
    if at.tzinfo is None:
        raise DamagedRow
    return at


def day(text: str) -> date:
    """A stored day; DamagedRow when it is none."""
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise DamagedRow from None


def _instant_or_none(text: str | None) -> datetime | None:
    return instant(text) if text else None


def _day_or_none(text: str | None) -> date | None:
    return day(text) if text else None


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise DamagedRow
    return value


def _whole_or_none(value: Any) -> int | None:
    return None if value is None else _whole(value)


@lru_cache(maxsize=8)
def _zone(name: str) -> str:
    """The name of a zone, once it is known to be one; ZoneInfo remembers it."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise DamagedRow(UNKNOWN_ZONE) from None


def read_person(row: Row) -> Person:
    """A person."""
    return Person(
        row["person_id"], row["name"], _zone(row["zone"]), _whole(row["day_start"])
    )


def read_contact(row: Row) -> Contact:
    """A contact."""
    return Contact(row["id"], row["kind"], row["number"], row["name"])


def read_procedure(row: Row) -> Procedure:
    """A procedure."""
    return Procedure(
        row["id"],
        _whole(row["number"]),
        day(row["happened_on"]),
        _instant_or_none(row["happened_at"]),
        _zone(row["zone"]),
        _whole_or_none(row["baseline_pain"]),
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
    window = Window(instant(row["opens"]), _instant_or_none(row["closes"]))
    return Milestone(row["id"], window)


def read_restriction(row: Row) -> Restriction:
    """A generated restriction."""
    return Restriction(row["id"], _day_or_none(row["default_until"]))


def read_check_ins(
    rows: list[Row], answers: list[tuple[Any, ...]], marks: list[tuple[Any, ...]]
) -> list[CheckIn]:
    """Entries with their answers and marked signs, in the order of ``rows``.

    An answer is (check_in_id, question, number, unit), a mark (check_in_id, sign).
    """
    given: dict[str, list[Answer]] = {}
    for check_in_id, question, number, unit in answers:
        answer = Answer(question, _whole(number), unit)
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
        _whole(row["number"]),
        row["procedure_id"],
        instant(row["at"]),
        bool(row["time_known"]),
        _zone(row["zone"]),
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
        _whole(row["number"]),
        row["procedure_id"],
        row["check_in_id"],
        _whole(row["check_in_number"]),
        row["sign"],
        row["tier"],
        row["text"],
        row["rule"],
        row["call"],
        day(row["day"]),
        _zone(row["zone"]),
        instant(row["shown_at"]),
        row["author"],
    )


def read_instruction(row: Row) -> Instruction:
    """The care team's word on a limit."""
    return Instruction(
        row["id"],
        _whole(row["number"]),
        row["procedure_id"],
        row["restriction"],
        _whole_or_none(row["amount"]),
        row["unit"],
        _day_or_none(row["until"]),
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
        _whole(row["number"]),
        row["procedure_id"],
        row["warning_id"],
        row["kind"],
        instant(row["at"]),
        bool(row["time_known"]),
        _zone(row["zone"]),
        day(row["day"]),
        row["note"],
        instant(row["recorded_at"]),
        row["author"],
    )


def read_bone_step(row: Row) -> BoneStep:
    """How far a bone-health item is."""
    return BoneStep(
        row["id"],
        _whole(row["number"]),
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
        _whole(row["number"]),
        row["procedure_id"],
        row["text"],
        day(row["day"]),
        instant(row["recorded_at"]),
        row["author"],
    )


def read_answer(row: Row) -> tuple[date, Answer]:
    """An answer by itself, and its day."""
    return day(row["day"]), Answer(row["question"], _whole(row["number"]), row["unit"])


def read_completion(row: Row) -> Completion:
    """A milestone marked by hand."""
    return Completion(
        row["id"],
        _whole(row["number"]),
        row["procedure_id"],
        row["milestone"],
        row["kind"],
        instant(row["at"]),
        bool(row["time_known"]),
        _zone(row["zone"]),
        day(row["day"]),
        row["reason"],
        instant(row["recorded_at"]),
        row["author"],
    )


def read_visit(row: Row) -> Visit:
    """A follow-up visit."""
    return Visit(
        row["id"],
        _whole(row["number"]),
        row["procedure_id"],
        day(row["planned_on"]),
        _instant_or_none(row["planned_at"]),
        _zone(row["zone"]),
        row["title"],
        _day_or_none(row["done_on"]),
        instant(row["recorded_at"]),
        row["author"],
    )
