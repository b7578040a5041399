"""The year of birth, what was shared with whom, and what two copies disagree on.

Why: people of one name are told apart by it; a right that was given is looked up when
its file comes back; what two copies wrote differently stands there until somebody says
which holds.

A downgrade would lose it, so it is refused.

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


INSTANT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
DAY = sa.String(10).with_variant(sa.Date(), "postgresql")


def upgrade() -> None:
    op.add_column("person", sa.Column("born", sa.Integer()))
    op.create_table(
        "share",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scope", sa.String(length=8), nullable=False),
        sa.Column("since", DAY),
        sa.Column("notes", sa.Integer(), nullable=False),
        sa.Column("expires", DAY),
        sa.Column("copy", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "direction IN ('given', 'received')", name=op.f("ck_share_direction")
        ),
        sa.CheckConstraint(
            "scope IN ('read', 'log', 'all')", name=op.f("ck_share_scope")
        ),
        sa.CheckConstraint("notes IN (0, 1)", name=op.f("ck_share_notes")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.person_id"], name=op.f("fk_share_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_share")),
        sa.UniqueConstraint(
            "person_id", "number", name=op.f("uq_share_person_id_number")
        ),
    )
    op.create_table(
        "conflict",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("fact_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text()),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.person_id"], name=op.f("fk_conflict_person")
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "kind", "fact_id", "version", name=op.f("pk_conflict")
        ),
    )


def downgrade() -> None:
    raise RuntimeError("Going back would forget what was shared, and with whom.")
