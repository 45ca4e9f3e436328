"""Experiments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.db import Id, Json, UtcDateTime
from core.experiments import decision_triggers

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "experiments",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("number", Id, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("surface", sa.String(length=16), nullable=False),
        sa.Column("hypothesis", sa.String(length=200), nullable=False),
        sa.Column("variants", Json, nullable=False),
        sa.Column("metric", sa.String(length=16), nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("baseline", sa.Float(), nullable=False),
        sa.Column("deviation", sa.Float(), nullable=False),
        sa.Column("lift", sa.Float(), nullable=False),
        sa.Column("horizon", Id, nullable=False),
        sa.Column("days", Id, nullable=False),
        sa.Column("layer", sa.String(length=32), nullable=False),
        sa.Column("first_bucket", Id, nullable=False),
        sa.Column("buckets", Id, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("stopped_at", UtcDateTime(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("winner", sa.String(length=40), nullable=False),
        sa.Column("tallies", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_experiments_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiments")),
        sa.UniqueConstraint(
            "community_id", "number", name=op.f("uq_experiments_community_id_number")
        ),
    )
    with op.batch_alter_table("experiments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_experiments_community_id_state"),
            ["community_id", "state"],
            unique=False,
        )
    op.create_table(
        "experiment_exposures",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("experiment_id", Id, nullable=False),
        sa.Column("variant", sa.String(length=40), nullable=False),
        sa.Column("member_id", Id, nullable=True),
        sa.Column("chat_id", Id, nullable=True),
        sa.Column("at", UtcDateTime(), nullable=True),
        sa.Column("courses", Json, nullable=False),
        sa.Column("letter", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name=op.f("fk_experiment_exposures_chat_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_experiment_exposures_community_id"),
        ),
        sa.ForeignKeyConstraint(
            ["experiment_id"],
            ["experiments.id"],
            name=op.f("fk_experiment_exposures_experiment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_experiment_exposures_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiment_exposures")),
        sa.UniqueConstraint(
            "community_id", "key", name=op.f("uq_experiment_exposures_community_id_key")
        ),
    )
    with op.batch_alter_table("experiment_exposures", schema=None) as batch_op:
        for columns in (["community_id", "letter"], ["experiment_id"], ["member_id"]):
            name = batch_op.f(f"ix_experiment_exposures_{'_'.join(columns)}")
            batch_op.create_index(name, columns, unique=False)
    op.create_table(
        "promoted_recipes",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("surface", sa.String(length=16), nullable=False),
        sa.Column("recipe", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_promoted_recipes_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promoted_recipes")),
        sa.UniqueConstraint(
            "community_id", "surface", name=op.f("uq_promoted_recipes_community_id_surface")
        ),
    )
    op.create_table(
        "experiment_decisions",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("experiment_id", Id, nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("by_member_id", Id, nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("detail", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_member_id"], ["members.id"], name=op.f("fk_experiment_decisions_by_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_experiment_decisions_community_id"),
        ),
        sa.ForeignKeyConstraint(
            ["experiment_id"],
            ["experiments.id"],
            name=op.f("fk_experiment_decisions_experiment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiment_decisions")),
    )
    with op.batch_alter_table("experiment_decisions", schema=None) as batch_op:
        for columns in (["by_member_id"], ["community_id", "experiment_id"]):
            name = batch_op.f(f"ix_experiment_decisions_{'_'.join(columns)}")
            batch_op.create_index(name, columns, unique=False)
    for statement in decision_triggers.TRIGGERS.create(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Drop the tables, the last made first."""
    for statement in decision_triggers.TRIGGERS.drop(op.get_bind().dialect.name):
        op.execute(statement)
    op.drop_table("experiment_decisions")
    op.drop_table("promoted_recipes")
    op.drop_table("experiment_exposures")
    op.drop_table("experiments")
