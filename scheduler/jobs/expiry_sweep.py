"""Every hour: end the memberships whose time is over, and remind members of those that end soon."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core import members, membership
from core.membership import cards
from scheduler.job import job

if TYPE_CHECKING:
    from scheduler.job import Begin, Slot


@job(cron="0 * * * *", title="会员到期检查", catch_up="latest")
def expiry_sweep(begin: Begin, slot: Slot) -> None:
    """Sweep a community's memberships and write the letters that this makes due."""
    with begin() as uow:
        over = membership.sweep(uow, slot.community)
        for notice in (*over, *membership.due_reminders(uow, slot.community)):
            card = partial(cards.notice, notice)
            members.write_to(uow, notice.member, notice.key, card, due=notice.due)
