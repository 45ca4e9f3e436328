"""Rows of the jobs' runs and plans."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row


class JobRunRow(Row):
    """A run of a job; ``slot`` is local wall time as text, such as 2026-01-05T09:00."""

    __tablename__ = "job_runs"
    __table_args__ = (
        UniqueConstraint("community_id", "job", "slot"),
        Index(None, "outcome", "started_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    job: Mapped[str] = mapped_column(String(64))
    slot: Mapped[str] = mapped_column(String(16))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(16))
    trouble: Mapped[str] = mapped_column(String(200))


class JobPlanRow(Row):
    """The next slot of a job, to be shown; what runs is decided by the runs alone."""

    __tablename__ = "job_plans"
    __table_args__ = (UniqueConstraint("community_id", "job"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    job: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(100))
    next_slot: Mapped[str] = mapped_column(String(16))
