"""Order: what happened in one channel is heard one by one, and again until it is kept.

Discord's gateway has no acknowledgement, so an update that could not be committed is ours to keep.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Job = Callable[[], Awaitable[None]]

log = logging.getLogger(__name__)

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 30.0


class Lanes:
    """Queues by name, each worked off in order by a task of its own while it holds anything."""

    def __init__(self) -> None:
        """Begin with no lane."""
        self._waiting: dict[str, deque[Job]] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}

    def put(self, lane: str, job: Job) -> None:
        """Add a job at the end of a lane; it is repeated until it raises nothing."""
        if lane in self._waiting:
            self._waiting[lane].append(job)
            return
        self._waiting[lane] = deque([job])
        self._workers[lane] = asyncio.create_task(self._work(lane), name=f"discord lane {lane}")

    async def close(self) -> None:
        """Stop every lane where it stands."""
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        self._waiting.clear()
        self._workers.clear()

    async def _work(self, lane: str) -> None:
        jobs = self._waiting[lane]
        while jobs:
            await _until_done(jobs[0])
            jobs.popleft()
        del self._waiting[lane], self._workers[lane]


async def _until_done(job: Job) -> None:
    pause = FIRST_PAUSE
    while True:
        try:
            await job()
        except Exception as error:  # noqa: BLE001 - an edge: whatever failed, the update is kept
            log.warning("not heard yet, again in %.1f s: %s", pause, type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            return
