"""Every night the keys of updates that no platform will repeat any more are forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import inbox
from scheduler.job import job

if TYPE_CHECKING:
    from scheduler.job import Begin, Slot


@job(cron="40 3 * * *", title="清理收讯记录", catch_up="latest")
def prune_inbox(begin: Begin, slot: Slot) -> None:
    """Prune the inbox, which all communities share; doing it once more is harmless."""
    del slot
    with begin() as uow:
        inbox.prune(uow)
