"""Rows of care messages: drafted for a member, and what an administrator made of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row


class DraftRow(Row):
    """A drafted care message; ``text`` is kept until it is decided, and blank from then on.

    ``number`` counts within the community and is what administrators are shown; ``revision``
    counts the changes of the text; ``cause`` names the question or the membership's end.
    """

    __tablename__ = "care_drafts"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        UniqueConstraint("community_id", "cause"),
        Index(None, "community_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[int]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    cause: Mapped[str] = mapped_column(String(64))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"))
    subscription_id: Mapped[int | None] = mapped_column(ForeignKey("subscriptions.id"))
    text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    made_at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))
    decided_at: Mapped[datetime | None]
    decided_by_member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
