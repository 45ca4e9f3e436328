"""Mood by hour, its topics, and the alerts about it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from core.db import Id

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NOON = "12"
BY_DAY = "uq_moods_community_id_chat_id_day_member_id"
BY_HOUR = "uq_moods_community_id_chat_id_day_hour_member_id"
DAY_KEY = ["community_id", "chat_id", "day", "member_id"]
HOUR_KEY = ["community_id", "chat_id", "day", "hour", "member_id"]
SUMS = ["messages", "confident", "score_sum", "positives", "negatives"]


def upgrade() -> None:
    """Give members' days an hour, which is noon for those there are, and make the new tables."""
    with op.batch_alter_table("moods", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hour", Id, nullable=False, server_default=NOON))
        batch_op.drop_constraint(op.f(BY_DAY), type_="unique")
        batch_op.create_unique_constraint(op.f(BY_HOUR), HOUR_KEY)
    with op.batch_alter_table("moods", schema=None) as batch_op:
        batch_op.alter_column("hour", existing_type=Id, server_default=None)
    _make_topics()
    _make_alerts()


def downgrade() -> None:
    """Drop the new tables, and add members' hours up to days."""
    op.drop_table("mood_alerts")
    op.drop_table("mood_topics")
    _add_up_days()
    with op.batch_alter_table("moods", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(BY_HOUR), type_="unique")
        batch_op.drop_column("hour")
        batch_op.create_unique_constraint(op.f(BY_DAY), DAY_KEY)


def _make_topics() -> None:
    op.create_table(
        "mood_topics",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("positives", Id, nullable=False),
        sa.Column("negatives", Id, nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_mood_topics_chat_id")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_mood_topics_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_mood_topics_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mood_topics")),
        sa.UniqueConstraint(
            *DAY_KEY,
            "topic",
            name=op.f("uq_mood_topics_community_id_chat_id_day_member_id_topic"),
        ),
    )
    with op.batch_alter_table("mood_topics", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mood_topics_community_id_day"), ["community_id", "day"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_mood_topics_member_id"), ["member_id"], unique=False)


def _make_alerts() -> None:
    op.create_table(
        "mood_alerts",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_mood_alerts_chat_id")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_mood_alerts_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mood_alerts")),
        sa.UniqueConstraint(
            "community_id",
            "chat_id",
            "day",
            name=op.f("uq_mood_alerts_community_id_chat_id_day"),
        ),
    )


def _add_up_days() -> None:
    names: list[sa.ColumnClause[Any]] = [sa.column(name) for name in ("id", *HOUR_KEY, *SUMS)]
    moods = sa.table("moods", *names)
    key = [moods.c[name] for name in DAY_KEY]
    sums = [sa.func.sum(moods.c[name]).label(f"new_{name}") for name in SUMS]
    days = sa.select(sa.func.min(moods.c.id).label("first"), *sums).group_by(*key)
    connection = op.get_bind()
    added_up = [dict(row) for row in connection.execute(days).mappings()]
    firsts = sa.select(sa.func.min(moods.c.id)).group_by(*key)
    connection.execute(sa.delete(moods).where(moods.c.id.not_in(firsts)))
    if added_up:
        update = sa.update(moods).where(moods.c.id == sa.bindparam("first"))
        connection.execute(update.values({n: sa.bindparam(f"new_{n}") for n in SUMS}), added_up)
