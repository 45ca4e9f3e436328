"""Every morning moderators are told of chats whose mood dropped, at most once in three days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import members, sentiment
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
    members.write_to_staff(
        uow,
        community.id,
        Role.MODERATOR,
        f"mood-alert:{alert.place.chat_id}:{alert.drop.until}",
        lambda _reader: cards.dropped(alert, sentiment.measured_error()),
        due=lambda reader: community.loud_from(uow.now, reader.zone),
    )
