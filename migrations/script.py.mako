"""${message}.

Why: say what a person gains by it.

Rules: one step forward, inside the one transaction that env.py opens. Never import
tracker.domain or tracker.store.tables here: a revision must mean the same for ever.
Prefer ADD COLUMN to rebuilding a table. Say what a downgrade would lose.

Revision: ${up_revision}, after ${down_revision | comma,n}
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
