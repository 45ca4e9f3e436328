"""How one update is answered on Telegram: in its chat, privately, in place, or as a toast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.adapters.telegram.messages import GREETING
from bot.adapters.telegram.outbound import units
from bot.adapters.telegram.sender import Spot
from bot.posts import Key, Post, Rejected, Unreachable
from bot.updates import ButtonPress, Command, JoinRequested, Message
from core.i18n import speaking, t

if TYPE_CHECKING:
    from bot.adapters.telegram.api import Api
    from bot.adapters.telegram.line import Line
    from bot.adapters.telegram.messages import Me
    from bot.adapters.telegram.sender import Sender
    from bot.updates import Update

TOAST_LENGTH = 200


class Callback:
    """The question behind a button press: until it is answered, once, the button turns."""

    def __init__(self, query_id: str, api: Api, line: Line) -> None:
        """Wait to be answered."""
        self._id = query_id
        self._api = api
        self._line = line
        self.answered = False

    async def answer(self, text: str | None = None) -> None:
        """Answer, unless it was done; raises a `SendError`."""
        if self.answered:
            return
        self.answered = True
        await self._line.call(lambda: self._api.answer_callback_query(self._id, text))


class TelegramVoice:
    """Answers one update."""

    def __init__(self, sender: Sender, me: Me, update: Update, callback: Callback | None) -> None:
        """Speak to whoever caused ``update``."""
        self._sender = sender
        self._me = me
        self._update = update
        self._callback = callback

    async def say(self, post: Post, *, private: bool) -> str | None:
        """Answer; the id is None when the answer is not in the chat of the update."""
        if private or isinstance(self._update, JoinRequested):
            return await self._say_privately(post)
        return await self._sender.send(self._spot(post), post)

    async def replace(self, post: Post) -> None:
        """Edit the message whose button was pressed; say it anew where that cannot be."""
        update = self._update
        if not isinstance(update, ButtonPress):
            await self.say(post, private=False)
            return
        try:
            await self._sender.edit(self._spot(post), update.message_id, post)
        except Rejected:
            await self._sender.send(self._spot(post), post)

    async def toast(self, text: str) -> None:
        """Show a notice to the presser; where no button was pressed it is said privately."""
        if self._callback is None or self._callback.answered:
            await self.say(Post(text), private=True)
            return
        await self._callback.answer(shortened(text))

    async def finish(self) -> None:
        """Let the pressed button stop turning, if no toast has."""
        if self._callback is not None:
            await self._callback.answer()

    async def _say_privately(self, post: Post) -> str | None:
        chat, actor = self._update.chat, self._update.actor
        if chat.private:
            return await self._sender.send(self._spot(post), post)
        try:
            # The message that it answers is in the group.
            await self._sender.send(Spot(actor.id), post)
        except Unreachable:
            if not isinstance(self._update, Message | Command | ButtonPress):
                raise
            await self._sender.send(self._spot(post), self._hint())
        return None

    def _hint(self) -> Post:
        address = f"https://t.me/{self._me.username}?start={GREETING}"
        with speaking(self._update.actor.language or ""):
            return Post(
                t(
                    "这条只能悄悄告诉你，可我还没法给你发私信。先点下面的按钮跟我打个招呼，回来再试一次就好。"
                ),
                keys=((Key(t("💬 去打个招呼"), url=address),),),
            )

    def _spot(self, post: Post) -> Spot:
        chat, update = self._update.chat, self._update
        said = update.message_id if isinstance(update, Message | Command) else None
        # In a private chat it is plain what is being answered.
        return Spot(chat.id, chat.thread, None if chat.private else post.reply_to or said)


def shortened(text: str) -> str:
    """Return the text within what a toast can show."""
    if units(text) <= TOAST_LENGTH:
        return text
    while units(text) >= TOAST_LENGTH:
        text = text[:-1]
    return f"{text}…"
