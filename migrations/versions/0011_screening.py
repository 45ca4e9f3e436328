"""Screening."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.db import Id, UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "screening_rules",
        sa.Column("community_id", Id, nullable=False),
        sa.Column("captcha", sa.Boolean(), nullable=False),
        sa.Column("minutes", Id, nullable=False),
        sa.Column("age_days", Id, nullable=False),
        sa.Column("raid_joins", Id, nullable=False),
        sa.Column("raid_minutes", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_screening_rules_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_screening_rules")),
    )
    _entries()
    op.create_table(
        "screening_raids",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_screening_raids_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_raids")),
    )
    with op.batch_alter_table("screening_raids", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_screening_raids_community_id_ended_at"),
            ["community_id", "ended_at"],
            unique=False,
        )
    _records()


def downgrade() -> None:
    """Drop the tables."""
    for table in ("records", "raids", "entries", "rules"):
        op.drop_table(f"screening_{table}")


def _entries() -> None:
    op.create_table(
        "screening_entries",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("tries", Id, nullable=False),
        sa.Column("came_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name=op.f("fk_screening_entries_chat_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_screening_entries_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_screening_entries_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_entries")),
    )
    with op.batch_alter_table("screening_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_screening_entries_community_id_came_at"),
            ["community_id", "came_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_screening_entries_community_id_state"),
            ["community_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_screening_entries_member_id"), ["member_id"], unique=False
        )


def _records() -> None:
    op.create_table(
        "screening_records",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("member_id", Id, nullable=True),
        sa.Column("by_member_id", Id, nullable=True),
        sa.Column("detail", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_member_id"], ["members.id"], name=op.f("fk_screening_records_by_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_screening_records_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_screening_records_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_records")),
    )
    with op.batch_alter_table("screening_records", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_screening_records_community_id_at"),
            ["community_id", "at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_screening_records_member_id"), ["member_id"], unique=False
        )
