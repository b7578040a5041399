"""What is read of everybody at once, in SQLAlchemy Core."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.sql.expression import ClauseElement

from tracker.store.statement_parts import at_most
from tracker.store.table_parts import NEWNESS
from tracker.store.tables import (
    acknowledgement,
    change,
    check_in,
    completion,
    instruction,
    milestone,
    person,
    procedure,
    shown_warning,
)


def _by_person(table: Table, *order: str) -> Select[Any]:
    return select(table).order_by(table.c.person_id, *(table.c[n] for n in order))


def _open_at() -> ColumnElement[bool]:
    now = bindparam("now", type_=milestone.c.opens.type)
    closes = milestone.c.closes
    return and_(milestone.c.opens <= now, or_(closes.is_(None), closes > now))


def _newest_entries() -> Select[Any]:
    """The day and instant of the newest entry of each procedure, along an index."""
    other = check_in.alias("other")
    newest = at_most(
        select(other.c.id)
        .where(
            other.c.person_id == procedure.c.person_id,
            other.c.procedure_id == procedure.c.id,
        )
        .order_by(other.c.day.desc(), other.c.at.desc(), other.c.number.desc())
    )
    joined = and_(
        check_in.c.person_id == procedure.c.person_id,
        check_in.c.id == newest.correlate(procedure).scalar_subquery(),
    )
    return select(
        check_in.c.person_id, check_in.c.procedure_id, check_in.c.day, check_in.c.at
    ).select_from(procedure.join(check_in, joined))


def _waiting() -> Select[Any]:
    """How many warnings of each person nobody answered."""
    answered = (
        select(acknowledgement.c.id)
        .where(
            acknowledgement.c.person_id == shown_warning.c.person_id,
            acknowledgement.c.warning_id == shown_warning.c.id,
        )
        .exists()
    )
    counted = func.count().label("waiting")
    query = select(shown_warning.c.person_id, counted).where(~answered)
    return query.group_by(shown_warning.c.person_id)


def _taken_back() -> Select[Any]:
    """The newest step of each history whose person is not there any more."""
    other = change.alias("other")
    last = (
        select(func.max(other.c.seq))
        .where(other.c.person_id == change.c.person_id)
        .correlate(change)
        .scalar_subquery()
    )
    gone = change.c.person_id.not_in(select(person.c.person_id))
    query = select(change.c.person_id, change.c.before)
    return query.where(gone, change.c.seq == last).order_by(change.c.person_id)


PEOPLE_READS: dict[str, ClauseElement] = {
    "every_procedure": _by_person(procedure, "happened_on", "recorded_at", "id"),
    "every_open_milestone": _by_person(milestone, "id").where(_open_at()),
    "every_completion": _by_person(completion, *NEWNESS),
    "every_instruction": _by_person(instruction, *NEWNESS),
    "every_newest_entry": _newest_entries(),
    "every_waiting": _waiting(),
    "taken_back": _taken_back(),
}
