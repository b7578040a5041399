"""That somebody was erased, and which steps one command wrote.

Why: the person who asked to be erased can be shown when it was done, with nothing else
kept; and one undo takes back the whole of what one command wrote.

A downgrade would forget it, so it is refused.

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


INSTANT = sa.String(27).with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "tombstone",
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("erased_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_tombstone")),
    )
    op.add_column("change", sa.Column("part_of", sa.Integer()))


def downgrade() -> None:
    raise RuntimeError("Going back would forget who was erased.")
