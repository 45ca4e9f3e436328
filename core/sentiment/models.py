"""Rows of the mood: what one local hour or day in a chat adds up to, for a member or for all."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row


class MoodRow(Row):
    """A member's hour in a chat: numbers only, and gone when the member is forgotten.

    ``hour`` is local, 0 to 23. ``messages`` counts everything read; ``confident`` the readings
    sure enough to count, of which ``score_sum`` adds the scores and ``positives`` and
    ``negatives`` count the labels.
    """

    __tablename__ = "moods"
    __table_args__ = (
        UniqueConstraint("community_id", "chat_id", "day", "hour", "member_id"),
        Index(None, "community_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    day: Mapped[date]
    hour: Mapped[int]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    messages: Mapped[int]
    confident: Mapped[int]
    score_sum: Mapped[float]
    positives: Mapped[int]
    negatives: Mapped[int]


class MoodTopicRow(Row):
    """How often a member's confident readings of a day touched a topic, and on which side.

    ``topic`` is a key of our own list of topics, never anything that was said.
    """

    __tablename__ = "mood_topics"
    __table_args__ = (
        UniqueConstraint("community_id", "chat_id", "day", "member_id", "topic"),
        Index(None, "community_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    day: Mapped[date]
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    topic: Mapped[str] = mapped_column(String(32))
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


class MoodAlertRow(Row):
    """A chat's day after which moderators were told that the mood had dropped."""

    __tablename__ = "mood_alerts"
    __table_args__ = (UniqueConstraint("community_id", "chat_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    day: Mapped[date]
