"""Rows to facts; the only place where stored text becomes an instant or a day."""

from datetime import date, datetime

from tracker.domain.facts import (
    Answer,
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
)
from tracker.domain.window import Window
from tracker.store.rows import Row


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _instant_or_none(text: str | None) -> datetime | None:
    return _instant(text) if text else None


def _day_or_none(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def read_person(row: Row) -> Person:
    """A person."""
    return Person(row["person_id"], row["name"], row["zone"], row["day_start"])


def read_contact(row: Row) -> Contact:
    """A contact."""
    return Contact(row["id"], row["kind"], row["number"])


def read_procedure(row: Row) -> Procedure:
    """A procedure."""
    return Procedure(
        row["id"],
        date.fromisoformat(row["happened_on"]),
        _instant_or_none(row["happened_at"]),
        row["zone"],
        row["baseline_pain"],
        row["protocol_id"],
        row["protocol_version"],
        row["protocol_sha256"],
        _instant(row["recorded_at"]),
        row["author"],
    )


def read_milestone(row: Row) -> Milestone:
    """A generated milestone."""
    if row["opens"] is None:
        return Milestone(row["id"], None)
    window = Window(_instant(row["opens"]), _instant_or_none(row["closes"]))
    return Milestone(row["id"], window)


def read_restriction(row: Row) -> Restriction:
    """A generated restriction."""
    return Restriction(row["id"], _day_or_none(row["default_until"]))


def read_check_ins(
    rows: list[Row], answers: list[Row], marks: list[Row]
) -> list[CheckIn]:
    """Entries with their answers and marked signs, in the order of ``rows``."""
    given: dict[str, list[Answer]] = {}
    for row in answers:
        answer = Answer(row["question"], row["number"], row["unit"])
        given.setdefault(row["check_in_id"], []).append(answer)
    marked: dict[str, list[str]] = {}
    for row in marks:
        marked.setdefault(row["check_in_id"], []).append(row["sign"])
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
        row["number"],
        row["procedure_id"],
        _instant(row["at"]),
        bool(row["time_known"]),
        row["zone"],
        date.fromisoformat(row["day"]),
        _instant(row["recorded_at"]),
        row["author"],
        None if row["relayed"] is None else bool(row["relayed"]),
        row["signs_asked"],
        row["note"],
        answers,
        signs,
    )


def read_warning(row: Row) -> ShownWarning:
    """A warning as it was shown."""
    return ShownWarning(
        row["id"],
        row["number"],
        row["procedure_id"],
        row["check_in_id"],
        row["check_in_number"],
        row["sign"],
        row["tier"],
        row["text"],
        row["rule"],
        row["call"],
        date.fromisoformat(row["day"]),
        row["zone"],
        _instant(row["shown_at"]),
        row["author"],
    )


def read_instruction(row: Row) -> Instruction:
    """The care team's word on a limit."""
    return Instruction(
        row["id"],
        row["procedure_id"],
        row["restriction"],
        row["amount"],
        row["unit"],
        _day_or_none(row["until"]),
        bool(row["cleared"]),
        row["said_by"],
        date.fromisoformat(row["told_on"]),
        row["source"],
        _instant(row["recorded_at"]),
        row["author"],
    )


def read_completion(row: Row) -> Completion:
    """A milestone marked by hand."""
    return Completion(
        row["id"],
        row["procedure_id"],
        row["milestone"],
        row["kind"],
        _instant(row["at"]),
        bool(row["time_known"]),
        row["zone"],
        date.fromisoformat(row["day"]),
        row["reason"],
        _instant(row["recorded_at"]),
        row["author"],
    )


def read_visit(row: Row) -> Visit:
    """A follow-up visit."""
    return Visit(
        row["id"],
        row["number"],
        row["procedure_id"],
        date.fromisoformat(row["planned_on"]),
        _instant_or_none(row["planned_at"]),
        row["zone"],
        row["title"],
        _day_or_none(row["done_on"]),
        _instant(row["recorded_at"]),
        row["author"],
    )
