"""The one way out: requests keep the silence that Telegram asked for, and fail in our words."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from telegram.error import ChatMigrated, TelegramError

from bot.adapters.telegram.errors import UNREADABLE, Moved, translated
from bot.posts import Ambiguous, NotSent, SendError, Throttled

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")


class Line:
    """Carries requests to Telegram; ``moved`` is told the old and new id of a chat that moved."""

    def __init__(self, token: str, moved: Callable[[str, str], Awaitable[None]]) -> None:
        """Keep the token only to take it out of what is raised."""
        self._token = token
        self._moved = moved
        self._silent_until = 0.0
        self.closed = False

    async def call(self, request: Callable[[], Awaitable[T]]) -> T:
        """Make a request; raises a `SendError`, or `Moved`."""
        self._keep_silent()
        try:
            return await request()
        except ChatMigrated as error:
            raise Moved(str(error.new_chat_id)) from None
        except TelegramError as error:
            # The library's error may carry the address, and so the token.
            raise self._noted(translated(error, self._token)) from None
        except UNREADABLE as error:
            raise Ambiguous("unreadable answer", type(error).__name__) from None

    async def at(self, chat_id: str, request: Callable[[int | str], Awaitable[T]]) -> T:
        """Make a request about a chat, once more if it goes on under another id."""
        try:
            return await self.call(lambda: request(as_chat(chat_id)))
        except Moved as moved:
            new_id = moved.new_id
        await self._moved(chat_id, new_id)
        try:
            return await self.call(lambda: request(as_chat(new_id)))
        except Moved:
            raise Ambiguous("the chat moved twice") from None

    def _keep_silent(self) -> None:
        if self.closed:
            raise NotSent("the adapter has been stopped")
        left = self._silent_until - asyncio.get_running_loop().time()
        if left > 0:
            raise Throttled(left)

    def _noted(self, failure: SendError) -> SendError:
        if isinstance(failure, Throttled):
            until = asyncio.get_running_loop().time() + failure.seconds
            self._silent_until = max(self._silent_until, until)
        return failure


def as_chat(chat_id: str) -> int | str:
    """Return a chat's id as Telegram counts it; an @name stays text."""
    return int(chat_id) if chat_id.lstrip("-").isdecimal() else chat_id
