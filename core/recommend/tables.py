"""Rows of trained models and of what was suggested to whom; ``models/`` holds the models."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row


class ModelRow(Row):
    """What a community's models learned; one is ``running``, and no row of it is a member's.

    ``trained_at`` is when the data were read that it learned from, ``figures`` what was measured
    of it when it was to be promoted.
    """

    __tablename__ = "recommenders"
    __table_args__ = (Index(None, "community_id", "running"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    trained_at: Mapped[datetime]
    content: Mapped[bytes]
    sha256: Mapped[str] = mapped_column(String(64))
    running: Mapped[bool]
    figures: Mapped[dict[str, Any]]


class ShownRow(Row):
    """That a course was suggested, with the reason given; to a whole group without a member.

    ``position`` counts from 1 within the list, ``propensity`` is the probability with which the
    course came to stand there (None where nothing may be measured: a group, or no consent),
    ``explored`` says that it did so to be tried out, ``clicked_at`` when the member followed it.
    """

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
    position: Mapped[int]
    propensity: Mapped[float | None]
    explored: Mapped[bool]
    clicked_at: Mapped[datetime | None]


class TrialRow(Row):
    """How a course fared on a day with the members who consented, counted up as it happens.

    ``clicked`` are those of the day's suggestions that were followed, whenever that was.
    """

    __tablename__ = "suggestion_trials"
    __table_args__ = (UniqueConstraint("community_id", "course_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    day: Mapped[date]
    shown: Mapped[int]
    clicked: Mapped[int]
    explored: Mapped[int]
