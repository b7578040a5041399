"""Facts to rows, and what leads from some rows to others."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from tracker.domain.facts import (
    Acknowledgement,
    BoneStep,
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
    VisitQuestion,
)
from tracker.domain.sharing import Conflict, Share
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
    | Acknowledgement
    | BoneStep
    | VisitQuestion
    | Share
    | Conflict
)

# Columns that came with a later revision: what a row of before holds in them.
ADDED: dict[str, Row] = {
    "person": {"born": None},
    "contact": {"name": ""},
    "check_in": {"weekly_asked": 0},
    "instruction": {"settles": 0},
}


def instant_text(at: datetime) -> str:
    """Fixed-width UTC text; a naive instant is refused."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its offset")
    text = at.astimezone(UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")


def bind(value: str | int | date) -> str | int:
    """A value as the store holds it."""
    if isinstance(value, datetime):
        return instant_text(value)
    return value.isoformat() if isinstance(value, date) else value


def _text_or_none(at: datetime | None) -> str | None:
    return instant_text(at) if at else None


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
    row = person._asdict()
    del row["id"]
    return [("person", row)]


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
    row["weekly_asked"] = int(entry.weekly_asked)
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
        settles=int(told.settles),
        told_on=_day_text(told.told_on),
        recorded_at=instant_text(told.recorded_at),
    )
    return [("instruction", row)]


def _happened(done: Completion | Acknowledgement) -> Row:
    row = done._asdict()
    row.update(
        at=instant_text(done.at),
        time_known=int(done.time_known),
        day=_day_text(done.day),
        recorded_at=instant_text(done.recorded_at),
    )
    return row


def _completion(done: Completion) -> list[TableRow]:
    return [("completion", _happened(done))]


def _visit(visit: Visit) -> list[TableRow]:
    row = visit._asdict()
    row["planned_on"] = _day_text(row.pop("on"))
    row["planned_at"] = _text_or_none(row.pop("at"))
    row.update(
        done_on=_day_text(visit.done_on), recorded_at=instant_text(visit.recorded_at)
    )
    return [("visit", row)]


def _acknowledgement(done: Acknowledgement) -> list[TableRow]:
    return [("acknowledgement", _happened(done))]


def _bone_step(step: BoneStep) -> list[TableRow]:
    row = step._asdict()
    row.update(day=_day_text(step.day), recorded_at=instant_text(step.recorded_at))
    return [("bone_step", row)]


def _share(share: Share) -> list[TableRow]:
    row = share._asdict()
    row.update(
        since=_day_text(share.since),
        notes=int(share.notes),
        expires=_day_text(share.expires),
        recorded_at=instant_text(share.recorded_at),
    )
    return [("share", row)]


def _conflict(conflict: Conflict) -> list[TableRow]:
    return [("conflict", {**conflict._asdict(), "at": instant_text(conflict.at)})]


def _visit_question(question: VisitQuestion) -> list[TableRow]:
    row = question._asdict()
    row.update(
        day=_day_text(question.day), recorded_at=instant_text(question.recorded_at)
    )
    return [("visit_question", row)]


_WRITERS: dict[type, Any] = {
    Person: _person,
    Contact: _contact,
    Procedure: _procedure,
    CheckIn: _check_in,
    ShownWarning: _shown_warning,
    Instruction: _instruction,
    Completion: _completion,
    Visit: _visit,
    Acknowledgement: _acknowledgement,
    BoneStep: _bone_step,
    VisitQuestion: _visit_question,
    Share: _share,
    Conflict: _conflict,
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
