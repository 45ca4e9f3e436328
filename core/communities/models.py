"""Rows of communities and their chats."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row


class CommunityRow(Row):
    """A paid learning community: the tenant that owns everything else."""

    __tablename__ = "communities"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    quiet_from: Mapped[int]
    quiet_to: Mapped[int]
    welcome: Mapped[str] = mapped_column(String(2000))
    rules: Mapped[str] = mapped_column(String(4000))
    created_at: Mapped[datetime]


class ChatRow(Row):
    """A chat on a platform; it belongs to one community, so its key names none.

    ``mark`` is the last message id heard there, for platforms that replay nothing.
    """

    __tablename__ = "chats"
    __table_args__ = (
        UniqueConstraint("platform", "external_id"),
        Index(None, "platform", "space"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    platform: Mapped[str] = mapped_column(String(32))
    external_id: Mapped[str] = mapped_column(String(64))
    space: Mapped[str | None] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(255))
    mark: Mapped[str | None] = mapped_column(String(64))
    bound_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class InstanceRow(Row):
    """What this installation as a whole keeps, by name."""

    __tablename__ = "instance"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))
