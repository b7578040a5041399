"""What the tables are made of: names, keys, and the columns that many of them share."""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)

from tracker.store.columns import DayText, InstantText

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ID = String(64)
NAME = Text()
# In the order of these the last word is the newest: see docs/decisions/0009.
NEWNESS = ("recorded_at", "number")


def of_person() -> Column[str]:
    return Column("person_id", ID, primary_key=True)


def of_procedure() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["person_id", "procedure_id"], ["procedure.person_id", "procedure.id"]
    )


def of_check_in() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["person_id", "check_in_id"], ["check_in.person_id", "check_in.id"]
    )


def numbered() -> tuple[Column[Any] | UniqueConstraint, ...]:
    """A fact of a procedure that people know by its number."""
    return (
        of_person(),
        Column("id", ID, primary_key=True),
        Column("number", Integer, nullable=False),
        Column("procedure_id", ID, nullable=False),
        UniqueConstraint("person_id", "number"),
    )


def flag(name: str, **more: Any) -> tuple[Column[int], CheckConstraint]:
    """0 or 1."""
    return (
        Column(name, Integer, nullable=False, **more),
        CheckConstraint(f"{name} IN (0, 1)", name=name),
    )


def happened() -> tuple[Column[Any] | CheckConstraint, ...]:
    """When something was, and the day as the person saw it."""
    return (
        Column("at", InstantText, nullable=False),
        *flag("time_known"),
        Column("zone", ID, nullable=False),
        Column("day", DayText, nullable=False),
    )


def who_and_when() -> tuple[Column[str], Column[str]]:
    return (
        Column("recorded_at", InstantText, nullable=False),
        Column("author", NAME, nullable=False),
    )
