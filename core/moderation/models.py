"""Rows of moderation: the policy, what was done or only seen, reports, appeals, the audit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row


class PolicyRow(Row):
    """A community's policy; ``version`` grows with every change."""

    __tablename__ = "moderation_policies"

    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    version: Mapped[int]
    mode: Mapped[str] = mapped_column(String(8))
    observe_until: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    lists: Mapped[dict[str, Any]]
    links: Mapped[str] = mapped_column(String(12))
    newcomer_hours: Mapped[int]
    ladder: Mapped[str] = mapped_column(String(400))
    strike_days: Mapped[int]


class SanctionRow(Row):
    """A step of the ladder, or a moderator's own deed; it weighs until it expires or is lifted.

    ``message_id`` says where it happened; what was written there is kept nowhere. ``replaced_at``
    is when another mute or ban took the place of this one.
    """

    __tablename__ = "sanctions"
    __table_args__ = (
        Index(None, "community_id", "member_id", "expires_at"),
        Index(None, "community_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    step: Mapped[str] = mapped_column(String(8))
    rule: Mapped[str] = mapped_column(String(16))
    entry: Mapped[str] = mapped_column(String(260))
    weight: Mapped[int]
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chats.id"))
    message_id: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(200))
    by_member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime]
    expires_at: Mapped[datetime]
    until: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]
    lifted_by_member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))


class ObservationRow(Row):
    """What would have been done, had the mode been on."""

    __tablename__ = "observations"
    __table_args__ = (Index(None, "community_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    step: Mapped[str] = mapped_column(String(8))
    rule: Mapped[str] = mapped_column(String(16))
    entry: Mapped[str] = mapped_column(String(260))
    weight: Mapped[int]
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    message_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    false_at: Mapped[datetime | None]


class TrustRow(Row):
    """A member whom moderators exempt from what is done by itself."""

    __tablename__ = "trusted_members"
    __table_args__ = (UniqueConstraint("community_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    by_member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime]


class ReportRow(Row):
    """A case for the moderators: a member reported by others, or by the abuse hint."""

    __tablename__ = "reports"
    __table_args__ = (Index(None, "community_id", "member_id", "settled_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    rule: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chats.id"))
    message_id: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(8))
    by_member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))


class VoiceRow(Row):
    """One member's joining in a report, with the reason that they gave."""

    __tablename__ = "report_voices"
    __table_args__ = (
        UniqueConstraint("community_id", "report_id", "member_id"),
        Index(None, "community_id", "member_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class AppealRow(Row):
    """A member's asking for another look at a sanction, once for each."""

    __tablename__ = "appeals"
    __table_args__ = (
        UniqueConstraint("community_id", "sanction_id"),
        Index(None, "community_id", "decided_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    sanction_id: Mapped[int] = mapped_column(ForeignKey("sanctions.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    text: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    lifted: Mapped[bool | None]
    by_member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))


class AuditRow(Row):
    """One act: who, what, whom, why. An undoing is a row of its own; the database deletes none."""

    __tablename__ = "moderation_audit"
    __table_args__ = (Index(None, "community_id", "sanction_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(String(16))
    by_member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    rule: Mapped[str] = mapped_column(String(16))
    detail: Mapped[str] = mapped_column(String(300))
    sanction_id: Mapped[int | None] = mapped_column(ForeignKey("sanctions.id"))
    until: Mapped[datetime | None]
