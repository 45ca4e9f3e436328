"""Rows of screening: a community's rules, who came and what became of it, raids, and the record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row


class RulesRow(Row):
    """How a community screens newcomers; without a row it does not."""

    __tablename__ = "screening_rules"

    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    captcha: Mapped[bool]
    minutes: Mapped[int]
    age_days: Mapped[int]
    raid_joins: Mapped[int]
    raid_minutes: Mapped[int]


class EntryRow(Row):
    """Somebody's coming into a chat: what is asked of them, until when, and what became of it.

    ``user_id`` is the account that came, to which deeds are done; ``tries`` counts wrong answers.
    """

    __tablename__ = "screening_entries"
    __table_args__ = (
        Index(None, "community_id", "state"),
        Index(None, "community_id", "came_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    user_id: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    tries: Mapped[int]
    came_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]


class RaidRow(Row):
    """A time in which nobody new is let in; ``ended_at`` is set once it is over."""

    __tablename__ = "screening_raids"
    __table_args__ = (Index(None, "community_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class RecordRow(Row):
    """One step of screening: what happened, to whom, by whom (None: by itself), and a detail."""

    __tablename__ = "screening_records"
    __table_args__ = (Index(None, "community_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    at: Mapped[datetime]
    step: Mapped[str] = mapped_column(String(16))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    by_member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    detail: Mapped[str] = mapped_column(String(64))
