"""Every statement, once, in SQLAlchemy Core; `make statements` compiles them.

So that one text serves every engine: typed named binds only, constants literal,
no ON CONFLICT, no expanding IN, and a limit always with its offset.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.sql.expression import ClauseElement

from tracker.store import tables
from tracker.store.calendar_statements import CALENDAR_READS
from tracker.store.history_statements import HISTORY_READS
from tracker.store.people_statements import PEOPLE_READS
from tracker.store.statement_parts import at_most, equals
from tracker.store.table_parts import NEWNESS
from tracker.store.tables import (
    acknowledgement,
    answer,
    check_in,
    completion,
    conflict,
    contact,
    counter,
    instruction,
    mark,
    milestone,
    person,
    procedure,
    protocol,
    restriction,
    share,
    shown_warning,
    visit,
)


def _between_days(table: Table) -> ColumnElement[bool]:
    day = table.c.day
    first = bindparam("first_day", type_=day.type)
    last = bindparam("last_day", type_=day.type)
    return and_(day >= first, day <= last)


def _row_writes(table: Table) -> dict[str, ClauseElement]:
    """Insert, whole-row update and delete of one row by its primary key."""
    key = list(table.primary_key)
    by_key = and_(*(c == bindparam(f"key_{c.name}", type_=c.type) for c in key))
    rest = {
        c.name: bindparam(c.name, type_=c.type)
        for c in table.columns
        if not c.primary_key
    }
    every = {c.name: bindparam(c.name, type_=c.type) for c in table.columns}
    return {
        f"insert_{table.name}": table.insert().values(every),
        f"update_{table.name}": table.update().where(by_key).values(rest or every),
        f"delete_{table.name}": table.delete().where(by_key),
    }


def _first_reached() -> Select[Any]:
    """The first days on which an answer lay within bounds and within a window.

    ``from_day`` only narrows the index; an answer whose time is not known counts
    when its day touches the window.
    """
    a = answer.c
    at = a.at.type
    in_window = and_(
        a.time_known == literal_column("1"),
        a.at >= bindparam("opens", type_=at),
        a.at < bindparam("closes", type_=at),
    )
    on_day = and_(
        a.time_known == literal_column("0"),
        a.day >= bindparam("opens_on", type_=a.day.type),
        a.day <= bindparam("closes_on", type_=a.day.type),
    )
    query = (
        select(a.day, func.min(a.at).label("at"))
        .where(
            equals(answer, "person_id", "procedure_id", "question"),
            a.day >= bindparam("from_day", type_=a.day.type),
            a.number >= bindparam("low", type_=Integer()),
            a.number <= bindparam("high", type_=Integer()),
            or_(in_window, on_day),
        )
        .group_by(a.day)
        .order_by(a.day)
    )
    return at_most(query, "days")


def _of_procedure(table: Table, *order: str) -> Select[Any]:
    query = select(table).where(equals(table, "person_id", "procedure_id"))
    return query.order_by(*(table.c[name] for name in order))


def _in_days(table: Table, *columns: str) -> Select[Any]:
    """What belongs to the entries of some days, read along the entries' index."""
    entry = check_in.c
    joined = and_(table.c.person_id == entry.person_id, table.c.check_in_id == entry.id)
    return (
        select(table.c.check_in_id, *(table.c[name] for name in columns))
        .select_from(check_in.join(table, joined))
        .where(equals(check_in, "person_id", "procedure_id"), _between_days(check_in))
        .order_by(entry.day, entry.at, entry.number, table.c[columns[0]])
    )


def _answers_its_warning() -> ColumnElement[bool]:
    a, shown = acknowledgement.c, shown_warning.c
    return and_(a.person_id == shown.person_id, a.warning_id == shown.id)


def _unanswered() -> Select[Any]:
    """The warnings that nobody answered, the gravest first, then the newest."""
    shown = shown_warning.c
    answered = select(acknowledgement.c.id).where(_answers_its_warning()).exists()
    gravest = case(
        (shown.tier == literal_column("'emergency'"), literal_column("0")),
        (shown.tier == literal_column("'same-day'"), literal_column("1")),
        else_=literal_column("2"),
    )
    query = select(shown_warning).where(equals(shown_warning, "person_id"), ~answered)
    return at_most(query.order_by(gravest, shown.number.desc()), "most")


def _acknowledgements_in_days() -> Select[Any]:
    """What was done about the warnings of some days, or on those days; oldest first."""
    return (
        select(acknowledgement)
        .select_from(shown_warning.join(acknowledgement, _answers_its_warning()))
        .where(
            equals(shown_warning, "person_id"),
            or_(_between_days(shown_warning), _between_days(acknowledgement)),
        )
        .order_by(acknowledgement.c.recorded_at, acknowledgement.c.number)
    )


def _warnings_in_days() -> Select[Any]:
    """The warnings of some days, and those that were answered then; newest first."""
    answered_then = (
        select(acknowledgement.c.id)
        .where(_answers_its_warning(), _between_days(acknowledgement))
        .exists()
    )
    return (
        select(shown_warning)
        .where(
            equals(shown_warning, "person_id"),
            or_(_between_days(shown_warning), answered_then),
        )
        .order_by(shown_warning.c.number.desc())
    )


def _newest_answers() -> Select[Any]:
    """The newest answers to a question, newest first, read along their index."""
    a, entry = answer.c, check_in.c
    joined = and_(a.person_id == entry.person_id, a.check_in_id == entry.id)
    query = (
        select(a.day, a.question, a.number, a.unit)
        .select_from(answer.join(check_in, joined))
        .where(equals(answer, "person_id", "procedure_id", "question"))
        .order_by(a.day.desc(), a.at.desc(), entry.number.desc())
    )
    return at_most(query, "most")


READS: dict[str, ClauseElement] = {
    "people": select(person).order_by(person.c.person_id),
    "person": select(person).where(equals(person, "person_id")),
    "shares": select(share).where(equals(share, "person_id")).order_by(share.c.number),
    "conflicts": select(conflict)
    .where(equals(conflict, "person_id"))
    .order_by(conflict.c.number, conflict.c.at, conflict.c.version),
    "contacts": select(contact)
    .where(equals(contact, "person_id"))
    .order_by(contact.c.kind, contact.c.name, contact.c.id),
    "procedures": select(procedure)
    .where(equals(procedure, "person_id"))
    .order_by(procedure.c.happened_on, procedure.c.recorded_at, procedure.c.id),
    "pinned_protocol": select(protocol.c.json).where(equals(protocol, "sha256")),
    "milestones": _of_procedure(milestone, "id"),
    "restrictions": _of_procedure(restriction, "id"),
    "check_in_by_id": select(check_in).where(equals(check_in, "person_id", "id")),
    "check_in_by_number": select(check_in).where(
        equals(check_in, "person_id", "number")
    ),
    "newest_check_in": at_most(
        select(check_in)
        .where(equals(check_in, "person_id", "procedure_id"))
        .order_by(check_in.c.day.desc(), check_in.c.at.desc(), check_in.c.number.desc())
    ),
    "check_ins_in_days": _of_procedure(check_in, "day", "at", "number").where(
        _between_days(check_in)
    ),
    "answers_in_days": _in_days(answer, "question", "number", "unit"),
    "marks_in_days": _in_days(mark, "sign"),
    "answers_of": select(
        answer.c.check_in_id, answer.c.question, answer.c.number, answer.c.unit
    )
    .where(equals(answer, "person_id", "check_in_id"))
    .order_by(answer.c.question),
    "marks_of": select(mark.c.check_in_id, mark.c.sign)
    .where(equals(mark, "person_id", "check_in_id"))
    .order_by(mark.c.sign),
    "first_reached": _first_reached(),
    "warnings_of": select(shown_warning)
    .where(equals(shown_warning, "person_id", "check_in_id"))
    .order_by(shown_warning.c.number),
    "newest_answers": _newest_answers(),
    "unanswered_warnings": _unanswered(),
    "warnings_in_days": _warnings_in_days(),
    "warning_by_number": select(shown_warning).where(
        equals(shown_warning, "person_id", "number")
    ),
    "acknowledgements_in_days": _acknowledgements_in_days(),
    "acknowledgements_of": select(acknowledgement)
    .where(equals(acknowledgement, "person_id", "warning_id"))
    .order_by(acknowledgement.c.recorded_at, acknowledgement.c.number),
    "bone_steps": _of_procedure(tables.bone_step, *NEWNESS),
    "visit_questions": _of_procedure(tables.visit_question, "number"),
    "instructions": _of_procedure(instruction, *NEWNESS),
    "completions": _of_procedure(completion, *NEWNESS),
    "visits": _of_procedure(visit, "planned_on", "number"),
    "newest_number": select(counter.c.newest).where(
        equals(counter, "person_id", "kind")
    ),
}

# Tables whose rows the history can put back, in an order that foreign keys allow.
UNDOABLE = (
    tables.person,
    tables.contact,
    tables.procedure,
    tables.milestone,
    tables.restriction,
    tables.check_in,
    tables.answer,
    tables.mark,
    tables.instruction,
    tables.completion,
    tables.visit,
    tables.acknowledgement,
    tables.bone_step,
    tables.visit_question,
    tables.share,
    tables.conflict,
)
APPENDED = (tables.protocol, tables.shown_warning, tables.change)

STATEMENTS: dict[str, ClauseElement] = (
    READS | CALENDAR_READS | HISTORY_READS | PEOPLE_READS
)
for _table in UNDOABLE:
    STATEMENTS.update(_row_writes(_table))
STATEMENTS["insert_counter"] = _row_writes(counter)["insert_counter"]
STATEMENTS["update_counter"] = _row_writes(counter)["update_counter"]
for _table in APPENDED:
    STATEMENTS[f"insert_{_table.name}"] = _row_writes(_table)[f"insert_{_table.name}"]
