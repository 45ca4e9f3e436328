"""Every night finished days are counted by chat, and members' days of long ago are forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import sentiment
from scheduler.job import job

if TYPE_CHECKING:
    from scheduler.job import Begin, Slot


@job(cron="10 4 * * *", title="汇总群情绪", catch_up="latest")
def aggregate_mood(begin: Begin, slot: Slot) -> None:
    """Aggregate a community's mood up to the day before."""
    with begin() as uow:
        sentiment.aggregate(uow, slot.community, slot.local.date() - timedelta(days=1))
