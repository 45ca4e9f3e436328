"""Every evening the moderators read what watching found, and once whether to switch it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import moderation
from scheduler.job import job

if TYPE_CHECKING:
    from scheduler.job import Begin, Slot


@job(cron="30 20 * * *", title="群内秩序日报", catch_up="latest")
def moderation_digest(begin: Begin, slot: Slot) -> None:
    """Write the day's letter, and ask the administrators when the month of watching is over."""
    with begin() as uow:
        moderation.tell_day(uow, slot.community, f"{slot.local:%Y-%m-%d}")
        moderation.ask_after_month(uow, slot.community)
