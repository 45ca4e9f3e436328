"""What can be done with runs: claim one, finish it, look up the last, tell the next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core.runs import repository
from core.runs.run import Outcome, Plan, Run

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from core.uow import UnitOfWork

# A run that takes longer than this is held to have died with its process.
PATIENCE = timedelta(minutes=15)
TROUBLE_LIMIT = 200
KEPT = timedelta(days=90)


def claim(uow: UnitOfWork, community_id: int, job: str, slot: datetime) -> bool:
    """Begin a run and return True, unless somebody has run that slot or is running it."""
    if repository.add(uow, community_id, job, slot, Outcome.RUNNING):
        return True
    return repository.take_over(uow, community_id, job, slot, uow.now - PATIENCE)


def finish(
    uow: UnitOfWork, community_id: int, job: str, slot: datetime, *, trouble: str = ""
) -> None:
    """End a run: done, or failed when there was trouble."""
    values = {
        "outcome": (Outcome.FAILED if trouble else Outcome.DONE).value,
        "ended_at": uow.now,
        "trouble": trouble[:TROUBLE_LIMIT],
    }
    repository.change(uow, community_id, job, slot, values)


def baseline(uow: UnitOfWork, community_id: int, job: str, slot: datetime) -> None:
    """Note a job's first being seen in a community: its slots count from now on."""
    repository.add(uow, community_id, job, slot, Outcome.BASELINE)


def get(uow: UnitOfWork, community_id: int, job: str, slot: datetime) -> Run:
    """Return the run of a slot; KeyError when there is none."""
    run = repository.get(uow, community_id, job, slot)
    if run is None:
        raise KeyError(job, slot)
    return run


def last(uow: UnitOfWork, community_id: int, job: str) -> Run | None:
    """Return the run with the newest slot, or the baseline; None for a job never seen."""
    return repository.last(uow, community_id, job)


def prune(uow: UnitOfWork, community_id: int) -> int:
    """Delete runs older than three months, but each job's latest; return how many there were."""
    return repository.delete_old(uow, community_id, uow.now - KEPT)


def stale(uow: UnitOfWork) -> list[Run]:
    """Return the runs of all communities that began long ago and never ended."""
    return repository.running(uow, uow.now - PATIENCE)


def plan(uow: UnitOfWork, community_id: int, job: str, *, title: str, next_slot: datetime) -> None:
    """Tell when a job will run next."""
    repository.set_plan(uow, community_id, job, title=title, next_slot=next_slot)


def plans(uow: UnitOfWork, community_id: int) -> list[Plan]:
    """Return every job that is planned in a community with its last run, the next one first."""
    return [
        Plan(job, title, slot, repository.last(uow, community_id, job, with_baseline=False))
        for job, title, slot in repository.plans(uow, community_id)
    ]


def retire(uow: UnitOfWork, jobs: Collection[str]) -> None:
    """Drop the plans of jobs that are no longer among these."""
    repository.keep_plans(uow, jobs)
