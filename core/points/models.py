"""Rows of the ledger (accounts and the transfers between them) and of daily check-ins."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row


class LedgerAccountRow(Row):
    """An account that holds points.

    ``holder`` is the member for whom a wallet was opened (0 for the community's own accounts) and
    never changes; ``member_id`` is who owns the wallet now, which a merge of members changes.
    ``balance`` is the sum of the account's transfers, kept so that it need not be summed again.
    """

    __tablename__ = "ledger_accounts"
    __table_args__ = (
        UniqueConstraint("community_id", "kind", "holder"),
        CheckConstraint("kind <> 'wallet' OR balance >= 0", name="wallet_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[str] = mapped_column(String(16))
    holder: Mapped[int]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    balance: Mapped[int]


class TransferRow(Row):
    """Points moved from one account to another: appended only, which `triggers` enforce.

    ``given_by`` is the member whose deed earned it for another (who voted). A correction is a new
    row that points back with ``reverses``.
    """

    __tablename__ = "transfers"
    __table_args__ = (
        UniqueConstraint("community_id", "key"),
        UniqueConstraint("community_id", "reverses"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("debit_account <> credit_account", name="two_accounts"),
        Index(None, "community_id", "rule", "cause"),
        Index(None, "credit_account", "at"),
        Index(None, "debit_account", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    key: Mapped[str] = mapped_column(String(200))
    debit_account: Mapped[int] = mapped_column(ForeignKey("ledger_accounts.id"))
    credit_account: Mapped[int] = mapped_column(ForeignKey("ledger_accounts.id"))
    amount: Mapped[int]
    rule: Mapped[str] = mapped_column(String(64))
    rule_version: Mapped[int]
    cause: Mapped[str] = mapped_column(String(120))
    given_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime]
    reverses: Mapped[int | None] = mapped_column(ForeignKey("transfers.id"))


class CheckInRow(Row):
    """A member checked in on a day of their own calendar."""

    __tablename__ = "check_ins"
    __table_args__ = (UniqueConstraint("community_id", "member_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    day: Mapped[date]
    at: Mapped[datetime]
