"""Every hour: end the memberships whose time is over, and remind members of those that end soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import members, membership, outbox
from core.i18n import speaking
from core.membership import cards
from scheduler.job import job

if TYPE_CHECKING:
    from core.membership import Notice
    from core.uow import UnitOfWork
    from scheduler.job import Begin, Slot


@job(cron="0 * * * *", title="会员到期检查", catch_up="latest")
def expiry_sweep(begin: Begin, slot: Slot) -> None:
    """Sweep a community's memberships and write the letters that this makes due."""
    with begin() as uow:
        over = membership.sweep(uow, slot.community)
        for notice in (*over, *membership.due_reminders(uow, slot.community)):
            _write(uow, notice)


def _write(uow: UnitOfWork, notice: Notice) -> None:
    address = members.address_of(uow, notice.member.id)
    if address is None:
        return
    with speaking(notice.member.language):
        card = cards.notice(notice)
    letter = outbox.Letter(
        community_id=notice.member.community_id,
        key=notice.key,
        to=address,
        card=card,
        delivery=outbox.Delivery.AT_LEAST,
        due=notice.due,
        member_id=notice.member.id,
    )
    outbox.post(uow, letter)
