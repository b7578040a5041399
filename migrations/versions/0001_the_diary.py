"""The diary: one person's facts, and the history of every change to them.

Why: the first form of the store. Every row belongs to a person; keys are composite,
so no row can point at somebody else's.

A downgrade would remove everything, so it is refused.

Revision: 0001, the first
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


INSTANT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
DAY = sa.String(10).with_variant(sa.Date(), "postgresql")

APPLICATION_ID = 0x54524B52


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    op.create_table(
        "change",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "seq", name=op.f("pk_change")),
        sa.UniqueConstraint(
            "person_id", "undoes", name=op.f("uq_change_person_id_undoes")
        ),
    )
    op.create_table(
        "counter",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_counter")),
    )
    op.create_table(
        "person",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("day_start", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "day_start >= 0 AND day_start < 1440", name=op.f("ck_person_day_start")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person")),
    )
    op.create_table(
        "protocol",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("protocol_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("toml", sa.Text(), nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_protocol")),
    )
    op.create_table(
        "shown_warning",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.String(length=64), nullable=False),
        sa.Column("check_in_id", sa.String(length=64), nullable=False),
        sa.Column("check_in_number", sa.Integer(), nullable=False),
        sa.Column("sign", sa.String(length=64), nullable=False),
        sa.Column("tier", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("call", sa.Text(), nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("shown_at", INSTANT, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "tier IN ('emergency', 'same-day', 'next-visit')",
            name=op.f("ck_shown_warning_tier"),
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_shown_warning")),
        sa.UniqueConstraint(
            "person_id", "number", name=op.f("uq_shown_warning_person_id_number")
        ),
    )
    op.create_table(
        "contact",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('emergency', 'care-team')", name=op.f("ck_contact_kind")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.person_id"], name=op.f("fk_contact_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_contact")),
    )
    op.create_table(
        "procedure",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("happened_on", DAY, nullable=False),
        sa.Column("happened_at", INSTANT, nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("baseline_pain", sa.Integer(), nullable=True),
        sa.Column("protocol_id", sa.String(length=64), nullable=False),
        sa.Column("protocol_version", sa.String(length=32), nullable=False),
        sa.Column("protocol_sha256", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.person_id"], name=op.f("fk_procedure_person")
        ),
        sa.ForeignKeyConstraint(
            ["protocol_sha256"], ["protocol.sha256"], name=op.f("fk_procedure_protocol")
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_procedure")),
        sa.UniqueConstraint(
            "person_id", "number", name=op.f("uq_procedure_person_id_number")
        ),
    )
    op.create_table(
        "check_in",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("time_known", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("relayed", sa.Integer(), nullable=True),
        sa.Column("signs_asked", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "signs_asked IN ('yes', 'partly', 'no')",
            name=op.f("ck_check_in_signs_asked"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_check_in_number")),
        sa.CheckConstraint("relayed IN (0, 1)", name=op.f("ck_check_in_relayed")),
        sa.CheckConstraint("time_known IN (0, 1)", name=op.f("ck_check_in_time_known")),
        sa.ForeignKeyConstraint(
            ["person_id", "procedure_id"],
            ["procedure.person_id", "procedure.id"],
            name=op.f("fk_check_in_procedure"),
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_check_in")),
        sa.UniqueConstraint(
            "person_id", "number", name=op.f("uq_check_in_person_id_number")
        ),
    )
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_check_in_person_id_procedure_id_day_at"),
            ["person_id", "procedure_id", "day", "at"],
            unique=False,
        )

    op.create_table(
        "completion",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.String(length=64), nullable=False),
        sa.Column("milestone", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("time_known", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('done', 'skipped', 'reopened')", name=op.f("ck_completion_kind")
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "procedure_id"],
            ["procedure.person_id", "procedure.id"],
            name=op.f("fk_completion_procedure"),
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_completion")),
        sa.UniqueConstraint(
            "person_id", "number", name=op.f("uq_completion_person_id_number")
        ),
    )
    op.create_table(
        "instruction",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.String(length=64), nullable=False),
        sa.Column("restriction", sa.String(length=64), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("until", DAY, nullable=True),
        sa.Column("cleared", sa.Integer(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("told_on", DAY, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_instruction_amount")),
        sa.CheckConstraint("cleared IN (0, 1)", name=op.f("ck_instruction_cleared")),
        sa.ForeignKeyConstraint(
            ["person_id", "procedure_id"],
            ["procedure.person_id", "procedure.id"],
            name=op.f("fk_instruction_procedure"),
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_instruction")),
        sa.UniqueConstraint(
            "person_id", "number", name=op.f("uq_instruction_person_id_number")
        ),
    )
    op.create_table(
        "milestone",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("procedure_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("opens", INSTANT, nullable=True),
        sa.Column("closes", INSTANT, nullable=True),
        sa.CheckConstraint(
            "opens IS NOT NULL OR closes IS NULL", name=op.f("ck_milestone_window")
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "procedure_id"],
            ["procedure.person_id", "procedure.id"],
            name=op.f("fk_milestone_procedure"),
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "procedure_id", "id", name=op.f("pk_milestone")
        ),
    )
    op.create_table(
        "restriction",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("procedure_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("default_until", DAY, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id", "procedure_id"],
            ["procedure.person_id", "procedure.id"],
            name=op.f("fk_restriction_procedure"),
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "procedure_id", "id", name=op.f("pk_restriction")
        ),
    )
    op.create_table(
        "visit",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.String(length=64), nullable=False),
        sa.Column("planned_on", DAY, nullable=False),
        sa.Column("planned_at", INSTANT, nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("done_on", DAY, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "procedure_id"],
            ["procedure.person_id", "procedure.id"],
            name=op.f("fk_visit_procedure"),
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_visit")),
        sa.UniqueConstraint(
            "person_id", "number", name=op.f("uq_visit_person_id_number")
        ),
    )
    op.create_table(
        "answer",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("check_in_id", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("procedure_id", sa.String(length=64), nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("time_known", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "check_in_id"],
            ["check_in.person_id", "check_in.id"],
            name=op.f("fk_answer_check_in"),
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "check_in_id", "question", name=op.f("pk_answer")
        ),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_answer_reached",
            ["person_id", "procedure_id", "question", "day", "at", "number"],
            unique=False,
        )

    op.create_table(
        "mark",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("check_in_id", sa.String(length=64), nullable=False),
        sa.Column("sign", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "check_in_id"],
            ["check_in.person_id", "check_in.id"],
            name=op.f("fk_mark_check_in"),
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "check_in_id", "sign", name=op.f("pk_mark")
        ),
    )


def downgrade() -> None:
    raise RuntimeError("This is the first form of the diary; nothing is before it.")
