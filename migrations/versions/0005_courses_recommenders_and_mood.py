"""Courses, recommenders and mood."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.db import Id, Json, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "courses",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("description", sa.String(length=2000), nullable=False),
        sa.Column("tags", Json, nullable=False),
        sa.Column("author", sa.String(length=50), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("tier", Id, nullable=False),
        sa.Column("price", Id, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_courses_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_courses_community_id_code")),
    )
    op.create_table(
        "recommenders",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("trained_at", UtcDateTime(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_recommenders_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommenders")),
        sa.UniqueConstraint("community_id", name=op.f("uq_recommenders_community_id")),
    )
    op.create_table(
        "enrolments",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("course_id", Id, nullable=False),
        sa.Column("enrolled_at", UtcDateTime(), nullable=False),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.Column("rating", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_enrolments_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_enrolments_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_enrolments_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
        sa.UniqueConstraint(
            "community_id",
            "member_id",
            "course_id",
            name=op.f("uq_enrolments_community_id_member_id_course_id"),
        ),
    )
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolments_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrolments_member_id"), ["member_id"], unique=False)
    op.create_table(
        "interactions",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("course_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", Id, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_interactions_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_interactions_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_interactions_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interactions")),
        sa.UniqueConstraint("community_id", "key", name=op.f("uq_interactions_community_id_key")),
    )
    with op.batch_alter_table("interactions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interactions_member_id"), ["member_id"], unique=False)
    op.create_table(
        "moods",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("messages", Id, nullable=False),
        sa.Column("confident", Id, nullable=False),
        sa.Column("score_sum", sa.Float(), nullable=False),
        sa.Column("positives", Id, nullable=False),
        sa.Column("negatives", Id, nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_moods_chat_id")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_moods_community_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_moods_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moods")),
        sa.UniqueConstraint(
            "community_id",
            "chat_id",
            "day",
            "member_id",
            name=op.f("uq_moods_community_id_chat_id_day_member_id"),
        ),
    )
    with op.batch_alter_table("moods", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_moods_community_id_day"), ["community_id", "day"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_moods_member_id"), ["member_id"], unique=False)
    op.create_table(
        "suggestions",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=True),
        sa.Column("course_id", Id, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_suggestions_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_suggestions_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_suggestions_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
    )
    with op.batch_alter_table("suggestions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_suggestions_community_id_at"), ["community_id", "at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_suggestions_member_id"), ["member_id"], unique=False)


def downgrade() -> None:
    """Drop the tables, the last made first."""
    op.drop_table("suggestions")
    op.drop_table("moods")
    op.drop_table("interactions")
    op.drop_table("enrolments")
    op.drop_table("recommenders")
    op.drop_table("courses")
