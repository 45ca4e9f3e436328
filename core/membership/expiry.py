"""The clock's part: subscriptions whose time is over move on, and members are told beforehand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import members
from core.members import Notification
from core.membership import journal, repository, service
from core.membership.machine import Move, State
from core.membership.subscription import Notice, Occasion

if TYPE_CHECKING:
    from core.communities import Community
    from core.membership.subscription import Subscription
    from core.uow import UnitOfWork

GRACE = timedelta(hours=72)
LADDER = ((Occasion.ONE_DAY, timedelta(hours=24)), (Occasion.THREE_DAYS, timedelta(days=3)))


def sweep(uow: UnitOfWork, community: Community) -> list[Notice]:
    """Move what is due one step on; return whom to tell. Repeating it at once changes nothing.

    The grace is counted from the step, so that nobody loses a day of it to an outage.
    """
    notices = []
    for subscription in repository.lapsing(uow, community.id):
        entering = subscription.state is State.ACTIVE
        until = uow.now + GRACE if entering else subscription.grace_until
        moved = journal.step(uow, subscription, Move.LAPSE, grace_until=until)
        if not entering:
            service.expired(uow, moved)
        notices.append((Occasion.GRACE if entering else Occasion.OVER, moved))
    return _wanted(uow, community, notices)


def due_reminders(uow: UnitOfWork, community: Community) -> list[Notice]:
    """Return the reminders of terms that end soon: three days before, and a day before.

    A term no longer than that is not reminded of. They are returned as long as they hold: their
    keys see to it that each is posted once.
    """
    furthest = max(ahead for _, ahead in LADDER)
    notices = [
        (occasion, subscription)
        for subscription in repository.expiring(uow, community.id, uow.now + furthest)
        if (occasion := _occasion(uow, subscription)) is not None
    ]
    wanted = _wanted(uow, community, notices)
    return [notice for notice in wanted if notice.due < notice.subscription.expires_at]


def ending(uow: UnitOfWork, community_id: int, within: timedelta) -> int:
    """Return how many memberships, trials among them, end within a time from now."""
    return len(repository.expiring(uow, community_id, uow.now + within))


def _occasion(uow: UnitOfWork, subscription: Subscription) -> Occasion | None:
    for occasion, ahead in LADDER:
        if subscription.expires_at - ahead <= uow.now:
            long_enough = subscription.expires_at - ahead > subscription.started_at
            return occasion if long_enough else None
    return None


def _wanted(
    uow: UnitOfWork, community: Community, notices: list[tuple[Occasion, Subscription]]
) -> list[Notice]:
    plans = service.plans(uow, community.id) if notices else {}
    wanted = []
    for occasion, subscription in notices:
        if not members.notified(uow, subscription.member_id, Notification.EXPIRY):
            continue
        member = members.by_id(uow, subscription.member_id)
        key = service.notice_prefix(occasion, subscription) + _day(subscription)
        due = community.loud_from(uow.now, member.zone)
        plan = plans[subscription.plan]
        wanted.append(Notice(occasion, key, due, member, subscription, plan))
    return wanted


def _day(subscription: Subscription) -> str:
    return subscription.expires_at.date().isoformat()
