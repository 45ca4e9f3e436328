"""The simulated clock moves on: each slot in its order, and each letter at the moment it is due."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from core.clock import ManualClock

# Every hour of five years is run within minutes; a slip of the pen would take for ever.
FARTHEST = timedelta(days=5 * 366)


class Runner(Protocol):
    """What runs the scheduled jobs; it blocks."""

    def tick(self) -> None:
        """Run every slot that is due."""
        ...

    def upcoming(self, moment: datetime) -> Sequence[datetime]:
        """Return the moments up to another at which slots come about, in order."""
        ...


class Clockwork:
    """Moves the clock so that nothing on the way is missed or late."""

    def __init__(
        self,
        clock: ManualClock,
        runner: Runner,
        next_stop: Callable[[], datetime | None],
        deliver: Callable[[], Awaitable[object]],
    ) -> None:
        """Know what is to be done on the way.

        ``next_stop`` tells the first moment after the present one at which to deliver; it blocks.
        """
        self._clock = clock
        self._runner = runner
        self._next_stop = next_stop
        self._deliver = deliver

    async def move(self, to: datetime) -> None:
        """Move to a moment; raise a `Refusal` when it has passed or is too far off."""
        now = self._clock.now()
        if to < now:
            raise Refusal("时钟已经走到 {now}，不能往回拨。", now=now.isoformat())
        if to - now > FARTHEST:
            raise Refusal("一次最多往前拨五年。")
        await self._arrive(now)
        for slot in [*await asyncio.to_thread(self._runner.upcoming, to), to]:
            await self._stop_on_the_way(slot)
            await self._arrive(slot)

    async def _stop_on_the_way(self, slot: datetime) -> None:
        """Stop wherever something can be delivered before a slot."""
        while (stop := await asyncio.to_thread(self._next_stop)) is not None and stop < slot:
            await self._arrive(stop)

    async def _arrive(self, moment: datetime) -> None:
        self._clock.move_to(moment)
        await asyncio.to_thread(self._runner.tick)
        await self._deliver()
