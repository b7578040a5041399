"""What a person wants to ask at the next visit.

Why: the own questions stand on the page for the visit, first of all that is asked.

A downgrade would lose them, so it is refused.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


INSTANT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
DAY = sa.String(10).with_variant(sa.Date(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "visit_question",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "procedure_id"],
            ["procedure.person_id", "procedure.id"],
            name=op.f("fk_visit_question_procedure"),
        ),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_visit_question")),
        sa.UniqueConstraint(
            "person_id", "number", name=op.f("uq_visit_question_person_id_number")
        ),
    )


def downgrade() -> None:
    raise RuntimeError("Going back would lose what is to be asked at the visit.")
