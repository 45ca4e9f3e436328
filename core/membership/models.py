"""Rows of plans, subscriptions, their history, and who had a trial."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row

_RUNNING = text("state IN ('trial', 'active', 'grace')")


class PlanRow(Row):
    """A plan of a community."""

    __tablename__ = "plans"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    code: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(64))
    tier: Mapped[int]
    month_price_minor: Mapped[int]
    year_price_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))


class SubscriptionRow(Row):
    """A member's term on a plan; the database itself allows one running per member."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        Index(
            "uq_subscriptions_running",
            "community_id",
            "member_id",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        Index(None, "community_id", "state", "expires_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    plan: Mapped[str] = mapped_column(String(16))
    tier: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    grace_until: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(String(16))


class HistoryRow(Row):
    """One step of a subscription; ``reason`` holds an administrator's words, if any."""

    __tablename__ = "subscription_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscriptions.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    at: Mapped[datetime]
    from_state: Mapped[str | None] = mapped_column(String(16))
    to_state: Mapped[str] = mapped_column(String(16))
    expires_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200))
    by_member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))


class TrialRow(Row):
    """A digest of an account whose person had the trial; it names no member and is never erased."""

    __tablename__ = "trials"
    __table_args__ = (UniqueConstraint("community_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    digest: Mapped[str] = mapped_column(String(64))


class TrialSaltRow(Row):
    """The random salt of a community's trial digests, in hexadecimal."""

    __tablename__ = "trial_salts"

    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(64))
