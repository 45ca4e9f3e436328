"""Every night a community's old records go: letters that ended, and runs of jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import outbox, runs
from scheduler.job import job

if TYPE_CHECKING:
    from scheduler.job import Begin, Slot


@job(cron="45 3 * * *", title="清理过期记录", catch_up="latest")
def prune_records(begin: Begin, slot: Slot) -> None:
    """Delete what ended more than three months ago; what waits or is the latest stays."""
    with begin() as uow:
        outbox.prune(uow, slot.community.id)
        runs.prune(uow, slot.community.id)
