"""Every night the recommender learns from what members who consented did with courses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import recommend
from scheduler.job import job

if TYPE_CHECKING:
    from scheduler.job import Begin, Slot


@job(cron="30 3 * * *", title="训练课程推荐", catch_up="latest")
def train_recommender(begin: Begin, slot: Slot) -> None:
    """Train a community's models, which run if a trial on held-out days went well."""
    recommend.learn(begin, slot.community.id)
