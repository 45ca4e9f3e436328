"""Moderation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.db import Id, Json, UtcDateTime
from core.moderation import audit_triggers

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "moderation_policies",
        sa.Column("community_id", Id, nullable=False),
        sa.Column("version", Id, nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("observe_until", UtcDateTime(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("lists", Json, nullable=False),
        sa.Column("links", sa.String(length=12), nullable=False),
        sa.Column("newcomer_hours", Id, nullable=False),
        sa.Column("ladder", sa.String(length=400), nullable=False),
        sa.Column("strike_days", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_moderation_policies_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_moderation_policies")),
    )
    op.create_table(
        "observations",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("step", sa.String(length=8), nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("entry", sa.String(length=260), nullable=False),
        sa.Column("weight", Id, nullable=False),
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("false_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_observations_chat_id")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_observations_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_observations_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observations")),
    )
    with op.batch_alter_table("observations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_observations_community_id_at"), ["community_id", "at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_observations_member_id"), ["member_id"], unique=False)

    op.create_table(
        "reports",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("chat_id", Id, nullable=True),
        sa.Column("message_id", sa.String(length=64), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=8), nullable=True),
        sa.Column("by_member_id", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["by_member_id"], ["members.id"], name=op.f("fk_reports_by_member_id")
        ),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_reports_chat_id")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_reports_community_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_reports_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reports_community_id_member_id_settled_at"),
            ["community_id", "member_id", "settled_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_reports_member_id"), ["member_id"], unique=False)

    op.create_table(
        "sanctions",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("step", sa.String(length=8), nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("entry", sa.String(length=260), nullable=False),
        sa.Column("weight", Id, nullable=False),
        sa.Column("chat_id", Id, nullable=True),
        sa.Column("message_id", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("by_member_id", Id, nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("replaced_at", UtcDateTime(), nullable=True),
        sa.Column("lifted_at", UtcDateTime(), nullable=True),
        sa.Column("lifted_by_member_id", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["by_member_id"], ["members.id"], name=op.f("fk_sanctions_by_member_id")
        ),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_sanctions_chat_id")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_sanctions_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_member_id"], ["members.id"], name=op.f("fk_sanctions_lifted_by_member_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_sanctions_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanctions")),
    )
    with op.batch_alter_table("sanctions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sanctions_community_id_at"), ["community_id", "at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sanctions_community_id_member_id_expires_at"),
            ["community_id", "member_id", "expires_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_sanctions_member_id"), ["member_id"], unique=False)

    op.create_table(
        "trusted_members",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("by_member_id", Id, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_member_id"], ["members.id"], name=op.f("fk_trusted_members_by_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_trusted_members_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_trusted_members_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trusted_members")),
        sa.UniqueConstraint(
            "community_id", "member_id", name=op.f("uq_trusted_members_community_id_member_id")
        ),
    )
    op.create_table(
        "appeals",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("sanction_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("lifted", sa.Boolean(), nullable=True),
        sa.Column("by_member_id", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["by_member_id"], ["members.id"], name=op.f("fk_appeals_by_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_appeals_community_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_appeals_member_id")),
        sa.ForeignKeyConstraint(
            ["sanction_id"], ["sanctions.id"], name=op.f("fk_appeals_sanction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint(
            "community_id", "sanction_id", name=op.f("uq_appeals_community_id_sanction_id")
        ),
    )
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appeals_community_id_decided_at"),
            ["community_id", "decided_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_appeals_member_id"), ["member_id"], unique=False)

    op.create_table(
        "moderation_audit",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("by_member_id", Id, nullable=True),
        sa.Column("member_id", Id, nullable=True),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("sanction_id", Id, nullable=True),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_member_id"], ["members.id"], name=op.f("fk_moderation_audit_by_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_moderation_audit_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_moderation_audit_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["sanction_id"], ["sanctions.id"], name=op.f("fk_moderation_audit_sanction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_audit")),
    )
    with op.batch_alter_table("moderation_audit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_moderation_audit_community_id_sanction_id"),
            ["community_id", "sanction_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_moderation_audit_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "report_voices",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("report_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_report_voices_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_report_voices_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_report_voices_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_voices")),
        sa.UniqueConstraint(
            "community_id",
            "report_id",
            "member_id",
            name=op.f("uq_report_voices_community_id_report_id_member_id"),
        ),
    )
    with op.batch_alter_table("report_voices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_report_voices_community_id_member_id_at"),
            ["community_id", "member_id", "at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_report_voices_report_id"), ["report_id"], unique=False)
    for statement in audit_triggers.TRIGGERS.create(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Drop the tables, the last made first."""
    for statement in audit_triggers.TRIGGERS.drop(op.get_bind().dialect.name):
        op.execute(statement)
    op.drop_table("report_voices")
    op.drop_table("moderation_audit")
    op.drop_table("appeals")
    op.drop_table("trusted_members")
    op.drop_table("sanctions")
    op.drop_table("reports")
    op.drop_table("observations")
    op.drop_table("moderation_policies")
