"""The outbox's sender: takes letters that are due and sees each of them to its end."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot import deeds
from bot.images import image_of
from bot.posts import Ambiguous, NotSent, Post, SendError, Throttled, Unreachable
from core import bootstrap, outbox
from core.outbox import Delivery, Ending
from core.uow import OUTBOX

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.lanes import Lanes
    from bot.posts import Platform
    from bot.seals import Seals
    from core.outbox import Deed, Parcel
    from core.uow import UnitOfWork
    from core.writer import Writer

ATTEMPTS = 8
BACK_OFF = timedelta(seconds=5)
LONGEST_BACK_OFF = timedelta(minutes=30)
IDLE_SECONDS = 5.0
# A lane that is free again sooner than this is waited for; otherwise its letter goes back.
LANE_PATIENCE = 2.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Done:
    """What to write of a letter, and for how many seconds those behind it must wait."""

    write: Callable[[UnitOfWork], None]
    pause: float = 0.0


class Sender:
    """Sends letters through the platforms that run here."""

    def __init__(
        self, writer: Writer, platforms: Mapping[str, Platform], lanes: Lanes, seals: Seals
    ) -> None:
        """Know where letters are and who carries them."""
        self._writer = writer
        self._platforms = platforms
        self._lanes = lanes
        self._seals = seals
        self._woken = asyncio.Event()

    async def run(self) -> None:
        """Send for ever: at once when a letter is posted, else when one comes due."""
        loop = asyncio.get_running_loop()
        self._writer.listen(lambda signals: self._wake(loop, signals))
        while True:
            try:
                busy = await self.deliver_due()
            except Exception:
                log.exception("the sender stumbled and goes on")
                busy = 0
            if not busy:
                await self._idle()

    async def deliver_due(self) -> int:
        """Send what is due now; return how many letters were taken up."""
        total = 0
        while parcels := await asyncio.to_thread(self._claim):
            total += len(parcels)
            await asyncio.gather(*(self._deliver(lane) for lane in _by_chat(parcels)))
        return total

    def _wake(self, loop: asyncio.AbstractEventLoop, signals: set[str]) -> None:
        if OUTBOX in signals and not loop.is_closed():
            loop.call_soon_threadsafe(self._woken.set)

    async def _idle(self) -> None:
        self._woken.clear()
        try:
            await asyncio.wait_for(self._woken.wait(), IDLE_SECONDS)
        except TimeoutError:
            return

    def _claim(self) -> list[Parcel]:
        open_platforms = self._platforms.keys() - self._lanes.silent_platforms()
        with self._writer.begin() as uow:
            return outbox.claim(uow, open_platforms, skipped=self._lanes.silent_chats())

    async def _deliver(self, parcels: list[Parcel]) -> None:
        """Send one chat's letters in order; when one must wait, so must those behind it."""
        pause = 0.0
        for parcel in parcels:
            pause = pause or await self._admitted(parcel)
            if pause:
                await self._end(self._postponed(parcel, pause, "lane", tried=False).write)
                continue
            done = await self._send(parcel)
            await self._end(done.write)
            pause = done.pause

    async def _admitted(self, parcel: Parcel) -> float:
        if parcel.deed is not None:
            return self._lanes.silence(parcel.to)  # the lanes count what is said
        waited = 0.0
        while (pause := self._lanes.wait(parcel.to)) > 0:
            waited += pause
            if waited > LANE_PATIENCE:
                return pause
            await asyncio.sleep(pause)
        return 0.0

    async def _send(self, parcel: Parcel) -> _Done:
        try:
            return await self._carried(parcel)
        except Throttled as error:
            self._lanes.halt(parcel.to, error.seconds, whole=error.whole)
            return self._postponed(parcel, error.seconds, "throttled", tried=False)
        except Unreachable:
            return _unreachable(parcel)
        except NotSent:
            return self._again(parcel, "not sent")
        except Ambiguous:
            return self._in_doubt(parcel)
        except SendError as error:
            return _failed(parcel, type(error).__name__)

    async def _carried(self, parcel: Parcel) -> _Done:
        platform = self._platforms[parcel.to.platform]
        if parcel.deed is None:
            message_id = await platform.send(parcel.to, await self._post(parcel))
            return _ended(parcel, Ending.SENT, message_id=message_id)
        if await deeds.carry_out(platform, parcel.to, parcel.deed):
            return _ended(parcel, Ending.SENT)
        return _spared(parcel, parcel.deed)

    async def _post(self, parcel: Parcel) -> Post:
        card = parcel.card
        now = self._writer.clock.now()
        return Post(
            card.body,
            card.title,
            self._seals.keys(card, parcel.to, now),
            await image_of(card),
            card.attachment,
            nonce=f"q{parcel.id}" if parcel.delivery is Delivery.ONCE else None,
        )

    def _in_doubt(self, parcel: Parcel) -> _Done:
        if parcel.delivery is Delivery.AT_MOST:
            return _ended(parcel, Ending.UNKNOWN, trouble="ambiguous")
        return self._again(parcel, "ambiguous")

    def _again(self, parcel: Parcel, trouble: str) -> _Done:
        if parcel.attempts + 1 >= ATTEMPTS:
            return _failed(parcel, trouble)
        pause = min(BACK_OFF * 2**parcel.attempts, LONGEST_BACK_OFF)
        return self._postponed(parcel, pause.total_seconds(), trouble, tried=True)

    def _postponed(self, parcel: Parcel, seconds: float, trouble: str, *, tried: bool) -> _Done:
        until = self._writer.clock.now() + timedelta(seconds=seconds)
        return _Done(
            lambda uow: outbox.postpone(uow, parcel, until, trouble, tried=tried), pause=seconds
        )

    async def _end(self, write: Callable[[UnitOfWork], None]) -> None:
        # What was sent must be written down, also when the sender is stopped meanwhile.
        await asyncio.shield(asyncio.wrap_future(self._writer.submit(write)))


def _ended(
    parcel: Parcel, ending: Ending, *, message_id: str | None = None, trouble: str | None = None
) -> _Done:
    return _Done(
        lambda uow: outbox.ended(uow, parcel, ending, message_id=message_id, trouble=trouble)
    )


def _spared(parcel: Parcel, deed: Deed) -> _Done:
    def write(uow: UnitOfWork) -> None:
        outbox.ended(uow, parcel, Ending.CANCELLED, trouble="keeps order there")
        deeds.tell_spared(uow, parcel, deed)

    return _Done(write)


def _failed(parcel: Parcel, trouble: str) -> _Done:
    def write(uow: UnitOfWork) -> None:
        outbox.ended(uow, parcel, Ending.FAILED, trouble=trouble)
        if parcel.deed is not None:
            deeds.tell_undone(uow, parcel, parcel.deed)

    return _Done(write)


def _unreachable(parcel: Parcel) -> _Done:
    if parcel.deed is not None:
        return _failed(parcel, "Unreachable")

    def write(uow: UnitOfWork) -> None:
        outbox.ended(uow, parcel, Ending.UNREACHABLE)
        bootstrap.unreached(uow, parcel)

    return _Done(write)


def _by_chat(parcels: list[Parcel]) -> list[list[Parcel]]:
    chats: dict[tuple[str, str], list[Parcel]] = {}
    for parcel in sorted(parcels, key=lambda parcel: parcel.id):
        chats.setdefault((parcel.to.platform, parcel.to.chat_id), []).append(parcel)
    return list(chats.values())
