"""Letters with deeds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.db import Json

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a letter carry a deed; those that wait carry none."""
    op.add_column("outbox", sa.Column("deed", Json, nullable=False, server_default="{}"))
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.alter_column("deed", server_default=None)


def downgrade() -> None:
    """Take the deeds away, and the letters that carry one."""
    op.execute(sa.text("DELETE FROM outbox WHERE CAST(deed AS TEXT) <> '{}'"))
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("deed")
