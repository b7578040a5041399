"""What was done about warnings, names of contacts, bone health, which word counts.

Why: a warning can be answered, a caregiver can be called by name, a follow-up of the
bones can be kept, and somebody can say which of two words on a limit counts.

A downgrade would lose all of that, so it is refused.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


INSTANT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
DAY = sa.String(10).with_variant(sa.Date(), "postgresql")

# As 0001 made it: SQLite can widen a check only by making the table anew.
FIRST_CONTACT = sa.Table(
    "contact",
    sa.MetaData(),
    sa.Column("person_id", sa.String(length=64), nullable=False),
    sa.Column("id", sa.String(length=64), nullable=False),
    sa.Column("kind", sa.String(length=16), nullable=False),
    sa.Column("number", sa.Text(), nullable=False),
    sa.CheckConstraint("kind IN ('emergency', 'care-team')", name="ck_contact_kind"),
    sa.ForeignKeyConstraint(
        ["person_id"], ["person.person_id"], name="fk_contact_person"
    ),
    sa.PrimaryKeyConstraint("person_id", "id", name="pk_contact"),
)


def upgrade() -> None:
    _widen_contact()
    _add_flag("check_in", "weekly_asked")
    _add_flag("instruction", "settles")
    op.create_index(
        "ix_shown_warning_person_id_day", "shown_warning", ["person_id", "day"]
    )
    _make_acknowledgement()
    _make_bone_step()


def _widen_contact() -> None:
    with op.batch_alter_table("contact", copy_from=FIRST_CONTACT) as batch_op:
        batch_op.drop_constraint(op.f("ck_contact_kind"), type_="check")
        batch_op.add_column(
            sa.Column("name", sa.Text(), nullable=False, server_default="")
        )
        batch_op.create_check_constraint(
            op.f("ck_contact_kind"), "kind IN ('emergency', 'care-team', 'caregiver')"
        )


def _add_flag(table: str, column: str) -> None:
    """Both engines take the check with the column, so nothing is made anew."""
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} INTEGER DEFAULT 0 NOT NULL "
        f"CONSTRAINT ck_{table}_{column} CHECK ({column} IN (0, 1))"
    )


def _make_acknowledgement() -> None:
    op.create_table(
        "acknowledgement",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.String(length=64), nullable=False),
        sa.Column("warning_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("time_known", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('called', 'mistake')", name=op.f("ck_acknowledgement_kind")
        ),
        sa.CheckConstraint(
            "time_known IN (0, 1)", name=op.f("ck_acknowledgement_time_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "procedure_id"],
            ["procedure.person_id", "procedure.id"],
            name=op.f("fk_acknowledgement_procedure"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "warning_id"],
            ["shown_warning.person_id", "shown_warning.id"],
            name=op.f("fk_acknowledgement_shown_warning"),
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint(
            "person_id", "number", name=op.f("uq_acknowledgement_person_id_number")
        ),
    )
    op.create_index(
        "ix_acknowledgement_person_id_warning_id",
        "acknowledgement",
        ["person_id", "warning_id"],
    )


def _make_bone_step() -> None:
    op.create_table(
        "bone_step",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.String(length=64), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('asked', 'booked', 'done')", name=op.f("ck_bone_step_kind")
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "procedure_id"],
            ["procedure.person_id", "procedure.id"],
            name=op.f("fk_bone_step_procedure"),
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_bone_step")),
        sa.UniqueConstraint(
            "person_id", "number", name=op.f("uq_bone_step_person_id_number")
        ),
    )


def downgrade() -> None:
    raise RuntimeError("Going back would lose what was done about warnings.")
