"""Answers: how to speak back to what was heard in a channel, or to an interaction."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.adapters.discord.errors import ALREADY_ACKNOWLEDGED, code_of
from bot.adapters.discord.outbound import EPHEMERAL, digest, parcels
from bot.posts import Post, SendError, Unreachable
from bot.updates import Command, Message
from core.i18n import t

if TYPE_CHECKING:
    from bot.adapters.discord.interactions import Interaction
    from bot.adapters.discord.outbound import Parcel
    from bot.adapters.discord.rest import Rest
    from bot.updates import Update

log = logging.getLogger(__name__)

TOKEN_LIFE = 15 * 60 - 30.0

_DEFER_MESSAGE, _DEFER_UPDATE = 5, 6
_CALLBACK = "/interactions/{webhook_id}/{webhook_token}/callback"
_FOLLOWUP = "/webhooks/{webhook_id}/{webhook_token}?wait=true"
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"
_ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"


class ChannelVoice:
    """Answers what is no interaction: in the channel, or in the private chat with the asker."""

    def __init__(self, rest: Rest, update: Update, channel_id: str | None) -> None:
        """Answer ``update`` in ``channel_id``; None where the guild has no channel for us."""
        self._rest = rest
        self._update = update
        self._channel_id = channel_id
        self._reply_to = update.message_id if isinstance(update, (Message, Command)) else None

    async def say(self, post: Post, *, private: bool) -> str | None:
        """Answer; what is private and cannot be delivered becomes a hint without its content."""
        post = self._repeatable(post)
        if self._update.chat.private:
            return await self._rest.say_privately(self._update.actor.id, post)
        if not private:
            return await self._aloud(post)
        try:
            return await self._rest.say_privately(
                self._update.actor.id, replace(post, reply_to=None)
            )
        except Unreachable:
            await self._aloud(
                self._repeatable(
                    Post(t("我没法给你发私信，请在服务器的隐私设置里允许成员私信，然后再试一次。"))
                )
            )
            return None

    async def replace(self, post: Post) -> None:
        """Say it: there is no message of ours to put it in the place of."""
        await self.say(post, private=False)

    async def toast(self, text: str) -> None:
        """Say it privately."""
        await self.say(Post(text), private=True)

    async def finish(self) -> None:
        """Do nothing: a channel waits for no answer."""

    async def _aloud(self, post: Post) -> str:
        if self._channel_id is None:
            raise Unreachable("the guild has no channel for system messages")
        return await self._rest.say(
            self._channel_id, replace(post, reply_to=post.reply_to or self._reply_to)
        )

    def _repeatable(self, post: Post) -> Post:
        """Give the post a nonce that is the same when the same answer is said again."""
        return replace(post, nonce=post.nonce or digest(self._update.key, post.title, post.body))


class InteractionVoice:
    """Answers a slash command or a button: deferred at once, then said through its token."""

    def __init__(
        self, rest: Rest, asked: Interaction, later: ChannelVoice, *, hidden: bool, private: bool
    ) -> None:
        """Defer now; ``hidden`` shows the answer to the asker alone, ``private`` is their chat."""
        self._rest = rest
        self._asked = asked
        self._later = later
        self._hidden = hidden
        self._private = private
        self._ends = time.monotonic() + TOKEN_LIFE
        self._waiting = not asked.pressed  # whether "thinking …" still stands in the channel
        self._deferred = asyncio.create_task(self._defer(), name=f"discord defer {asked.id}")

    async def say(self, post: Post, *, private: bool) -> str | None:
        """Answer in the place of "thinking …", or after it; ephemeral where it is private."""
        hidden = private and not self._private
        if await self._alive():
            try:
                return await self._through_token(post, hidden=hidden)
            except Unreachable:
                self._ends = 0.0
        return await self._later.say(post, private=private)

    async def replace(self, post: Post) -> None:
        """Edit the message whose button was pressed; without one, just answer."""
        if self._asked.message_id is None:
            await self.say(post, private=False)
            return
        edited = parcels(post)[0].as_edit()
        if await self._alive():
            try:
                await self._edit(edited)
            except Unreachable:
                self._ends = 0.0
            else:
                return
        ids = {"channel_id": self._asked.channel_id, "message_id": self._asked.message_id}
        await self._rest.deliver("PATCH", _MESSAGE, edited, **ids)

    async def toast(self, text: str) -> None:
        """Tell only the one who asked."""
        if not self._asked.pressed:
            await self.say(Post(text), private=True)
            return
        if await self._alive():
            try:
                await self._follow_up(parcels(Post(text))[0].hidden())
            except Unreachable:
                self._ends = 0.0
            else:
                return
        await self._later.toast(text)

    async def finish(self) -> None:
        """Take "thinking …" away where nothing was said."""
        if await self._alive() and self._waiting:
            await self._withdraw()

    async def _defer(self) -> bool:
        flags = {"data": {"flags": EPHEMERAL}} if self._hidden else {}
        kind = _DEFER_UPDATE if self._asked.pressed else _DEFER_MESSAGE
        try:
            await self._rest.call(
                "POST",
                _CALLBACK,
                json={"type": kind} | flags,
                webhook_id=self._asked.id,
                webhook_token=self._asked.token,
            )
        except SendError as error:
            if code_of(error) == ALREADY_ACKNOWLEDGED:
                return True
            log.warning("an interaction could not be deferred: %s", error)
            return False
        return True

    async def _alive(self) -> bool:
        return await self._deferred and time.monotonic() < self._ends

    async def _through_token(self, post: Post, *, hidden: bool) -> str | None:
        rest = [parcel.hidden() if hidden else parcel for parcel in parcels(post)]
        sent = ""
        if self._waiting and hidden == self._hidden:
            sent = await self._edit(parcels(post)[0])
            self._waiting = False
            rest = rest[1:]
        elif self._waiting:
            # The first follow-up would fill the deferred answer and inherit its visibility.
            await self._withdraw()
        for parcel in rest:
            sent = await self._follow_up(parcel)
        return sent or None

    async def _edit(self, parcel: Parcel) -> str:
        return await self._rest.deliver("PATCH", _ORIGINAL, parcel, **self._token())

    async def _follow_up(self, parcel: Parcel) -> str:
        return await self._rest.deliver("POST", _FOLLOWUP, parcel, **self._token())

    async def _withdraw(self) -> None:
        self._waiting = False
        try:
            await self._rest.call("DELETE", _ORIGINAL, **self._token())
        except SendError as error:
            log.info("a deferred answer could not be withdrawn: %s", error)

    def _token(self) -> dict[str, str]:
        return {"webhook_id": self._asked.app, "webhook_token": self._asked.token}
