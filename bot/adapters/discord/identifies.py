"""The identify budget: Discord resets a token that begins too many sessions in one day."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HOUR = 3600.0
SHARE = 25  # of a day's identifies in one hour, so that a whole day stays below the limit


class TooManySessions(RuntimeError):  # noqa: N818 - a state of the connection
    """A session ends again and again soon after it began."""


class Budget:
    """Counts the sessions begun within the last hour, over every login of the process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with Discord's usual thousand a day."""
        self._clock = clock
        self._begun: deque[float] = deque()
        self._hourly = 1000 // SHARE

    def learn(self, daily: int) -> None:
        """Take over how many identifies Discord allows in a day."""
        self._hourly = max(daily // SHARE, 1)

    def spend(self) -> None:
        """Count one identify; raises TooManySessions where the hour's are used up."""
        if self.pause():
            raise TooManySessions("the hour's sessions are used up")
        self._begun.append(self._clock())

    def pause(self) -> float:
        """Return for how many seconds no session may be begun."""
        now = self._clock()
        while self._begun and self._begun[0] <= now - HOUR:
            self._begun.popleft()
        return self._begun[0] + HOUR - now if len(self._begun) >= self._hourly else 0.0
