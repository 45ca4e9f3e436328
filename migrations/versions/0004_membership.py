"""Membership."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.db import Id, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "plans",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("tier", Id, nullable=False),
        sa.Column("month_price_minor", Id, nullable=False),
        sa.Column("year_price_minor", Id, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_plans_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_plans_community_id_code")),
    )
    op.create_table(
        "trial_salts",
        sa.Column("community_id", Id, nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_trial_salts_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_trial_salts")),
    )
    op.create_table(
        "trials",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_trials_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trials")),
        sa.UniqueConstraint("community_id", "digest", name=op.f("uq_trials_community_id_digest")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("plan", sa.String(length=16), nullable=False),
        sa.Column("tier", Id, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("grace_until", UtcDateTime(), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_subscriptions_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_subscriptions_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
    )
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_subscriptions_community_id_state_expires_at"),
            ["community_id", "state", "expires_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_subscriptions_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            "uq_subscriptions_running",
            ["community_id", "member_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('trial', 'active', 'grace')"),
            postgresql_where=sa.text("state IN ('trial', 'active', 'grace')"),
        )
    op.create_table(
        "subscription_history",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("subscription_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("from_state", sa.String(length=16), nullable=True),
        sa.Column("to_state", sa.String(length=16), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("by_member_id", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["by_member_id"], ["members.id"], name=op.f("fk_subscription_history_by_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_subscription_history_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_subscription_history_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.id"],
            name=op.f("fk_subscription_history_subscription_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_history")),
    )
    with op.batch_alter_table("subscription_history", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_subscription_history_member_id"), ["member_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_subscription_history_subscription_id"), ["subscription_id"], unique=False
        )


def downgrade() -> None:
    """Drop the tables, the last made first."""
    op.drop_table("subscription_history")
    op.drop_table("subscriptions")
    op.drop_table("trials")
    op.drop_table("trial_salts")
    op.drop_table("plans")
