"""Catching up: the gateway replays nothing to a new session, so what was missed is read back."""

from __future__ import annotations

import asyncio
import logging
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.adapters.discord.inbound import MALFORMED
from bot.posts import Rejected, Unreachable
from bot.updates import Chat

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from bot.adapters.discord.rest import Rest
    from bot.ear import Ear

    Payload = dict[str, Any]

log = logging.getLogger(__name__)

PAGE, MOST = 100, 2000
AT_ONCE = 5

_PLATFORM = "discord"
_SPOKEN_IN = frozenset({0, 2, 5, 10, 11, 12, 13})  # every kind of channel that holds messages
_THREADS = frozenset({10, 11, 12})
_MARKS_LAST = 1.0  # guilds come online in a burst


class CatchUp:
    """Reads channels from the last message heard to now; ``hear`` is given each payload."""

    def __init__(self, rest: Rest, ear: Ear, hear: Callable[[Payload], Awaitable[None]]) -> None:
        """Read through ``rest`` what lies after the marks of ``ear``."""
        self._rest = rest
        self._ear = ear
        self._hear = hear
        self._marks: tuple[float, dict[str, str]] = (0.0, {})
        self._asking = asyncio.Lock()
        self._turns = asyncio.Semaphore(AT_ONCE)

    def jobs(self, guild: Payload) -> Iterator[tuple[str, Callable[[], Awaitable[None]]]]:
        """Yield (channel id, job) for the channels and threads of a guild that came online."""
        for channel in [*(guild.get("channels") or ()), *(guild.get("threads") or ())]:
            if channel.get("type") in _SPOKEN_IN:
                yield str(channel["id"]), partial(self._channel, str(guild["id"]), channel)

    async def _channel(self, guild_id: str, channel: Payload) -> None:
        channel_id, last = str(channel["id"]), channel.get("last_message_id")
        mark = await self._since(guild_id, channel)
        if mark is None or (last is not None and int(last) <= int(mark)):
            return
        async with self._turns:
            try:
                async for message in self._missed(channel_id, mark):
                    await self._hear({**message, "guild_id": guild_id})
            except (Unreachable, Rejected):
                log.info("channel %s can no longer be read", channel_id)

    async def _since(self, guild_id: str, channel: Payload) -> str | None:
        """Return the mark of a channel; a thread begun while we were away is read whole."""
        marks, channel_id = await self._known(), str(channel["id"])
        if channel_id in marks or channel.get("type") not in _THREADS:
            return marks.get(channel_id)
        newest = max((int(mark) for mark in marks.values()), default=None)
        born_since = newest is not None and int(channel_id) > newest
        ours = born_since and await self._ear.is_ours(Chat(_PLATFORM, channel_id, space=guild_id))
        return str(int(channel_id) - 1) if ours else None

    async def _known(self) -> dict[str, str]:
        async with self._asking:
            read_at, marks = self._marks
            if not read_at or time.monotonic() - read_at > _MARKS_LAST:
                marks = await self._ear.marks()
                self._marks = (time.monotonic(), marks)
            return marks

    async def _missed(self, channel_id: str, after: str) -> AsyncIterator[Payload]:
        path = f"/channels/{{channel_id}}/messages?limit={PAGE}&after="
        for _ in range(MOST // PAGE):
            page = _sorted(await self._rest.call("GET", path + after, channel_id=channel_id))
            for message in page:
                after = str(message["id"])
                yield message
            if len(page) < PAGE:
                return
        log.warning("channel %s: only %d missed messages were read", channel_id, MOST)


def _sorted(page: Any) -> list[Payload]:  # noqa: ANN401 - whatever was answered
    """Return messages oldest first; Discord answers with the newest first."""
    try:
        return sorted(page, key=lambda message: int(message["id"]))
    except MALFORMED as error:
        raise Rejected("a page of messages could not be read") from error
