"""An adapter at work in a thread of its own, with an ear that writes down what it hears."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self, TypeVar

from bot.adapters.telegram import TelegramAdapter, TelegramOptions

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from types import TracebackType

    from bot.posts import Voice
    from bot.routes import CommandSpec
    from bot.updates import Update
    from tests.standins.telegram import TelegramStandIn

    Answer = Callable[[Update, Voice], Awaitable[object]]

T = TypeVar("T")


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class DatabaseGoneError(Exception):
    """What a commit meets while the database is away."""


class RecordingEar:
    """Hears every update once; ``outages`` commits fail first, ``answer`` speaks afterwards."""

    def __init__(
        self, answer: Answer | None = None, outages: int = 0, commands: tuple[CommandSpec, ...] = ()
    ) -> None:
        """Begin with nothing heard."""
        self.commands = commands
        self.heard: list[Update] = []
        self.tries: list[str] = []
        self.outages = outages
        self.errors: list[BaseException] = []
        self._answer = answer
        self._tasks: set[asyncio.Task[None]] = set()

    async def hear(self, update: Update, voice: Voice) -> None:
        """Write the update down, unless the database is away or it was heard before."""
        self.tries.append(update.key)
        await asyncio.sleep(0)
        if self.outages > 0:
            self.outages -= 1
            raise DatabaseGoneError
        if update.key in {known.key for known in self.heard}:
            return
        self.heard.append(update)
        task = asyncio.get_running_loop().create_task(self._say(update, voice))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _say(self, update: Update, voice: Voice) -> None:
        try:
            await self._answer(update, voice) if self._answer else None
        except Exception as error:  # noqa: BLE001 - a test looks at it
            self.errors.append(error)
        await voice.finish()


class Running:
    """A context manager that runs an adapter against the stand-in."""

    def __init__(
        self, tg: TelegramStandIn, ear: RecordingEar | None = None, **options: object
    ) -> None:
        """Prepare an adapter; ``options`` are those of `TelegramOptions`."""
        here = TelegramOptions(tg.token, base_url=tg.url, poll_timeout=1)
        self.adapter = TelegramAdapter(replace(here, **options))  # type: ignore[arg-type] # any option
        self.ear = ear or RecordingEar()
        self.ended: BaseException | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._run: asyncio.Task[None] | None = None

    def __enter__(self) -> Self:
        """Start the adapter."""
        self._thread.start()
        self.do(self._start())
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _t: TracebackType | None,
    ) -> None:
        """Stop the adapter and its thread."""
        self.do(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something where the adapter runs, and return its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _start(self) -> None:
        self._run = asyncio.create_task(self._serve())

    async def _serve(self) -> None:
        try:
            await self.adapter.run(self.ear)  # type: ignore[arg-type] # at the platform's edge
        except Exception as error:  # noqa: BLE001 - a test looks at it
            self.ended = error

    async def _stop(self) -> None:
        if self._run is not None:
            self._run.cancel()
            with suppress(asyncio.CancelledError):
                await self._run
