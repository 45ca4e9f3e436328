"""What was really said on both platforms, in the order in which it was seen."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.standins.discord import Discord
    from tests.standins.discord_world import Message
    from tests.standins.telegram import TelegramStandIn
    from tests.standins.telegram_world import Chat

BOT = "群主"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said or done: seconds since the beginning, where, by whom, and the words.

    ``bold`` is what Telegram shows so; Discord's text carries its own marks.
    """

    at: float
    platform: str
    place: str
    who: str
    text: str
    buttons: tuple[str, ...] = ()
    bold: tuple[str, ...] = ()


class Transcript:
    """Watches both platforms; people's doings are noted by whoever lets them act."""

    def __init__(self, tg: TelegramStandIn, dc: Discord) -> None:
        """Begin with nothing seen."""
        self.lines: list[Line] = []
        self._tg = tg
        self._dc = dc
        self._seen: set[tuple[str, str, tuple[str, ...]]] = set()
        self._began = time.monotonic()

    def note(self, platform: str, place: str, who: str, text: str) -> None:
        """Write down what a person does."""
        self.look()
        self.lines.append(Line(self._now(), platform, place, who, text))

    def look(self) -> None:
        """Write down what the bot has said since the last look."""
        for key, line in (*self._telegram(), *self._discord()):
            if line.text and (key, line.text, line.buttons) not in self._seen:
                self._seen.add((key, line.text, line.buttons))
                self.lines.append(line)

    def _now(self) -> float:
        return time.monotonic() - self._began

    def _telegram(self) -> Iterator[tuple[str, Line]]:
        for chat in list(self._tg.chats.values()):
            place = place_on_telegram(chat)
            for shown in chat.messages:
                buttons, bold = tuple(shown.labels), tuple(shown.bold)
                line = Line(self._now(), "Telegram", place, BOT, shown.text, buttons, bold)
                yield f"telegram {shown.id}", line
        for user in list(self._tg.users.values()):
            for number, toast in enumerate(list(user.toasts)):
                line = Line(self._now(), "Telegram", f"提示·{user.name}", BOT, toast)
                yield f"toast {user.id} {number}", line

    def _discord(self) -> Iterator[tuple[str, Line]]:
        for channel in list(self._dc.channels.values()):
            name = f"私信·{channel.recipient.name}" if channel.recipient else f"#{channel.name}"
            for message in list(channel.messages):
                if message.author is self._dc.bot and not message.loading:
                    yield self._on_discord(message, name)
        for asked in list(self._dc.asked.values()):
            for message in asked.answers:
                if message.only_for is not None:
                    yield self._on_discord(message, f"仅{message.only_for.name}可见")

    def _on_discord(self, message: Message, place: str) -> tuple[str, Line]:
        line = Line(self._now(), "Discord", place, BOT, message.text, tuple(message.buttons))
        return f"discord {message.id}", line


def place_on_telegram(chat: Chat) -> str:
    """Return what a reader calls a chat."""
    return f"私聊·{chat.member.name}" if chat.member else chat.title
