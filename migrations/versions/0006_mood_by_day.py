"""Mood by day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.db import Id

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "mood_days",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("members", Id, nullable=False),
        sa.Column("positives", Id, nullable=False),
        sa.Column("negatives", Id, nullable=False),
        sa.Column("messages", Id, nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_mood_days_chat_id")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_mood_days_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mood_days")),
        sa.UniqueConstraint(
            "community_id",
            "chat_id",
            "day",
            name=op.f("uq_mood_days_community_id_chat_id_day"),
        ),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("mood_days")
