"""The clock: the one place that time comes from, so that tests and the console may set it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol


class Clock(Protocol):
    """Anything that tells the time as an aware UTC datetime."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)


class ManualClock:
    """A clock that stands still until it is moved, or let run."""

    def __init__(self, start: datetime) -> None:
        """Stand at an aware datetime."""
        self._now = start.astimezone(UTC)
        self._running_since: float | None = None

    def now(self) -> datetime:
        """Return the moment it shows, in UTC."""
        if self._running_since is None:
            return self._now
        return self._now + timedelta(seconds=monotonic() - self._running_since)

    def let_run(self) -> None:
        """Go on from the moment shown at the pace of real time."""
        self._running_since = monotonic()

    def move_to(self, moment: datetime) -> None:
        """Stand at another moment; going back is refused with ValueError."""
        if moment < self.now():
            message = f"the clock stands at {self.now().isoformat()} and cannot go back"
            raise ValueError(message)
        self._now = moment.astimezone(UTC)
        if self._running_since is not None:
            self._running_since = monotonic()
