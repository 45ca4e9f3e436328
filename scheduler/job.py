"""Declaring a job: when it runs, and what becomes of runs that were missed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from core.uow import Begin

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from core.communities import Community

__all__ = ["Begin", "CatchUp", "Job", "Slot", "job"]

CatchUp = Literal["skip", "latest", "all"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One run of a job for one community.

    ``local`` is the nominal local wall time (naive) that names the run; ``at`` the moment in UTC.
    """

    community: Community
    local: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Job:
    """A job as declared; ``cron`` is read in each community's own zone."""

    name: str
    title: str
    cron: str
    catch_up: CatchUp
    run: Callable[[Begin, Slot], None]


def job(
    *, cron: str, title: str, catch_up: CatchUp = "latest"
) -> Callable[[Callable[[Begin, Slot], None]], Job]:
    """Declare the function below as a job named after it.

    ``catch_up`` says what a restart does about slots missed: ``skip`` them, run the ``latest``, or
    ``all`` in order.
    """

    def declare(run: Callable[[Begin, Slot], None]) -> Job:
        return Job(run.__name__, title, cron, catch_up, run)

    return declare
