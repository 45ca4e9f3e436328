"""How one update is answered on the console: in its chat, for the asker alone, or in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.adapters.console import outbound
from bot.updates import ButtonPress, Chat, JoinRequested

if TYPE_CHECKING:
    from bot.adapters.console.scene import Scene
    from bot.posts import Post
    from bot.updates import Update


class ConsoleVoice:
    """Answers one update."""

    def __init__(self, scene: Scene, update: Update) -> None:
        """Speak to whoever caused ``update``."""
        self._scene = scene
        self._update = update

    async def say(self, post: Post, *, private: bool) -> str | None:
        """Answer in the chat of the update, where a private answer is seen by the asker alone."""
        chat, actor = self._update.chat, self._update.actor
        if isinstance(self._update, JoinRequested):
            # Whoever asks to be let in does not see the chat yet.
            return self._scene.send(Chat(chat.platform, actor.id, private=True), post)
        only_for = actor.id if private and not chat.private else None
        return self._scene.send(chat, post, only_for=only_for)

    async def replace(self, post: Post) -> None:
        """Put another post in the place of the message whose button was pressed."""
        if isinstance(self._update, ButtonPress):
            self._scene.edit(self._update.chat, self._update.message_id, post)
        else:
            await self.say(post, private=False)

    async def toast(self, text: str) -> None:
        """Answer a press with a notice that only the presser sees."""
        actor = self._update.actor
        self._scene.out(outbound.toast(actor.platform, actor.id, text))

    async def finish(self) -> None:
        """Leave it at that: a press on the console waits for nothing."""
