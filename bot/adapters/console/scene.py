"""What both consoles share: the messages, the troubles, the administrators and the way out."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.adapters.console import outbound
from bot.adapters.console.messages import Known, Messages
from bot.adapters.console.troubles import Troubles

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.adapters.console.outbound import Line
    from bot.posts import Key, Post
    from bot.updates import Chat
    from core.clock import Clock

    Out = Callable[[Line], None]

_JPEG = b"\xff\xd8"


class Scene:
    """The place where users and the bot meet."""

    def __init__(self, clock: Clock, out: Out, record: Path | None = None) -> None:
        """Begin with what the record of an earlier time tells."""
        self.clock = clock
        self.out = out
        self.messages = Messages(record)
        self.troubles = Troubles(clock)
        self.administrators: set[tuple[str, str, str]] = set()
        """(platform, chat, user)"""

    def send(self, chat: Chat, post: Post, *, only_for: str | None = None) -> str:
        """Show a message of the bot's and return its id; raise what trouble the chat is in."""
        self.troubles.meet(chat)
        message_id = self.messages.next_id("b")
        self.messages.add(Known(chat, message_id, buttons=_buttons(post), only_for=only_for))
        line = outbound.send(
            chat,
            message_id,
            post,
            private=only_for is not None,
            image=self._image(message_id, post),
            file=self._file(message_id, post),
        )
        self.out(line)
        return message_id

    def edit(self, chat: Chat, message_id: str, post: Post) -> None:
        """Show another post in a message's place; raise what trouble the chat is in."""
        self.troubles.meet(chat)
        known = self.messages.find(chat.platform, message_id) or Known(chat, message_id)
        self.messages.add(replace(known, buttons=_buttons(post)))
        self.out(outbound.edit(chat, message_id, post, self._image(message_id, post)))

    @cached_property
    def _folder(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="qunzhu-console-"))

    def _image(self, message_id: str, post: Post) -> Path | None:
        if post.image is None:
            return None
        kind = "jpg" if post.image.startswith(_JPEG) else "png"
        return self._saved(f"{message_id}.{kind}", post.image)

    def _file(self, message_id: str, post: Post) -> Path | None:
        if post.attachment is None:
            return None
        name = Path(post.attachment.name).name
        return self._saved(f"{message_id}-{name}", post.attachment.content)

    def _saved(self, name: str, content: bytes) -> Path:
        path = self._folder / name
        path.write_bytes(content)
        return path


def _buttons(post: Post) -> tuple[Key, ...]:
    return tuple(key for row in post.keys for key in row)
