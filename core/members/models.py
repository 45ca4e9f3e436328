"""Rows of members, their accounts, where they are, and what they agreed to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row


class MemberRow(Row):
    """A person in a community; after erasure the row stays as a pseudonym."""

    __tablename__ = "members"
    __table_args__ = (Index(None, "community_id", "erased_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    name: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    zone: Mapped[str] = mapped_column(String(64))
    role: Mapped[int]
    interests: Mapped[list[str]]
    notifications: Mapped[dict[str, Any]]
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("members.id"))


class AccountRow(Row):
    """A member's account on a platform; ``reachable`` is false once a private send was refused."""

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("community_id", "platform", "external_id"),
        Index(None, "platform", "external_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    platform: Mapped[str] = mapped_column(String(32))
    external_id: Mapped[str] = mapped_column(String(64))
    username: Mapped[str | None] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    reachable: Mapped[bool]
    seen_at: Mapped[datetime]


class PresenceRow(Row):
    """A member's being in a chat."""

    __tablename__ = "presences"
    __table_args__ = (UniqueConstraint("community_id", "member_id", "chat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class ConsentRow(Row):
    """A member's latest word on one purpose."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("community_id", "member_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(16))
    given: Mapped[bool]
    at: Mapped[datetime]


class LinkCodeRow(Row):
    """A code that joins two accounts; only its digest is kept.

    ``answering`` is the member who entered the first code of a link begun in a group, whom the
    second code will join to ``member_id``.
    """

    __tablename__ = "link_codes"
    __table_args__ = (UniqueConstraint("community_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    digest: Mapped[str] = mapped_column(String(64))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    answering: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    public: Mapped[bool]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
