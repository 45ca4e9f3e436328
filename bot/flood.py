"""Flood: how many commands one member may send, by a moving window."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

if TYPE_CHECKING:
    from bot.updates import Update


class Verdict(Enum):
    """What to do with a command or a press: serve it, say once that it is too many, be silent."""

    SERVE = auto()
    NOTICE = auto()
    SILENCE = auto()


class Flood:
    """Counts commands and presses per person and chat; ``per_minute`` of 0 sets no limit."""

    def __init__(self, per_minute: int) -> None:
        """Allow so many commands a minute."""
        self._per_minute = per_minute
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    def judge(self, update: Update) -> Verdict:
        """Count an update and say what to do with it."""
        if self._per_minute <= 0:
            return Verdict.SERVE
        who = (update.actor.platform, update.actor.id, update.chat.id)
        if self._windows.hit(RateLimitItemPerMinute(self._per_minute), "serve", *who):
            return Verdict.SERVE
        if self._windows.hit(RateLimitItemPerMinute(1), "notice", *who):
            return Verdict.NOTICE
        return Verdict.SILENCE
