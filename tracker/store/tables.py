"""Every table, once. Alembic makes the schema from revisions that match this."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
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


def _person_id() -> Column[str]:
    return Column("person_id", ID, primary_key=True)


def _of_procedure() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["person_id", "procedure_id"], ["procedure.person_id", "procedure.id"]
    )


def _of_check_in() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["person_id", "check_in_id"], ["check_in.person_id", "check_in.id"]
    )


def _who_and_when() -> tuple[Column[str], Column[str]]:
    return (
        Column("recorded_at", InstantText, nullable=False),
        Column("author", NAME, nullable=False),
    )


# The immutable reference table: each text of a protocol once, by its digest.
protocol = Table(
    "protocol",
    metadata,
    Column("sha256", ID, primary_key=True),
    Column("protocol_id", ID, nullable=False),
    Column("version", String(32), nullable=False),
    Column("toml", Text, nullable=False),
    Column("json", Text, nullable=False),
)

person = Table(
    "person",
    metadata,
    _person_id(),
    Column("name", NAME, nullable=False),
    Column("zone", ID, nullable=False),
    Column("day_start", Integer, nullable=False),
    CheckConstraint("day_start >= 0 AND day_start < 1440", name="day_start"),
)

contact = Table(
    "contact",
    metadata,
    _person_id(),
    Column("id", ID, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("number", NAME, nullable=False),
    ForeignKeyConstraint(["person_id"], ["person.person_id"]),
    CheckConstraint("kind IN ('emergency', 'care-team')", name="kind"),
)

procedure = Table(
    "procedure",
    metadata,
    _person_id(),
    Column("id", ID, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("happened_on", DayText, nullable=False),
    Column("happened_at", InstantText),
    Column("zone", ID, nullable=False),
    Column("baseline_pain", Integer),
    Column("protocol_id", ID, nullable=False),
    Column("protocol_version", String(32), nullable=False),
    Column("protocol_sha256", ID, ForeignKey("protocol.sha256"), nullable=False),
    *_who_and_when(),
    ForeignKeyConstraint(["person_id"], ["person.person_id"]),
    UniqueConstraint("person_id", "number"),
)

milestone = Table(
    "milestone",
    metadata,
    _person_id(),
    Column("procedure_id", ID, primary_key=True),
    Column("id", ID, primary_key=True),
    Column("opens", InstantText),
    Column("closes", InstantText),
    _of_procedure(),
    CheckConstraint("opens IS NOT NULL OR closes IS NULL", name="window"),
)

restriction = Table(
    "restriction",
    metadata,
    _person_id(),
    Column("procedure_id", ID, primary_key=True),
    Column("id", ID, primary_key=True),
    Column("default_until", DayText),
    _of_procedure(),
)

check_in = Table(
    "check_in",
    metadata,
    _person_id(),
    Column("id", ID, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("procedure_id", ID, nullable=False),
    Column("at", InstantText, nullable=False),
    Column("time_known", Integer, nullable=False),
    Column("zone", ID, nullable=False),
    Column("day", DayText, nullable=False),
    *_who_and_when(),
    Column("relayed", Integer),
    Column("signs_asked", String(8), nullable=False),
    Column("note", Text, nullable=False),
    _of_procedure(),
    UniqueConstraint("person_id", "number"),
    CheckConstraint("number > 0", name="number"),
    CheckConstraint("time_known IN (0, 1)", name="time_known"),
    CheckConstraint("relayed IN (0, 1)", name="relayed"),
    CheckConstraint("signs_asked IN ('yes', 'partly', 'no')", name="signs_asked"),
    Index(None, "person_id", "procedure_id", "day", "at"),
)

# When an answer was given stands in the answer too: the index on it lets `today`
# find what reached a milestone without reading years of entries.
answer = Table(
    "answer",
    metadata,
    _person_id(),
    Column("check_in_id", ID, primary_key=True),
    Column("question", ID, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("unit", String(16), nullable=False),
    Column("procedure_id", ID, nullable=False),
    Column("day", DayText, nullable=False),
    Column("at", InstantText, nullable=False),
    Column("time_known", Integer, nullable=False),
    _of_check_in(),
    Index(
        "ix_answer_reached",
        "person_id",
        "procedure_id",
        "question",
        "day",
        "at",
        "number",
    ),
)

mark = Table(
    "mark",
    metadata,
    _person_id(),
    Column("check_in_id", ID, primary_key=True),
    Column("sign", ID, primary_key=True),
    _of_check_in(),
)

# A warning that was shown stays, whatever is later undone: so no foreign keys.
shown_warning = Table(
    "shown_warning",
    metadata,
    _person_id(),
    Column("id", ID, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("procedure_id", ID, nullable=False),
    Column("check_in_id", ID, nullable=False),
    Column("check_in_number", Integer, nullable=False),
    Column("sign", ID, nullable=False),
    Column("tier", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("call", Text, nullable=False),
    Column("day", DayText, nullable=False),
    Column("zone", ID, nullable=False),
    Column("shown_at", InstantText, nullable=False),
    Column("author", NAME, nullable=False),
    UniqueConstraint("person_id", "number"),
    CheckConstraint("tier IN ('emergency', 'same-day', 'next-visit')", name="tier"),
)

instruction = Table(
    "instruction",
    metadata,
    _person_id(),
    Column("id", ID, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("procedure_id", ID, nullable=False),
    Column("restriction", ID, nullable=False),
    Column("amount", Integer),
    Column("unit", String(16), nullable=False),
    Column("until", DayText),
    Column("cleared", Integer, nullable=False),
    Column("said_by", NAME, nullable=False),
    Column("told_on", DayText, nullable=False),
    Column("source", Text, nullable=False),
    *_who_and_when(),
    _of_procedure(),
    CheckConstraint("cleared IN (0, 1)", name="cleared"),
    CheckConstraint("amount > 0", name="amount"),
    UniqueConstraint("person_id", "number"),
)

completion = Table(
    "completion",
    metadata,
    _person_id(),
    Column("id", ID, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("procedure_id", ID, nullable=False),
    Column("milestone", ID, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", InstantText, nullable=False),
    Column("time_known", Integer, nullable=False),
    Column("zone", ID, nullable=False),
    Column("day", DayText, nullable=False),
    Column("reason", Text, nullable=False),
    *_who_and_when(),
    _of_procedure(),
    CheckConstraint("kind IN ('done', 'skipped', 'reopened')", name="kind"),
    UniqueConstraint("person_id", "number"),
)

visit = Table(
    "visit",
    metadata,
    _person_id(),
    Column("id", ID, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("procedure_id", ID, nullable=False),
    Column("planned_on", DayText, nullable=False),
    Column("planned_at", InstantText),
    Column("zone", ID, nullable=False),
    Column("title", Text, nullable=False),
    Column("done_on", DayText),
    *_who_and_when(),
    _of_procedure(),
    UniqueConstraint("person_id", "number"),
)

# The newest number given out, so that none is ever given twice.
counter = Table(
    "counter",
    metadata,
    _person_id(),
    Column("kind", String(16), primary_key=True),
    Column("newest", Integer, nullable=False),
)

# The history: append-only, each row carries the digest of the one before.
change = Table(
    "change",
    metadata,
    _person_id(),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", InstantText, nullable=False),
    Column("author", NAME, nullable=False),
    Column("action", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("undoes", Integer),
    Column("previous", ID, nullable=False),
    Column("digest", ID, nullable=False),
    UniqueConstraint("person_id", "undoes"),
)
