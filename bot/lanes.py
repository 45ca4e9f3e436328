"""Lanes: how fast a platform lets us speak, and the silence it asked for."""

from __future__ import annotations

from datetime import timedelta
from time import time
from typing import TYPE_CHECKING

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

if TYPE_CHECKING:
    from datetime import datetime

    from bot.posts import Limits
    from core.addresses import Address
    from core.clock import Clock

    Window = tuple[RateLimitItemPerSecond, tuple[str, ...]]


class Lanes:
    """Counts every send of every platform in moving windows."""

    def __init__(self, clock: Clock) -> None:
        """Start with every lane free."""
        self._clock = clock
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._limits: dict[str, Limits] = {}
        self._silent: dict[tuple[str, str], datetime] = {}

    def open(self, platform: str, limits: Limits) -> None:
        """Learn a platform's limits."""
        self._limits[platform] = limits

    def wait(self, to: Address) -> float:
        """Return 0 and count a send, or how many seconds to wait before asking again."""
        silence = self.silence(to)
        if silence > 0:
            return silence
        windows = self._windows_of(to)
        for item, ids in windows:
            if not self._windows.test(item, *ids):
                reset, _left = self._windows.get_window_stats(item, *ids)
                return max(reset - time(), 0.01)
        for item, ids in windows:
            self._windows.hit(item, *ids)
        return 0.0

    def halt(self, to: Address, seconds: float, *, whole: bool) -> None:
        """Be silent for a while: on the whole platform, or in one chat."""
        lane = (to.platform, "" if whole else to.chat_id)
        self._silent[lane] = self._clock.now() + timedelta(seconds=seconds)

    def silence(self, to: Address) -> float:
        """Return for how many seconds nothing may be sent to a chat."""
        now = self._clock.now()
        ends = [
            self._silent.get(lane, now) for lane in ((to.platform, ""), (to.platform, to.chat_id))
        ]
        return max((max(ends) - now).total_seconds(), 0.0)

    def silent_chats(self) -> list[tuple[str, str]]:
        """Return (platform, chat id) of the chats in which nothing may be sent now."""
        now = self._clock.now()
        return [lane for lane, end in self._silent.items() if end > now and lane[1]]

    def silent_platforms(self) -> set[str]:
        """Return the platforms on which nothing may be sent now."""
        now = self._clock.now()
        return {
            platform for (platform, chat), end in self._silent.items() if end > now and not chat
        }

    def _windows_of(self, to: Address) -> list[Window]:
        limits = self._limits.get(to.platform)
        if limits is None:
            return []
        group = None if to.private else limits.group
        wanted = (
            (limits.platform, (to.platform,)),
            (limits.chat, (to.platform, to.chat_id)),
            (group, (to.platform, to.chat_id, "group")),
        )
        return [
            (RateLimitItemPerSecond(window[0], int(window[1])), ids)
            for window, ids in wanted
            if window is not None
        ]
