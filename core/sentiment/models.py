"""Rows of the mood: what a member's messages of one local day in one chat add up to."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row


class MoodRow(Row):
    """A member's day in a chat: numbers only, and gone when the member is forgotten.

    ``messages`` counts everything read; ``confident`` the readings sure enough to count, of which
    ``score_sum`` adds the scores and ``positives`` and ``negatives`` count the labels.
    """

    __tablename__ = "moods"
    __table_args__ = (
        UniqueConstraint("community_id", "chat_id", "day", "member_id"),
        Index(None, "community_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    day: Mapped[date]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    messages: Mapped[int]
    confident: Mapped[int]
    score_sum: Mapped[float]
    positives: Mapped[int]
    negatives: Mapped[int]
