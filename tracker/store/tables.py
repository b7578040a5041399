"""Every table, once. Alembic makes the schema from revisions that match this."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from tracker.store.columns import DayText, InstantText
from tracker.store.side_tables import change as change
from tracker.store.side_tables import conflict as conflict
from tracker.store.side_tables import counter as counter
from tracker.store.side_tables import share as share
from tracker.store.side_tables import tombstone as tombstone
from tracker.store.table_parts import (
    ID,
    NAME,
    flag,
    happened,
    numbered,
    of_check_in,
    of_person,
    of_procedure,
    who_and_when,
)
from tracker.store.table_parts import metadata as metadata

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
    of_person(),
    Column("name", NAME, nullable=False),
    Column("zone", ID, nullable=False),
    Column("day_start", Integer, nullable=False),
    Column("born", Integer),
    CheckConstraint("day_start >= 0 AND day_start < 1440", name="day_start"),
)

contact = Table(
    "contact",
    metadata,
    of_person(),
    Column("id", ID, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("number", NAME, nullable=False),
    Column("name", NAME, nullable=False, server_default=text("''")),
    ForeignKeyConstraint(["person_id"], ["person.person_id"]),
    CheckConstraint("kind IN ('emergency', 'care-team', 'caregiver')", name="kind"),
)

procedure = Table(
    "procedure",
    metadata,
    of_person(),
    Column("id", ID, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("happened_on", DayText, nullable=False),
    Column("happened_at", InstantText),
    Column("zone", ID, nullable=False),
    Column("baseline_pain", Integer),
    Column("protocol_id", ID, nullable=False),
    Column("protocol_version", String(32), nullable=False),
    Column("protocol_sha256", ID, ForeignKey("protocol.sha256"), nullable=False),
    *who_and_when(),
    ForeignKeyConstraint(["person_id"], ["person.person_id"]),
    UniqueConstraint("person_id", "number"),
)

milestone = Table(
    "milestone",
    metadata,
    of_person(),
    Column("procedure_id", ID, primary_key=True),
    Column("id", ID, primary_key=True),
    Column("opens", InstantText),
    Column("closes", InstantText),
    of_procedure(),
    CheckConstraint("opens IS NOT NULL OR closes IS NULL", name="window"),
)

restriction = Table(
    "restriction",
    metadata,
    of_person(),
    Column("procedure_id", ID, primary_key=True),
    Column("id", ID, primary_key=True),
    Column("default_until", DayText),
    of_procedure(),
)

check_in = Table(
    "check_in",
    metadata,
    *numbered(),
    *happened(),
    *who_and_when(),
    Column("relayed", Integer),
    Column("signs_asked", String(8), nullable=False),
    Column("note", Text, nullable=False),
    *flag("weekly_asked", server_default=text("0")),
    of_procedure(),
    CheckConstraint("number > 0", name="number"),
    CheckConstraint("relayed IN (0, 1)", name="relayed"),
    CheckConstraint("signs_asked IN ('yes', 'partly', 'no')", name="signs_asked"),
    Index(None, "person_id", "procedure_id", "day", "at"),
)

# When an answer was given stands in the answer too: the index on it lets `today`
# find what reached a milestone without reading years of entries.
answer = Table(
    "answer",
    metadata,
    of_person(),
    Column("check_in_id", ID, primary_key=True),
    Column("question", ID, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("unit", String(16), nullable=False),
    Column("procedure_id", ID, nullable=False),
    Column("day", DayText, nullable=False),
    Column("at", InstantText, nullable=False),
    Column("time_known", Integer, nullable=False),
    of_check_in(),
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
    of_person(),
    Column("check_in_id", ID, primary_key=True),
    Column("sign", ID, primary_key=True),
    of_check_in(),
)

# A warning that was shown stays, whatever is later undone: so no foreign keys.
shown_warning = Table(
    "shown_warning",
    metadata,
    *numbered(),
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
    Index(None, "person_id", "day"),
    CheckConstraint("tier IN ('emergency', 'same-day', 'next-visit')", name="tier"),
)

acknowledgement = Table(
    "acknowledgement",
    metadata,
    *numbered(),
    Column("warning_id", ID, nullable=False),
    Column("kind", String(16), nullable=False),
    *happened(),
    Column("note", Text, nullable=False),
    *who_and_when(),
    of_procedure(),
    ForeignKeyConstraint(
        ["person_id", "warning_id"], ["shown_warning.person_id", "shown_warning.id"]
    ),
    CheckConstraint("kind IN ('called', 'mistake')", name="kind"),
    Index(None, "person_id", "warning_id"),
)

instruction = Table(
    "instruction",
    metadata,
    *numbered(),
    Column("restriction", ID, nullable=False),
    Column("amount", Integer),
    Column("unit", String(16), nullable=False),
    Column("until", DayText),
    *flag("cleared"),
    Column("said_by", NAME, nullable=False),
    Column("told_on", DayText, nullable=False),
    Column("source", Text, nullable=False),
    *who_and_when(),
    *flag("settles", server_default=text("0")),
    of_procedure(),
    CheckConstraint("amount > 0", name="amount"),
)

completion = Table(
    "completion",
    metadata,
    *numbered(),
    Column("milestone", ID, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", InstantText, nullable=False),
    Column("time_known", Integer, nullable=False),
    Column("zone", ID, nullable=False),
    Column("day", DayText, nullable=False),
    Column("reason", Text, nullable=False),
    *who_and_when(),
    of_procedure(),
    CheckConstraint("kind IN ('done', 'skipped', 'reopened')", name="kind"),
)

visit = Table(
    "visit",
    metadata,
    *numbered(),
    Column("planned_on", DayText, nullable=False),
    Column("planned_at", InstantText),
    Column("zone", ID, nullable=False),
    Column("title", Text, nullable=False),
    Column("done_on", DayText),
    *who_and_when(),
    of_procedure(),
)

bone_step = Table(
    "bone_step",
    metadata,
    *numbered(),
    Column("item", ID, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("day", DayText, nullable=False),
    Column("note", Text, nullable=False),
    *who_and_when(),
    of_procedure(),
    CheckConstraint("kind IN ('asked', 'booked', 'done')", name="kind"),
)

visit_question = Table(
    "visit_question",
    metadata,
    *numbered(),
    Column("text", Text, nullable=False),
    Column("day", DayText, nullable=False),
    *who_and_when(),
    of_procedure(),
)
