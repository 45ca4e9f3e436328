"""Rows of trained models and of what was suggested to whom; ``models/`` holds the models."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row


class ModelRow(Row):
    """What a community's models learned last; nothing of any member is in it."""

    __tablename__ = "recommenders"
    __table_args__ = (UniqueConstraint("community_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    trained_at: Mapped[datetime]
    content: Mapped[bytes]
    sha256: Mapped[str] = mapped_column(String(64))


class ShownRow(Row):
    """That a course was suggested, with the reason given; to a whole group without a member."""

    __tablename__ = "suggestions"
    __table_args__ = (
        Index(None, "community_id", "at"),
        Index(None, "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    at: Mapped[datetime]
    channel: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(16))
