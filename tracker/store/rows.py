"""Facts to rows and back; the only place where text becomes an instant or a day."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

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
    RowChange,
    ShownWarning,
    Visit,
)
from tracker.domain.window import Window
from tracker.store.compiled import KEYS

Row = dict[str, Any]
TableRow = tuple[str, Row]
Fact = (
    Person
    | Contact
    | Procedure
    | CheckIn
    | ShownWarning
    | Instruction
    | Completion
    | Visit
)


def instant_text(at: datetime) -> str:
    """Fixed-width UTC text; a naive instant is refused."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its offset")
    text = at.astimezone(UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _text_or_none(at: datetime | None) -> str | None:
    return instant_text(at) if at else None


def _instant_or_none(text: str | None) -> datetime | None:
    return _instant(text) if text else None


def _day_or_none(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def rows_of(person_id: str, fact: Fact) -> list[TableRow]:
    """The rows that hold a fact, parents first."""
    return [
        (table, {"person_id": person_id, **row})
        for table, row in _WRITERS[type(fact)](fact)
    ]


def rows_of_timeline(
    person_id: str,
    procedure_id: str,
    milestones: Iterable[Milestone],
    restrictions: Iterable[Restriction],
) -> list[TableRow]:
    """The rows of a generated timeline."""
    owner = {"person_id": person_id, "procedure_id": procedure_id}
    return [
        ("milestone", {**owner, "id": m.id, **_window_row(m.window)})
        for m in milestones
    ] + [
        (
            "restriction",
            {**owner, "id": r.id, "default_until": _day_text(r.default_until)},
        )
        for r in restrictions
    ]


def _window_row(window: Window | None) -> Row:
    if window is None:
        return {"opens": None, "closes": None}
    return {
        "opens": instant_text(window.opens),
        "closes": _text_or_none(window.closes),
    }


def _person(person: Person) -> list[TableRow]:
    return [
        (
            "person",
            {"name": person.name, "zone": person.zone, "day_start": person.day_start},
        )
    ]


def _contact(contact: Contact) -> list[TableRow]:
    return [("contact", contact._asdict())]


def _procedure(procedure: Procedure) -> list[TableRow]:
    row = procedure._asdict()
    row["happened_on"] = _day_text(row.pop("on"))
    row["happened_at"] = _text_or_none(row.pop("at"))
    row["recorded_at"] = instant_text(procedure.recorded_at)
    return [("procedure", row)]


def _check_in(entry: CheckIn) -> list[TableRow]:
    row = entry._asdict()
    del row["answers"], row["signs"]
    when: Row = {
        "day": _day_text(entry.day),
        "at": instant_text(entry.at),
        "time_known": int(entry.time_known),
    }
    row.update(when, recorded_at=instant_text(entry.recorded_at))
    row["relayed"] = None if entry.relayed is None else int(entry.relayed)
    own = {"check_in_id": entry.id}
    given = {**own, "procedure_id": entry.procedure_id, **when}
    answers = [("answer", {**given, **answer._asdict()}) for answer in entry.answers]
    marks = [("mark", {**own, "sign": sign}) for sign in entry.signs]
    return [("check_in", row), *answers, *marks]


def _shown_warning(warning: ShownWarning) -> list[TableRow]:
    row = warning._asdict()
    row.update(day=_day_text(warning.day), shown_at=instant_text(warning.shown_at))
    return [("shown_warning", row)]


def _instruction(told: Instruction) -> list[TableRow]:
    row = told._asdict()
    row["said_by"] = row.pop("by")
    row.update(
        until=_day_text(told.until),
        cleared=int(told.cleared),
        told_on=_day_text(told.told_on),
        recorded_at=instant_text(told.recorded_at),
    )
    return [("instruction", row)]


def _completion(done: Completion) -> list[TableRow]:
    row = done._asdict()
    row.update(
        at=instant_text(done.at),
        time_known=int(done.time_known),
        day=_day_text(done.day),
        recorded_at=instant_text(done.recorded_at),
    )
    return [("completion", row)]


def _visit(visit: Visit) -> list[TableRow]:
    row = visit._asdict()
    row["planned_on"] = _day_text(row.pop("on"))
    row["planned_at"] = _text_or_none(row.pop("at"))
    row.update(
        done_on=_day_text(visit.done_on), recorded_at=instant_text(visit.recorded_at)
    )
    return [("visit", row)]


_WRITERS: dict[type, Any] = {
    Person: _person,
    Contact: _contact,
    Procedure: _procedure,
    CheckIn: _check_in,
    ShownWarning: _shown_warning,
    Instruction: _instruction,
    Completion: _completion,
    Visit: _visit,
}


def difference(before: list[TableRow], after: list[TableRow]) -> list[RowChange]:
    """The changes that lead from one set of rows to the other, children last in."""
    old = {_key(table, row): (table, row) for table, row in before}
    new = {_key(table, row): (table, row) for table, row in after}
    removed = [RowChange(t, r, None) for k, (t, r) in old.items() if k not in new]
    changed = [
        RowChange(t, old[k][1], r)
        for k, (t, r) in new.items()
        if k in old and old[k][1] != r
    ]
    added = [RowChange(t, None, r) for k, (t, r) in new.items() if k not in old]
    return [*reversed(removed), *changed, *added]


def key_of(table: str, row: Row) -> Row:
    """The binds that find a row by its primary key."""
    return {f"key_{name}": row[name] for name in KEYS[table]}


def _key(table: str, row: Row) -> tuple[Any, ...]:
    names = KEYS.get(table, ("person_id", "id"))
    return (table, *(row[name] for name in names))


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
