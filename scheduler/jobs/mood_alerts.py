"""Every morning moderators are told of chats whose mood dropped, at most once in three days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import members, outbox, sentiment
from core.i18n import speaking
from core.roles import Role
from core.sentiment import cards
from scheduler.job import job

if TYPE_CHECKING:
    from core.communities import Community
    from core.sentiment import Alert
    from core.uow import UnitOfWork
    from scheduler.job import Begin, Slot


@job(cron="40 8 * * *", title="情绪异常提醒", catch_up="latest")
def mood_alerts(begin: Begin, slot: Slot) -> None:
    """Write to a community's moderators about drops up to the day before."""
    with begin() as uow:
        for alert in sentiment.watch(uow, slot.community, slot.local.date() - timedelta(days=1)):
            _tell(uow, slot.community, alert)


def _tell(uow: UnitOfWork, community: Community, alert: Alert) -> None:
    for moderator, address in members.reachable_staff(uow, community.id, Role.MODERATOR):
        with speaking(moderator.language):
            card = cards.dropped(alert, sentiment.measured_error())
        letter = outbox.Letter(
            community_id=community.id,
            key=f"mood-alert:{alert.place.chat_id}:{alert.drop.until}:{moderator.id}",
            to=address,
            card=card,
            delivery=outbox.Delivery.AT_LEAST,
            due=community.loud_from(uow.now, moderator.zone),
            member_id=moderator.id,
        )
        outbox.post(uow, letter)
