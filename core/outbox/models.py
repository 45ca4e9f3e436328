"""Rows of letters, and of the messages that they and replies became."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row


class LetterRow(Row):
    """A letter: where it goes, when it is due, who is sending it, and how it ended.

    ``deed`` is empty where something is said, and once it has ended.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("community_id", "key"),
        Index(None, "ending", "due_at"),
        Index(None, "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    key: Mapped[str] = mapped_column(String(200))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    platform: Mapped[str] = mapped_column(String(32))
    chat_id: Mapped[str] = mapped_column(String(64))
    private: Mapped[bool]
    thread: Mapped[str | None] = mapped_column(String(64))
    card: Mapped[dict[str, Any]]
    deed: Mapped[dict[str, Any]]
    subject: Mapped[str | None] = mapped_column(String(64))
    delivery: Mapped[str] = mapped_column(String(16))
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int]
    ending: Mapped[str | None] = mapped_column(String(16))
    ended_at: Mapped[datetime | None]
    message_id: Mapped[str | None] = mapped_column(String(64))
    trouble: Mapped[str | None] = mapped_column(Text)


class PostingRow(Row):
    """What a message on a platform is about, e.g. ``question:42``."""

    __tablename__ = "postings"
    __table_args__ = (
        UniqueConstraint("community_id", "platform", "chat_id", "message_id"),
        Index(None, "community_id", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    platform: Mapped[str] = mapped_column(String(32))
    chat_id: Mapped[str] = mapped_column(String(64))
    message_id: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
