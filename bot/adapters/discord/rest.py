"""Requests: everything we ask of Discord's REST API goes through here."""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING, Any

from discord.http import Route

from bot.adapters.discord.errors import translated
from bot.adapters.discord.outbound import Parcel, nonces, parcels
from bot.posts import NotSent, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    from discord.http import HTTPClient

    from bot.posts import Post

log = logging.getLogger(__name__)

CLOSED_FOR = 3600.0


class Rest:
    """The REST API behind the library's rate limits; ``http`` is None while not logged in."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin logged out, with nobody's private chat known."""
        self.http: HTTPClient | None = None
        self._clock = clock
        self._channels: dict[str, str] = {}
        self._correspondents: dict[str, str] = {}
        self._closed: dict[str, float] = {}

    async def call(self, method: str, path: str, *, json: object = None, **ids: str) -> Any:  # noqa: ANN401 - JSON
        """Make one request and return its JSON; raises a `SendError`.

        ``ids`` fill the braces of the path; the library counts rate limits by channel_id,
        guild_id, webhook_id and webhook_token.
        """
        route = Route(method, path, **ids)
        with translated():
            if json is None:
                return await self._session().request(route)
            return await self._session().request(route, json=json)

    async def deliver(self, method: str, path: str, parcel: Parcel, **ids: str) -> str:
        """Make a request that carries a message, and return the message's id."""
        if not parcel.files:
            answer = await self.call(method, path, json=parcel.payload, **ids)
        else:
            with translated():
                form = _multipart(parcel)
                answer = await self._session().request(Route(method, path, **ids), form=form)
        return str(answer["id"]) if isinstance(answer, dict) and "id" in answer else ""

    async def say(self, channel_id: str, post: Post) -> str:
        """Send a post to a channel and return the id of its last message."""
        sent, made, reply_to = "", parcels(post), post.reply_to
        for parcel, nonce in zip(made, nonces(post, len(made)), strict=True):
            sent = await self.deliver(
                "POST",
                "/channels/{channel_id}/messages",
                parcel.to_channel(nonce, reply_to),
                channel_id=channel_id,
            )
            reply_to = None
        return sent

    async def say_privately(self, user_id: str, post: Post) -> str:
        """Send a post to a user's private chat; who refused is not asked again for an hour."""
        if self._closed.get(user_id, 0.0) > self._clock():
            raise Unreachable("the private chat was closed a while ago")
        try:
            return await self.say(await self.private_channel(user_id), post)
        except Unreachable:
            self._closed[user_id] = self._clock() + CLOSED_FOR
            raise

    async def private_channel(self, user_id: str) -> str:
        """Return the id of the channel that is a user's private chat."""
        if user_id not in self._channels:
            opened = await self.call("POST", "/users/@me/channels", json={"recipient_id": user_id})
            self.remember(user_id, str(opened["id"]))
        return self._channels[user_id]

    def remember(self, user_id: str, channel_id: str) -> None:
        """Keep which channel is a user's private chat."""
        self._channels[user_id] = channel_id
        self._correspondents[channel_id] = user_id

    def reopened(self, user_id: str, channel_id: str) -> None:
        """Forget that a user was unreachable, since they write to us themselves."""
        self.remember(user_id, channel_id)
        self._closed.pop(user_id, None)

    def correspondent(self, channel_id: str) -> str | None:
        """Return whose private chat a channel is, as far as we know."""
        return self._correspondents.get(channel_id)

    def _session(self) -> HTTPClient:
        if self.http is None:
            raise NotSent("not connected to Discord")
        return self.http


def _multipart(parcel: Parcel) -> list[dict[str, Any]]:
    form: list[dict[str, Any]] = [
        {"name": "payload_json", "value": json.dumps(parcel.payload, ensure_ascii=False)}
    ]
    for number, (name, content) in enumerate(parcel.files):
        form.append(
            {
                "name": f"files[{number}]",
                "value": content,
                "filename": name,
                "content_type": "application/octet-stream",
            }
        )
    return form
