"""The troubles that a platform can make for whoever sends, put on for a chat at will."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.posts import Ambiguous, Throttled, Unreachable

if TYPE_CHECKING:
    from bot.updates import Chat
    from core.clock import Clock


@dataclass(frozen=True, slots=True)
class Trouble:
    """How sends to a chat end, and until when if it passes."""

    how: str
    until: datetime | None = None


class Troubles:
    """Which chats are in trouble."""

    def __init__(self, clock: Clock) -> None:
        """Begin without any."""
        self._clock = clock
        self._at: dict[tuple[str, str, bool], Trouble] = {}

    def put(self, chat: Chat, how: str, seconds: float | None) -> None:
        """Treat sends to a chat like this from now on; "ok" ends the trouble."""
        until = self._clock.now() + timedelta(seconds=seconds) if seconds else None
        self._at[_lane(chat)] = Trouble(how, until)

    def meet(self, chat: Chat) -> None:
        """Raise the `SendError` that a send to a chat ends in now, if any."""
        trouble = self._at.get(_lane(chat), Trouble("ok"))
        if trouble.how == "unreachable":
            raise Unreachable
        if trouble.how == "ambiguous":
            raise Ambiguous
        if trouble.how == "retry_after" and trouble.until is not None:
            remaining = (trouble.until - self._clock.now()).total_seconds()
            if remaining > 0:
                raise Throttled(remaining, whole=False)

    def ends(self) -> list[datetime]:
        """Return when troubles that pass are over."""
        return [trouble.until for trouble in self._at.values() if trouble.until is not None]


def _lane(chat: Chat) -> tuple[str, str, bool]:
    return chat.platform, chat.id, chat.private
