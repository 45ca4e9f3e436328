"""Asking until Telegram answers, with growing pauses, and one log line per new trouble."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

import structlog
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError

from bot.adapters.telegram.errors import UNREADABLE, TokenRefused, silence, told
from bot.settings import SettingError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = structlog.get_logger(__name__)

T = TypeVar("T")
FIRST_PAUSE = 0.25  # seconds
LONGEST_PAUSE = 5.0
TWO_READERS = (
    "two programs read the updates of one bot token; stop the other one "
    "(or its webhook, if it uses one)"
)


class Patience:
    """Pauses that double with every failure in a row, and what was last complained of."""

    def __init__(self) -> None:
        """Have met no trouble yet."""
        self._pause = FIRST_PAUSE
        self._trouble = ""

    def relieved(self) -> None:
        """Start anew after a success."""
        if self._trouble:
            log.info("telegram works again")
        self._pause, self._trouble = FIRST_PAUSE, ""

    async def wait(self, trouble: str, at_least: float = 0.0) -> None:
        """Log a trouble once while it lasts, and pause."""
        if trouble != self._trouble:
            log.warning("telegram is in trouble", trouble=trouble)
        self._trouble = trouble
        await asyncio.sleep(max(self._pause, at_least))
        self._pause = min(self._pause * 2, LONGEST_PAUSE)


async def ask(request: Callable[[], Awaitable[T]], token: str, patience: Patience, doing: str) -> T:
    """Make a request until it succeeds; raises TokenRefused or `SettingError`."""
    while True:
        try:
            answer = await request()
        except (TelegramError, *UNREADABLE) as error:
            trouble, pause = _trouble(error, told(error, token))
        else:
            patience.relieved()
            return answer
        await patience.wait(f"{doing}: {trouble}", pause)


def _trouble(error: Exception, reason: str) -> tuple[str, float]:
    """Return what to log and how long to pause at least; raises when trying again is no use."""
    match error:
        case InvalidToken():
            # The library's error quotes the token.
            raise TokenRefused from None
        case BadRequest():
            raise SettingError(reason) from None
        case Conflict():
            return TWO_READERS, 0.0
        case RetryAfter():
            return "Telegram asks to wait", silence(error)
        case TelegramError():
            return reason, 0.0
        case _:
            return f"unreadable answer ({type(error).__name__})", 0.0
