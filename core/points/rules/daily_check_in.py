"""Checking in pays once a day, the day being that of the member's own zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.events import CheckedIn
from core.points.rule import Award, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=CheckedIn, points=3, title="每日签到")
def daily_check_in(event: CheckedIn) -> Iterator[Award]:
    """Pay the member."""
    yield Award(to=event.member_id, key=f"day:{event.day.isoformat()}:member:{event.member_id}")
