"""The listener of one login: what the gateway says is put in order and handed to the ear."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.adapters.discord import inbound, interactions
from bot.adapters.discord.catchup import CatchUp
from bot.adapters.discord.client import GUILD_CREATE
from bot.adapters.discord.faces import Faces
from bot.adapters.discord.inbound import Surroundings
from bot.adapters.discord.voices import ChannelVoice, InteractionVoice
from bot.updates import Command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.adapters.discord.client import GatewayClient
    from bot.adapters.discord.lanes import Lanes
    from bot.adapters.discord.rest import Rest
    from bot.ear import Ear
    from bot.posts import Voice
    from bot.updates import Chat, Update

    Payload = dict[str, Any]

log = logging.getLogger(__name__)

MESSAGE_CREATE = "MESSAGE_CREATE"


class Listener:
    """Turns payloads into updates and gives each its voice and its place in a lane."""

    def __init__(self, rest: Rest, lanes: Lanes, ear: Ear, tick: Iterator[int]) -> None:
        """Speak through ``rest``, queue in ``lanes``, and number deeds by ``tick``."""
        self._rest = rest
        self._lanes = lanes
        self._ear = ear
        self._tick = tick
        self._private = {spec.name: spec.private for spec in ear.commands}
        self._faces = Faces(rest)
        self._catch_up = CatchUp(rest, ear, self._missed)
        self._client: GatewayClient | None = None
        self._around: Surroundings | None = None

    def attend(self, client: GatewayClient) -> None:
        """Begin to understand what a logged-in client hears."""
        self._client = client
        self._around = Surroundings(
            app=str(client.application_id),
            me=str(client.user.id if client.user else client.application_id),
            commands=frozenset(self._private),
            title=self._title,
            correspondent=self._rest.correspondent,
            now=lambda: datetime.now(UTC),
            tick=lambda: next(self._tick),
        )

    def heard(self, event: str, data: Payload) -> None:
        """Take a payload of the gateway; returns at once."""
        if event == GUILD_CREATE:
            for channel_id, job in self._catch_up.jobs(data):
                self._lanes.put(channel_id, job)
        elif event == interactions.EVENT:
            self._asked(data)
        else:
            self._happened(event, data)

    def _asked(self, data: Payload) -> None:
        read = interactions.read(data, self._here())
        if read is None:
            return
        asked, update = read
        hidden = isinstance(update, Command) and self._private.get(update.name, False)
        private = update.chat.private
        voice = InteractionVoice(
            self._rest,
            asked,
            self._voice(update),
            hidden=hidden and not private,
            private=private,
        )
        self._lanes.put(update.chat.id, partial(self._hear, update, voice))

    def _happened(self, event: str, data: Payload) -> None:
        for update in inbound.read(event, data, self._here()):
            if event == MESSAGE_CREATE and update.chat.private:
                self._rest.reopened(update.actor.id, str(data["channel_id"]))
            voice = self._voice(update)
            self._lanes.put(update.chat.id, partial(self._hear, update, voice))

    async def _missed(self, data: Payload) -> None:
        for update in inbound.read(MESSAGE_CREATE, data, self._here()):
            await self._hear(update, self._voice(update))

    async def _hear(self, update: Update, voice: Voice) -> None:
        await self._ear.hear(await self._faces.recognised(update), voice)

    def _voice(self, update: Update) -> ChannelVoice:
        return ChannelVoice(self._rest, update, self._speaking_place(update.chat))

    def _speaking_place(self, chat: Chat) -> str | None:
        """Return the channel to answer in: a guild's own is the one for system messages."""
        if chat.id != chat.space:
            return chat.id
        guild = self._client.get_guild(int(chat.id)) if self._client else None
        channel = guild.system_channel if guild else None
        return str(channel.id) if channel else None

    def _title(self, guild_id: str, channel_id: str) -> str:
        guild = self._client.get_guild(int(guild_id)) if self._client else None
        if guild is None or not channel_id:
            return guild.name if guild else ""
        channel = guild.get_channel_or_thread(int(channel_id))
        return channel.name if channel else ""

    def _here(self) -> Surroundings:
        if self._around is None:
            raise RuntimeError("nothing can be heard before the login")
        return self._around
