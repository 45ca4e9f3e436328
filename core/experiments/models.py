"""Rows of experiments, of who was shown what, of what was promoted, and of who decided it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Json, Row


class ExperimentRow(Row):
    """An experiment; ``tallies`` are the sums as they stood when it was stopped."""

    __tablename__ = "experiments"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index(None, "community_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    surface: Mapped[str] = mapped_column(String(16))
    hypothesis: Mapped[str] = mapped_column(String(200))
    variants: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    metric: Mapped[str] = mapped_column(String(16))
    rule: Mapped[str] = mapped_column(String(16))
    baseline: Mapped[float]
    deviation: Mapped[float]
    lift: Mapped[float]
    horizon: Mapped[int]
    days: Mapped[int]
    layer: Mapped[str] = mapped_column(String(32))
    first_bucket: Mapped[int]
    buckets: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    winner: Mapped[str] = mapped_column(String(40))
    tallies: Mapped[dict[str, Any]]


class ExposureRow(Row):
    """That a member, or a whole chat, was shown a variant; ``at`` is empty until it arrived.

    ``key`` says which experiment, who and on what day; ``letter`` is the key of the letter that
    carries it, empty for an answer.
    """

    __tablename__ = "experiment_exposures"
    __table_args__ = (
        UniqueConstraint("community_id", "key"),
        Index(None, "community_id", "letter"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    experiment_id: Mapped[int] = mapped_column(ForeignKey("experiments.id"), index=True)
    variant: Mapped[str] = mapped_column(String(40))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chats.id"))
    at: Mapped[datetime | None]
    courses: Mapped[list[int]] = mapped_column(Json)
    letter: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(64))


class PromotedRow(Row):
    """What a community uses from now on wherever suggestions are read, as experiments decided."""

    __tablename__ = "promoted_recipes"
    __table_args__ = (UniqueConstraint("community_id", "surface"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    surface: Mapped[str] = mapped_column(String(16))
    recipe: Mapped[dict[str, Any]]


class DecisionRow(Row):
    """What somebody decided about an experiment; lines are only ever added."""

    __tablename__ = "experiment_decisions"
    __table_args__ = (Index(None, "community_id", "experiment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    experiment_id: Mapped[int] = mapped_column(ForeignKey("experiments.id"))
    act: Mapped[str] = mapped_column(String(16))
    by_member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    at: Mapped[datetime]
    detail: Mapped[dict[str, Any]]
