"""What others see of a job's runs, and of when it will run next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

INTERRUPTED = "interrupted"


class Outcome(StrEnum):
    """What became of a run; the baseline ran nothing and says from when on slots count."""

    BASELINE = "baseline"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Run:
    """A job's run in one community.

    ``slot`` is the nominal local wall time (naive, to the minute); ``trouble`` names what made the
    run fail, `INTERRUPTED` when its process ended before it did.
    """

    community_id: int
    job: str
    slot: datetime
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome
    trouble: str


@dataclass(frozen=True, slots=True)
class Plan:
    """When a job will run next, in local wall time, and its last run, None before the first."""

    job: str
    title: str
    next_slot: datetime
    last: Run | None
