"""Signals of courses, purchases, and what becomes of suggestions and recommenders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.db import Id, Json, UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ONE_EACH = "uq_recommenders_community_id"
RUNNING = "ix_recommenders_community_id_running"
# What the rows that are there get: no course required any, and nobody had noted progress.
DEFAULTS = {
    "courses": (("requires", Json, "[]"),),
    "enrolments": (("progress", Id, "0"),),
    "suggestions": (
        ("position", Id, "0"),
        ("explored", sa.Boolean(), sa.false()),
    ),
    "recommenders": (("running", sa.Boolean(), sa.true()), ("figures", Json, "{}")),
}


def upgrade() -> None:
    """Add the columns and the purchases; let a community have several recommenders."""
    for table, columns in DEFAULTS.items():
        for name, kind, default in columns:
            column = sa.Column(name, kind, nullable=False, server_default=default)
            op.add_column(table, column)
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, kind, _default in columns:
                batch_op.alter_column(name, existing_type=kind, server_default=None)
    for column in (sa.Column("propensity", sa.Float()), sa.Column("clicked_at", UtcDateTime())):
        op.add_column("suggestions", column)
    op.execute("UPDATE enrolments SET progress = 100 WHERE completed_at IS NOT NULL")
    op.execute("UPDATE interactions SET value = 0 WHERE kind = 'dismiss'")
    with op.batch_alter_table("recommenders", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(ONE_EACH), type_="unique")
        batch_op.create_index(batch_op.f(RUNNING), ["community_id", "running"], unique=False)
    _make_purchases()
    _make_trials()


def downgrade() -> None:
    """Drop the purchases and the columns, and every recommender that is not running."""
    op.drop_table("suggestion_trials")
    op.drop_table("purchases")
    op.execute(sa.text("DELETE FROM recommenders WHERE NOT running"))
    with op.batch_alter_table("recommenders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f(RUNNING))
        batch_op.create_unique_constraint(op.f(ONE_EACH), ["community_id"])
    op.execute("UPDATE interactions SET value = 1 WHERE kind = 'dismiss'")
    op.execute("DELETE FROM interactions WHERE kind IN ('progress', 'share', 'purchase')")
    with op.batch_alter_table("suggestions", schema=None) as batch_op:
        batch_op.drop_column("clicked_at")
        batch_op.drop_column("propensity")
    for table, columns in DEFAULTS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, _kind, _default in columns:
                batch_op.drop_column(name)


def _make_purchases() -> None:
    op.create_table(
        "purchases",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("course_id", Id, nullable=False),
        sa.Column("amount", Id, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("enrolled", sa.Boolean(), nullable=False),
        sa.Column("by_member_id", Id, nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by_member_id", Id, nullable=True),
        *(
            sa.ForeignKeyConstraint([name], [to], name=op.f(f"fk_purchases_{name}"))
            for name, to in (
                ("community_id", "communities.id"),
                ("member_id", "members.id"),
                ("course_id", "courses.id"),
                ("by_member_id", "members.id"),
                ("undone_by_member_id", "members.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchases")),
    )
    with op.batch_alter_table("purchases", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_purchases_community_id_at"), ["community_id", "at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_purchases_member_id"), ["member_id"], unique=False)


def _make_trials() -> None:
    op.create_table(
        "suggestion_trials",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("course_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shown", Id, nullable=False),
        sa.Column("clicked", Id, nullable=False),
        sa.Column("explored", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_suggestion_trials_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_suggestion_trials_course_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_trials")),
        sa.UniqueConstraint(
            "community_id",
            "course_id",
            "day",
            name=op.f("uq_suggestion_trials_community_id_course_id_day"),
        ),
    )
