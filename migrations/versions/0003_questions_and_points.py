"""Questions and points."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.db import Id, UtcDateTime
from core.points import triggers

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "check_ins",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_check_ins_community_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_check_ins_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint(
            "community_id", "member_id", "day", name=op.f("uq_check_ins_community_id_member_id_day")
        ),
    )
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_ins_member_id"), ["member_id"], unique=False)
    op.create_table(
        "ledger_accounts",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("holder", Id, nullable=False),
        sa.Column("member_id", Id, nullable=True),
        sa.Column("balance", Id, nullable=False),
        sa.CheckConstraint(
            "kind <> 'wallet' OR balance >= 0", name=op.f("ck_ledger_accounts_wallet_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_ledger_accounts_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_ledger_accounts_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_accounts")),
        sa.UniqueConstraint(
            "community_id",
            "kind",
            "holder",
            name=op.f("uq_ledger_accounts_community_id_kind_holder"),
        ),
    )
    with op.batch_alter_table("ledger_accounts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ledger_accounts_member_id"), ["member_id"], unique=False
        )
    op.create_table(
        "questions",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("number", Id, nullable=False),
        sa.Column("asker_id", Id, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answers", Id, nullable=False),
        sa.Column("accepted_answer_id", Id, nullable=True),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["asker_id"], ["members.id"], name=op.f("fk_questions_asker_id")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_questions_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint(
            "community_id", "number", name=op.f("uq_questions_community_id_number")
        ),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_questions_asker_id"), ["asker_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_questions_community_id_asked_at"),
            ["community_id", "asked_at"],
            unique=False,
        )
    op.create_table(
        "answers",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("question_id", Id, nullable=False),
        sa.Column("answerer_id", Id, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answerer_id"], ["members.id"], name=op.f("fk_answers_answerer_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_answers_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_answers_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_answerer_id"), ["answerer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_question_id"), ["question_id"], unique=False)
    op.create_table(
        "transfers",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("debit_account", Id, nullable=False),
        sa.Column("credit_account", Id, nullable=False),
        sa.Column("amount", Id, nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("rule_version", Id, nullable=False),
        sa.Column("cause", sa.String(length=120), nullable=False),
        sa.Column("given_by", Id, nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("reverses", Id, nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_transfers_amount_positive")),
        sa.CheckConstraint(
            "debit_account <> credit_account", name=op.f("ck_transfers_two_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_transfers_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["credit_account"], ["ledger_accounts.id"], name=op.f("fk_transfers_credit_account")
        ),
        sa.ForeignKeyConstraint(
            ["debit_account"], ["ledger_accounts.id"], name=op.f("fk_transfers_debit_account")
        ),
        sa.ForeignKeyConstraint(["given_by"], ["members.id"], name=op.f("fk_transfers_given_by")),
        sa.ForeignKeyConstraint(["reverses"], ["transfers.id"], name=op.f("fk_transfers_reverses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
        sa.UniqueConstraint("community_id", "key", name=op.f("uq_transfers_community_id_key")),
        sa.UniqueConstraint(
            "community_id", "reverses", name=op.f("uq_transfers_community_id_reverses")
        ),
    )
    with op.batch_alter_table("transfers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_transfers_community_id_rule_cause"),
            ["community_id", "rule", "cause"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_transfers_credit_account_at"), ["credit_account", "at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_transfers_debit_account_at"), ["debit_account", "at"], unique=False
        )
    op.create_table(
        "upvotes",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("answer_id", Id, nullable=False),
        sa.Column("voter_id", Id, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_upvotes_answer_id")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_upvotes_community_id")
        ),
        sa.ForeignKeyConstraint(["voter_id"], ["members.id"], name=op.f("fk_upvotes_voter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upvotes")),
        sa.UniqueConstraint(
            "community_id",
            "answer_id",
            "voter_id",
            name=op.f("uq_upvotes_community_id_answer_id_voter_id"),
        ),
    )
    with op.batch_alter_table("upvotes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upvotes_voter_id"), ["voter_id"], unique=False)
    for statement in triggers.TRIGGERS.create(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Drop the tables, the last made first."""
    for statement in triggers.TRIGGERS.drop(op.get_bind().dialect.name):
        op.execute(statement)
    op.drop_table("upvotes")
    op.drop_table("transfers")
    op.drop_table("answers")
    op.drop_table("questions")
    op.drop_table("ledger_accounts")
    op.drop_table("check_ins")
