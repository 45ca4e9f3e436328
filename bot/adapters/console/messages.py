"""The messages that the console knows: who wrote them, where, and the buttons under them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from bot.posts import Key
from bot.updates import Chat

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Known:
    """A message without its text; ``author`` is None for the bot's own.

    ``key`` is that of the update it came in, ``only_for`` the one user who can see it.
    """

    chat: Chat
    id: str
    author: str | None = None
    key: str = ""
    buttons: tuple[Key, ...] = ()
    only_for: str | None = None

    def seen_by(self, user: str) -> bool:
        """Say whether a user can see it."""
        viewer = self.chat.id if self.chat.private else self.only_for
        return viewer is None or viewer == user


class Messages:
    """Every message of both platforms.

    With a ``record``, a file that only its owner can read, they are still known the next time.
    """

    def __init__(self, record: Path | None = None) -> None:
        """Remember what the record tells."""
        self._known: dict[tuple[str, str], Known] = {}
        self._ids: set[str] = set()
        self._given = {"m": 0, "b": 0}
        self._record = record
        if record is not None:
            record.touch(mode=0o600)
            self._recall(record)

    def find(self, platform: str, message_id: str) -> Known | None:
        """Return a message of a platform."""
        return self._known.get((platform, message_id))

    def add(self, message: Known) -> None:
        """Learn of a message, or how it is after an edit."""
        self._keep(message)
        if self._record is not None:
            with self._record.open("a", encoding="utf-8") as file:
                # The break stands before the line, since the last one may have been cut off.
                file.write("\n" + json.dumps(asdict(message), ensure_ascii=False))

    def next_id(self, letter: str) -> str:
        """Return an id that no message has: "m1", "m2", … for users', "b1", … for the bot's."""
        self._given[letter] += 1
        while (fresh := f"{letter}{self._given[letter]}") in self._ids:
            self._given[letter] += 1
        return fresh

    def latest_with_buttons(self, chat: Chat, user: str) -> Known | None:
        """Return the newest message with buttons that a user sees in a chat."""
        for message in reversed(self._known.values()):
            if message.chat == chat and message.buttons and message.seen_by(user):
                return message
        return None

    def latest_of(self, author: str) -> Known | None:
        """Return the newest message of a user's."""
        return next(
            (item for item in reversed(self._known.values()) if item.author == author), None
        )

    def _keep(self, message: Known) -> None:
        self._known[(message.chat.platform, message.id)] = message
        self._ids.add(message.id)

    def _recall(self, record: Path) -> None:
        for line in record.read_text(encoding="utf-8", errors="replace").split("\n"):
            try:
                self._keep(_from_json(json.loads(line)))
            except (ValueError, TypeError, KeyError):
                continue  # it was cut off when the machine went down


def _from_json(data: dict[str, Any]) -> Known:
    chat = Chat(**data.pop("chat"))
    buttons = tuple(Key(**button) for button in data.pop("buttons"))
    return Known(chat=chat, buttons=buttons, **data)
