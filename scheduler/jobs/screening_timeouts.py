"""Every night what screening has ended by the clock is written down, and what is old forgotten.

Nobody waits for it: whoever is not let in is removed by a letter that was posted when they came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import screening
from scheduler.job import job

if TYPE_CHECKING:
    from scheduler.job import Begin, Slot


@job(cron="20 4 * * *", title="整理入群检查记录", catch_up="latest")
def screening_timeouts(begin: Begin, slot: Slot) -> None:
    """Bring a community's entries and raids up to date."""
    with begin() as uow:
        screening.tidy(uow, slot.community.id)
