"""Every Monday morning the week's best are named in each group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import communities, outbox, points
from core.i18n import speaking
from core.points import cards
from scheduler.job import job

if TYPE_CHECKING:
    from scheduler.job import Begin, Slot


@job(cron="0 9 * * mon", title="每周积分榜", catch_up="latest")
def weekly_board(begin: Begin, slot: Slot) -> None:
    """Post each community's board of the last seven days, unless nobody earned a point."""
    community = slot.community
    with begin() as uow:
        found = points.leaderboard(uow, community, points.Period.WEEK, until=slot.at)
        if not found.best:
            return
        with speaking(community.language):
            card = cards.weekly(found)
        for place in communities.one_of_each_space(uow, community.id):
            letter = outbox.Letter(
                community_id=community.id,
                key=f"weekly-board:{place.chat_id}:{slot.local:%Y-%m-%d}",
                to=place.address,
                card=card,
                delivery=outbox.Delivery.ONCE,
                due=community.loud_from(uow.now),
            )
            outbox.post(uow, letter)
