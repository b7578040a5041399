"""What is kept beside the facts: history, numbers, rights, conflicts, tombstones."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from tracker.store.columns import DayText, InstantText
from tracker.store.table_parts import ID, NAME, flag, metadata, of_person, who_and_when

# The rights that were given with a file, and those that came with one.
share = Table(
    "share",
    metadata,
    of_person(),
    Column("id", ID, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("direction", String(8), nullable=False),
    Column("name", NAME, nullable=False),
    Column("scope", String(8), nullable=False),
    Column("since", DayText),
    *flag("notes"),
    Column("expires", DayText),
    Column("copy", ID, nullable=False),
    *who_and_when(),
    ForeignKeyConstraint(["person_id"], ["person.person_id"]),
    UniqueConstraint("person_id", "number"),
    CheckConstraint("direction IN ('given', 'received')", name="direction"),
    CheckConstraint("scope IN ('read', 'log', 'all')", name="scope"),
)

# What copies wrote differently, side by side, until somebody says which holds.
conflict = Table(
    "conflict",
    metadata,
    of_person(),
    Column("kind", String(32), primary_key=True),
    Column("fact_id", ID, primary_key=True),
    Column("version", ID, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("content", Text),
    Column("at", InstantText, nullable=False),
    Column("author", NAME, nullable=False),
    ForeignKeyConstraint(["person_id"], ["person.person_id"]),
)

# That a person was erased, and when; nothing else of them is left.
tombstone = Table(
    "tombstone",
    metadata,
    of_person(),
    Column("erased_at", InstantText, nullable=False),
)

# The newest number given out, so that none is ever given twice.
counter = Table(
    "counter",
    metadata,
    of_person(),
    Column("kind", String(16), primary_key=True),
    Column("newest", Integer, nullable=False),
)

# The history: append-only, each row carries the digest of the one before.
change = Table(
    "change",
    metadata,
    of_person(),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", InstantText, nullable=False),
    Column("author", NAME, nullable=False),
    Column("action", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("undoes", Integer),
    Column("part_of", Integer),
    Column("previous", ID, nullable=False),
    Column("digest", ID, nullable=False),
    UniqueConstraint("person_id", "undoes"),
)
