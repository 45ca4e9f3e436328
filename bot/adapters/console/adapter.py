"""The console's life: users' deeds become updates, and what comes of them is shown at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.adapters.console import inbound
from bot.adapters.console.clockwork import Clockwork
from bot.adapters.console.inbound import End, Fail, MoveClock, Rank, Refund
from bot.adapters.console.platform import PLATFORMS, ConsolePlatform
from bot.adapters.console.scene import Scene
from bot.adapters.console.users import Users
from bot.adapters.console.voice import ConsoleVoice
from bot.ear import Ear
from bot.updates import Payment
from core.clock import ManualClock
from core.i18n import t
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping
    from datetime import datetime
    from pathlib import Path

    from bot.adapters.console.clockwork import Runner
    from bot.adapters.console.inbound import AnyDeed
    from bot.adapters.console.scene import Out
    from bot.lanes import Lanes
    from bot.posts import Platform
    from bot.router import Router
    from bot.updates import Update

log = structlog.get_logger(__name__)


class Sender(Protocol):
    """What delivers letters."""

    async def deliver_due(self) -> int:
        """Send what is due now; return how many letters were taken up."""
        ...


class Machinery(Protocol):
    """What the console plays with: the application, wired and started."""

    @property
    def router(self) -> Router:
        """What hears updates; the clock of its writer is the one that is moved, if it can be."""
        ...

    @property
    def lanes(self) -> Lanes:
        """Who was asked to be silent."""
        ...

    @property
    def runner(self) -> Runner:
        """What runs the scheduled jobs."""
        ...

    def sender(self, platforms: Mapping[str, Platform]) -> Sender:
        """Return what delivers letters on the console's platforms."""
        ...


class Console:
    """A session at the console, with both platforms."""

    def __init__(
        self,
        machinery: Machinery,
        next_due: Callable[[], datetime | None],
        out: Out,
        *,
        record: Path | None = None,
    ) -> None:
        """Show what comes out with ``out``; a ``record`` keeps the messages' ids and buttons.

        ``next_due`` tells when the next waiting letter is due.
        """
        clock = machinery.router.writer.clock
        self.scene = Scene(clock, out, record)
        self.users = Users(self.scene)
        self._router = machinery.router
        self._runner = machinery.runner
        platforms = {name: ConsolePlatform(name, self.scene) for name in PLATFORMS}
        self._ears = {
            name: Ear(platform, machinery.router, machinery.lanes)
            for name, platform in platforms.items()
        }
        self._sender = machinery.sender(dict(platforms))
        self._next_due = next_due
        self._busy = asyncio.Lock()
        self._clockwork = (
            Clockwork(clock, self._runner, self._next_stop, self._sender.deliver_due)
            if isinstance(clock, ManualClock)
            else None
        )

    async def start(self) -> None:
        """Catch up with the slots that were missed while nothing ran."""
        await self._guarded(self._tick)

    async def take(self, line: bytes | str) -> bool:
        """Do what a line says and show what comes of it; return False when it says the end."""
        try:
            deed = inbound.read(line)
        except Refusal as refusal:
            self._complain(refusal)
            deed = None
        return await self.do(deed)

    async def do(self, deed: AnyDeed | None) -> bool:
        """Do a deed and deliver what is due; return False when it is the end."""
        async with self._busy:
            if deed is not None:
                await self._guarded(lambda: self._carry_out(deed))
            await self._guarded(self._settle)
        return not isinstance(deed, End)

    async def pump(self) -> None:
        """Let time pass: run the slots that are due and deliver."""
        async with self._busy:
            await self._guarded(self._settle)

    async def _guarded(self, work: Callable[[], Coroutine[object, object, None]]) -> None:
        try:
            await work()
        except Refusal as refusal:
            self._complain(refusal)
        except Exception:
            log.exception("a line at the console broke")
            self.scene.out({"error": t("出了点意外，这一步没有做完。")})

    async def _carry_out(self, deed: AnyDeed) -> None:
        match deed:
            case Rank() | Fail():
                self._arrange(deed)
            case MoveClock():
                await self._move(deed.to)
            case Refund():
                raise Refusal("这里还不能退款。")
            case End():
                return
            case _:
                await self._hear(self.users.update_of(deed))

    def _arrange(self, deed: Rank | Fail) -> None:
        if isinstance(deed, Fail):
            chat = self.users.chat(deed.on, deed.chat)
            self.scene.troubles.put(chat, deed.how, deed.seconds)
            return
        group = self.users.group(deed.on, deed.chat)
        listed = (deed.on, group.id, deed.user)
        if deed.do == "promote":
            self.scene.administrators.add(listed)
        else:
            self.scene.administrators.discard(listed)

    async def _move(self, to: datetime) -> None:
        if self._clockwork is None:
            raise Refusal("这里走的是真实时间，启动时加上 --now 才能拨动时钟。")
        await self._clockwork.move(to)

    async def _hear(self, update: Update) -> None:
        if isinstance(update, Payment) and not self._router.declarations.listening(update):
            raise Refusal("这里还不能付款。")
        voice = ConsoleVoice(self.scene, update)
        await self._ears[update.chat.platform].hear(update, voice)

    async def _settle(self) -> None:
        for ear in self._ears.values():
            await ear.settle()
        if self._clockwork is None:
            await self._tick()
        await self._sender.deliver_due()

    def _next_stop(self) -> datetime | None:
        """Return when a letter is due or a platform takes letters again."""
        now = self.scene.clock.now()
        due = self._next_due()
        moments = [*self.scene.troubles.ends(), *([due] if due else [])]
        # What is overdue waits for a platform that does not run here.
        return min((moment for moment in moments if moment > now), default=None)

    async def _tick(self) -> None:
        await asyncio.to_thread(self._runner.tick)

    def _complain(self, refusal: Refusal) -> None:
        self.scene.out({"error": refusal.said()})
