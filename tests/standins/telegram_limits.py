"""The stand-in's refusals, and how fast it lets the bot send."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.standins.telegram import TelegramStandIn
    from tests.standins.telegram_world import Chat

Json = dict[str, Any]

# Messages and seconds: to everybody, to one chat, to one group.
WINDOWS = ((30, 1.0), (1, 1.0), (20, 60.0))


class ApiError(Exception):
    """A refusal as the Bot API words it."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        """Keep what the answer says."""
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}


def keep_limits(tg: TelegramStandIn, chat: Chat) -> None:
    """Refuse what is too fast, and whatever is sent before the silence is over."""
    now = time.monotonic()
    if now < tg.halted_until:
        tg.violations.append("asked during a retry_after")
    elif tg.limits:
        past = tg.sent_at
        here = [at for at, chat_id in past if chat_id == chat.id]
        everywhere = [at for at, _ in past]
        group = here if chat.type != "private" else []
        for times, (most, seconds) in zip((everywhere, here, group), WINDOWS, strict=True):
            if sum(at > now - seconds for at in times) >= most:
                tg.violations.append(f"more than {most} in {seconds} s")
                tg.halted_until = now + 1
                break
    if now < tg.halted_until:
        wait = max(1, round(tg.halted_until - now))
        raise ApiError(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
    tg.sent_at.append((now, chat.id))
