"""Watching the mood of every chat, night by night, and saying which of them dropped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from core import communities
from core.sentiment import repository, service
from core.sentiment.alerts import APART, USUAL, WATCHED, drop_in
from core.sentiment.series import Grain, Span

if TYPE_CHECKING:
    from datetime import date

    from core.communities import Community, Place
    from core.sentiment.alerts import Drop
    from core.sentiment.series import Trend
    from core.uow import UnitOfWork

SHOWN_DAYS = 28


@dataclass(frozen=True, slots=True)
class Alert:
    """A chat whose mood dropped, how many members were read since, and what they were about.

    ``trend`` shows the four weeks that end with the drop.
    """

    place: Place
    drop: Drop
    members: int
    topics: tuple[str, ...]
    trend: Trend


def watch(uow: UnitOfWork, community: Community, today: date) -> list[Alert]:
    """Return the chats whose mood dropped by the end of ``today``, the last finished local day.

    A chat is told of at most once in three days; asking again for the same day is harmless.
    """
    since = today - timedelta(days=USUAL + WATCHED)
    told = repository.last_alerts(uow, community.id)
    places = {place.chat_id: place for place in communities.places_in(uow, community.id)}
    alerts = []
    for chat_id, days in repository.chat_days(uow, community.id, since, today).items():
        last = told.get(chat_id)
        if chat_id not in places or (last is not None and today - last < APART):
            continue
        drop = drop_in(days, today, after=last)
        if drop is not None:
            repository.add_alert(uow, community.id, chat_id, today)
            alerts.append(_alert(uow, community, places[chat_id], drop))
    return alerts


def _alert(uow: UnitOfWork, community: Community, place: Place, drop: Drop) -> Alert:
    night = datetime.combine(drop.until, time(23), community.zoneinfo)
    days = (drop.until - drop.since).days + 1
    lately, shown = (
        service.trend(uow, community, Span(Grain.DAY, number), until=night, chat_id=place.chat_id)
        for number in (days, SHOWN_DAYS)
    )
    return Alert(place, drop, lately.now.members, lately.topics, shown)
