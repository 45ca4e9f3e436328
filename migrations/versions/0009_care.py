"""Care."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.db import Id, UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "care_drafts",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("number", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.Column("question_id", Id, nullable=True),
        sa.Column("subscription_id", Id, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", Id, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("lapses_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by_member_id", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_care_drafts_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_member_id"],
            ["members.id"],
            name=op.f("fk_care_drafts_decided_by_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_care_drafts_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_care_drafts_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.id"], name=op.f("fk_care_drafts_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_drafts")),
        sa.UniqueConstraint(
            "community_id", "cause", name=op.f("uq_care_drafts_community_id_cause")
        ),
        sa.UniqueConstraint(
            "community_id", "number", name=op.f("uq_care_drafts_community_id_number")
        ),
    )
    with op.batch_alter_table("care_drafts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_care_drafts_community_id_state"),
            ["community_id", "state"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_care_drafts_member_id"), ["member_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    with op.batch_alter_table("care_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_care_drafts_member_id"))
        batch_op.drop_index(batch_op.f("ix_care_drafts_community_id_state"))
    op.drop_table("care_drafts")
