"""Every query about the jobs' runs and plans."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import aliased

from core.runs.models import JobPlanRow, JobRunRow
from core.runs.run import Outcome, Run

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from core.uow import UnitOfWork

_RUN = select(
    JobRunRow.community_id,
    JobRunRow.job,
    JobRunRow.slot,
    JobRunRow.started_at,
    JobRunRow.ended_at,
    JobRunRow.outcome,
    JobRunRow.trouble,
)


def add(uow: UnitOfWork, community_id: int, job: str, slot: datetime, outcome: Outcome) -> bool:
    """Insert a run; False when there is one of that slot."""
    values = {
        "community_id": community_id,
        "job": job,
        "slot": _text(slot),
        "started_at": uow.now,
        "outcome": outcome.value,
        "trouble": "",
    }
    statement = uow.insert(JobRunRow).values(values).on_conflict_do_nothing()
    return uow.execute(statement.returning(JobRunRow.id)).first() is not None


def take_over(
    uow: UnitOfWork, community_id: int, job: str, slot: datetime, before: datetime
) -> bool:
    """Start a run anew that nobody did, or that began before a moment and never ended."""
    unended = and_(JobRunRow.outcome == Outcome.RUNNING.value, JobRunRow.started_at < before)
    undone = or_(JobRunRow.outcome == Outcome.BASELINE.value, unended)
    statement = update(JobRunRow).where(*_named(community_id, job, slot), undone)
    again = {"outcome": Outcome.RUNNING.value, "started_at": uow.now}
    return uow.execute(statement.values(again)).rowcount > 0


def delete_old(uow: UnitOfWork, community_id: int, before: datetime) -> int:
    """Delete a community's runs that began before a moment, but each job's latest."""
    newer = aliased(JobRunRow)
    followed = (
        select(newer.id)
        .where(newer.community_id == community_id, newer.job == JobRunRow.job)
        .where(newer.slot > JobRunRow.slot)
        .exists()
    )
    old = (JobRunRow.community_id == community_id, JobRunRow.started_at < before)
    return uow.execute(delete(JobRunRow).where(*old, followed)).rowcount


def change(
    uow: UnitOfWork, community_id: int, job: str, slot: datetime, values: dict[str, Any]
) -> None:
    """Change a run."""
    uow.execute(update(JobRunRow).where(*_named(community_id, job, slot)).values(values))


def get(uow: UnitOfWork, community_id: int, job: str, slot: datetime) -> Run | None:
    """Return the run of a slot."""
    row = uow.execute(_RUN.where(*_named(community_id, job, slot))).first()
    return _run(row) if row else None


def last(uow: UnitOfWork, community_id: int, job: str, *, with_baseline: bool = True) -> Run | None:
    """Return the run with the newest slot of a job."""
    query = _RUN.where(JobRunRow.community_id == community_id, JobRunRow.job == job)
    if not with_baseline:
        query = query.where(JobRunRow.outcome != Outcome.BASELINE.value)
    row = uow.execute(query.order_by(JobRunRow.slot.desc()).limit(1)).first()
    return _run(row) if row else None


def running(uow: UnitOfWork, before: datetime) -> list[Run]:
    """Return the runs that began before a moment and did not end, oldest slot first."""
    query = _RUN.where(JobRunRow.outcome == Outcome.RUNNING.value, JobRunRow.started_at < before)
    return [_run(row) for row in uow.execute(query.order_by(JobRunRow.slot, JobRunRow.id))]


def set_plan(
    uow: UnitOfWork, community_id: int, job: str, *, title: str, next_slot: datetime
) -> None:
    """Insert or replace a job's plan."""
    told = {"title": title, "next_slot": _text(next_slot)}
    statement = uow.insert(JobPlanRow).values(community_id=community_id, job=job, **told)
    uow.execute(statement.on_conflict_do_update(index_elements=["community_id", "job"], set_=told))


def plans(uow: UnitOfWork, community_id: int) -> Sequence[tuple[str, str, datetime]]:
    """Return (job, title, next slot) of every plan of a community, the next one first."""
    query = (
        select(JobPlanRow.job, JobPlanRow.title, JobPlanRow.next_slot)
        .where(JobPlanRow.community_id == community_id)
        .order_by(JobPlanRow.next_slot, JobPlanRow.job)
    )
    return [(job, title, _slot(text)) for job, title, text in uow.execute(query)]


def keep_plans(uow: UnitOfWork, jobs: Collection[str]) -> None:
    """Delete the plans of all other jobs."""
    uow.execute(delete(JobPlanRow).where(JobPlanRow.job.not_in(jobs)))


def _named(community_id: int, job: str, slot: datetime) -> tuple[Any, ...]:
    return (
        JobRunRow.community_id == community_id,
        JobRunRow.job == job,
        JobRunRow.slot == _text(slot),
    )


def _run(row: SqlRow[Any]) -> Run:
    community_id, job, slot, started_at, ended_at, outcome, trouble = row
    return Run(community_id, job, _slot(slot), started_at, ended_at, Outcome(outcome), trouble)


def _text(slot: datetime) -> str:
    return slot.isoformat(timespec="minutes")


def _slot(text: str) -> datetime:
    return datetime.fromisoformat(text)
