"""The week that is over, for those who run the community."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from core.sentiment import service
from core.sentiment.series import Grain, Span

if TYPE_CHECKING:
    from datetime import date

    from core.communities import Community
    from core.sentiment.series import Trend
    from core.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Waiting:
    """Questions without an answer: how many (or more), the oldest's number and days of waiting."""

    number: int
    more: bool
    oldest: int
    days: int


@dataclass(frozen=True, slots=True)
class Weekly:
    """A community's week beside the week before; ``fortnight`` is both, day by day."""

    week: Trend
    fortnight: Trend


def weekly(uow: UnitOfWork, community: Community, today: date) -> Weekly:
    """Return the seven days that end with ``today``, the last finished local day."""
    night = datetime.combine(today, time(23), community.zoneinfo)
    week, fortnight = (
        service.trend(uow, community, Span(Grain.DAY, days), until=night) for days in (7, 14)
    )
    return Weekly(week, fortnight)
