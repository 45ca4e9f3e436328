"""Rows of the mood: what one local day in one chat adds up to, for a member and for the chat."""

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


class MoodDayRow(Row):
    """A chat's day, which names nobody and outlives the members' rows that it was counted from.

    ``members`` counts those with a confident reading; ``positives`` and ``negatives`` count the
    members among them whose day was so. Of fewer members than a mood needs all three are 0: one
    or two could be recognised. ``messages`` counts everything read.
    """

    __tablename__ = "mood_days"
    __table_args__ = (UniqueConstraint("community_id", "chat_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    day: Mapped[date]
    members: Mapped[int]
    positives: Mapped[int]
    negatives: Mapped[int]
    messages: Mapped[int]
