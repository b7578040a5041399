"""What is read of the history: its newest steps, and which one goes or comes back."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ClauseElement

from tracker.store.statement_parts import at_most, equals
from tracker.store.tables import change

# What a step says of itself, without the rows it wrote.
SAID = (
    change.c.seq,
    change.c.at,
    change.c.author,
    change.c.action,
    change.c.text,
    change.c.undoes,
    change.c.part_of,
)


class _WrittenLast(ColumnElement[int]):
    """The row that came last into the table goes first, whatever a clock said."""

    inherit_cache = True
    type = Integer()


@compiles(_WrittenLast)
def _by_row(_element: _WrittenLast, _compiler: Any, **_options: Any) -> str:
    return "change.rowid DESC"


@compiles(_WrittenLast, "postgresql")
def _by_transaction(_element: _WrittenLast, _compiler: Any, **_options: Any) -> str:
    return "age(change.xmin)"


def _newest(*wanted: ColumnElement[bool]) -> Select[Any]:
    return (
        select(change)
        .where(equals(change, "person_id"), *wanted)
        .order_by(change.c.seq.desc())
    )


def _said(*wanted: ColumnElement[bool]) -> Select[Any]:
    return (
        select(*SAID)
        .where(equals(change, "person_id"), *wanted)
        .order_by(change.c.seq.desc())
    )


def _untouched() -> ColumnElement[bool]:
    """No later step took it back or did it again: the newest word on what it wrote."""
    turned = (
        select(change.c.undoes)
        .where(equals(change, "person_id"), change.c.undoes.is_not(None))
        .scalar_subquery()
    )
    return change.c.seq.not_in(turned)


def _acts(action: str) -> ColumnElement[bool]:
    return change.c.action == literal_column(f"'{action}'")


def _in_force() -> ColumnElement[bool]:
    return or_(change.c.undoes.is_(None), _acts("redo"))


def _since_the_newest_step() -> ColumnElement[bool]:
    other = change.alias("written")
    newest = (
        select(func.max(other.c.seq))
        .where(
            other.c.person_id == bindparam("person_id", type_=other.c.person_id.type),
            other.c.undoes.is_(None),
        )
        .scalar_subquery()
    )
    return change.c.seq > newest


def _touching() -> ColumnElement[bool]:
    """The text stands in the rows before or after."""
    part = bindparam("part", type_=Text())
    return or_(change.c.before.like(part), change.c.after.like(part))


# Steps in force lie on one another in the order of their numbers, and so do those
# taken back since the newest step: the newest of either is the next to turn.
HISTORY_READS: dict[str, ClauseElement] = {
    "newest_change": at_most(_newest()),
    "newest_changes": at_most(_said(), "most"),
    "next_to_undo": at_most(_newest(_untouched(), _in_force())),
    "next_to_redo": at_most(
        _newest(_untouched(), _acts("undo"), _since_the_newest_step())
    ),
    "newest_undo": at_most(_said(_untouched(), _acts("undo"))),
    "step": select(*SAID).where(equals(change, "person_id", "seq")),
    "turns": _said(change.c.undoes.is_not(None)),
    "steps_touching": _said(_touching()),
    "images_touching": select(change.c.before, change.c.after)
    .where(equals(change, "person_id"), _touching())
    .order_by(change.c.seq),
    "moves": _said(_acts("move"), _touching()),
    "newest_chain": at_most(
        select(change.c.person_id, change.c.author).order_by(
            _WrittenLast(), change.c.seq.desc()
        )
    ),
}
