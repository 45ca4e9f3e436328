"""What goes wrong at Telegram, in our words, with every secret taken out."""

from __future__ import annotations

import re
from datetime import timedelta

from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.posts import Ambiguous, NotSent, Rejected, SendError, Throttled, Unreachable
from bot.settings import TokenRefusedError

# What reading an answer of an unknown shape raises.
UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError)

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{8,}")
_ADDRESS = re.compile(r"/bot[^/\s'\"]+(?=/)")
_NEVER_LEFT = {"ConnectError", "ConnectTimeout", "PoolTimeout", "UnsupportedProtocol"}
_NOBODY_THERE = ("chat not found", "peer_id_invalid", "user not found")
_LONGEST = 300


class TokenRefused(TokenRefusedError):  # noqa: N818 - says what happened
    """Telegram does not know the bot's token; trying again is of no use."""

    variable = "QUNZHU_TELEGRAM_TOKEN"

    def __init__(self) -> None:
        """Name the setting, never the token."""
        super().__init__(
            f"Telegram refused the bot token: check {self.variable} against @BotFather"
        )


class Moved(Exception):  # noqa: N818 - a state of the chat
    """The chat goes on under ``new_id``."""

    def __init__(self, new_id: str) -> None:
        """Keep the new id."""
        super().__init__(new_id)
        self.new_id = new_id


def redact(text: str, *secrets: str) -> str:
    """Return the text without bot tokens: the given ones, and whatever looks like one."""
    for secret in filter(None, secrets):
        text = text.replace(secret, "<token>")
    return _ADDRESS.sub("/bot<token>", _TOKEN.sub("<token>", text))


def told(error: Exception, *secrets: str) -> str:
    """Return what an error says, redacted, and not the whole of somebody's error page."""
    return redact(str(error), *secrets)[:_LONGEST]


def translated(error: TelegramError, *secrets: str) -> SendError:
    """Return the error that says what may be done about it."""
    reason = told(error, *secrets)
    match error:
        case Forbidden():
            return Unreachable(reason)
        case RetryAfter():
            return Throttled(silence(error))
        case BadRequest():
            lost = any(words in reason.lower() for words in _NOBODY_THERE)
            return Unreachable(reason) if lost else Rejected(reason)
        case InvalidToken() | Conflict():
            return NotSent(reason)
        case TimedOut() | NetworkError():
            return _from_network(error, reason)
        case _:
            return Ambiguous(reason)


def silence(error: RetryAfter) -> float:
    """Return how many seconds Telegram asks for."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)


def _from_network(error: NetworkError, reason: str) -> SendError:
    if type(error.__cause__).__name__ in _NEVER_LEFT:
        return NotSent(reason)
    if reason.startswith("Too Many Requests"):
        seconds = re.search(r"retry after (\d+)", reason)
        return Throttled(float(seconds[1]) if seconds else 1.0)
    if reason.startswith("Request Entity Too Large"):
        return Rejected(reason)
    return Ambiguous(reason)
