"""What failed: the library's exceptions, told apart by what may be done about them."""

from __future__ import annotations

from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.posts import Ambiguous, NotSent, Rejected, SendError, Throttled, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

UNKNOWN_CHANNEL = 10003
UNKNOWN_MEMBER = 10007
UNKNOWN_MESSAGE = 10008
UNKNOWN_BAN = 10026
ALREADY_ACKNOWLEDGED = 40060

_INVALID_WEBHOOK_TOKEN = 50027
_SILENCE = 60.0


@contextmanager
def translated() -> Iterator[None]:
    """Raise a `SendError` for whatever the library raises inside."""
    try:
        yield
    except discord.RateLimited as error:
        raise Throttled(error.retry_after, whole=False) from error
    except discord.HTTPException as error:
        raise _answered(error) from error
    except aiohttp.ClientConnectorError as error:
        raise NotSent(str(error)) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Ambiguous(type(error).__name__) from error
    except RuntimeError as error:  # the session was closed under a send
        raise NotSent(str(error)) from error


def code_of(error: BaseException) -> int:
    """Return Discord's own error code behind a `SendError`; 0 where there is none."""
    cause = error.__cause__
    return cause.code if isinstance(cause, discord.HTTPException) else 0


def _answered(error: discord.HTTPException) -> SendError:
    if isinstance(error, (discord.Forbidden, discord.NotFound)):
        return Unreachable(str(error))
    if error.code == _INVALID_WEBHOOK_TOKEN:
        return Unreachable(str(error))
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Throttled(_retry_after(error))  # the whole address is banned, not one route
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Ambiguous(str(error))
    if error.status == HTTPStatus.UNAUTHORIZED:
        return NotSent(str(error))
    return Rejected(str(error))


def _retry_after(error: discord.HTTPException) -> float:
    try:
        return float(error.response.headers.get("Retry-After", _SILENCE))
    except ValueError:
        return _SILENCE
