"""The Discord platform: its lifecycle, and what the rest of the program asks of it."""

from __future__ import annotations

import asyncio
import logging
import time
from itertools import count
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.adapters.discord import checkup, guilds, slash
from bot.adapters.discord.client import GatewayClient, intents_of, keep_quiet
from bot.adapters.discord.errors import UNKNOWN_CHANNEL, code_of
from bot.adapters.discord.identifies import Budget
from bot.adapters.discord.inbound import PLATFORM
from bot.adapters.discord.lanes import Lanes
from bot.adapters.discord.listener import Listener
from bot.adapters.discord.options import TokenRefused
from bot.adapters.discord.rest import Rest
from bot.posts import Limits, SendError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.adapters.discord.options import DiscordOptions
    from bot.ear import Ear
    from bot.posts import Action, Finding, Post
    from core.addresses import Address
    from core.roles import Role

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 600.0
STEADY = 300.0

_TOKEN_REFUSED = 4004
_CLOSING = 1.0
_LOST = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)


class DiscordAdapter:
    """The `bot.posts.Platform` of Discord.

    ``degraded`` is true while Discord refuses the privileged intents: ordinary messages then
    come without their text, and members' coming and going is not told.
    """

    name = PLATFORM
    limits = Limits(platform=(50, 1.0))
    trusted = False

    def __init__(self, options: DiscordOptions) -> None:
        """Prepare with the operator's options; nothing is connected before `run`."""
        self.degraded = False
        self._options = options
        self._rest = Rest()
        self._ranks = guilds.Ranks(self._rest)
        self._lanes = Lanes()
        self._budget = Budget()
        self._client: GatewayClient | None = None
        self._tick = count(time.time_ns())

    async def run(self, ear: Ear) -> None:
        """Serve until cancelled; raises `TokenRefused` when no retry could help."""
        keep_quiet()
        work = asyncio.create_task(self._serve_again(ear), name="discord")
        try:
            await asyncio.wait([work])
        finally:
            while not work.done():  # connecting may swallow a cancellation
                work.cancel()
                await asyncio.wait([work], timeout=_CLOSING)
            await self._lanes.close()
        work.result()

    async def send(self, to: Address, post: Post) -> str:
        """Send a post and return the id of its last message; raises a `SendError`."""
        if to.private:
            return await self._rest.say_privately(to.chat_id, post)
        channel_id = to.thread or to.chat_id
        try:
            return await self._rest.say(channel_id, post)
        except Unreachable as error:
            if code_of(error) != UNKNOWN_CHANNEL:
                raise
        # It is no channel: what is meant for a guild goes to its channel for system messages.
        guild = await self._rest.call("GET", "/guilds/{guild_id}", guild_id=channel_id)
        if not guild.get("system_channel_id"):
            raise Unreachable("the guild has no channel for system messages")
        return await self._rest.say(str(guild["system_channel_id"]), post)

    async def rank(self, chat_id: str, user_id: str) -> Role:
        """Return a member's role by the guild's own list; raises a `SendError` on doubt."""
        return await self._ranks.of(await self._guild_of(chat_id), user_id)

    async def act(self, action: Action) -> None:
        """Do something to a member or to a message of theirs; raises a `SendError`."""
        await guilds.act(self._rest, await self._guild_of(action.to.chat_id), action)

    async def check(self, chats: Sequence[str] = ()) -> list[Finding]:
        """Return what a login finds, whatever the chats, without connecting to the gateway."""
        del chats
        client = GatewayClient(
            self._options, intents_of(degraded=False), lambda _event, _data: None
        )
        rest = Rest()
        try:
            async with client:
                await client.login(self._options.token)
                rest.http = client.http
                return await checkup.findings(rest)
        except discord.LoginFailure:
            return [checkup.refused()]
        except (SendError, *_LOST) as error:
            log.warning("Discord could not be checked: %s", error)
            return [checkup.unreachable()]

    async def _serve_again(self, ear: Ear) -> None:
        pause = FIRST_PAUSE
        while True:
            began = time.monotonic()
            if not await self._served(ear):
                continue
            pause = FIRST_PAUSE if time.monotonic() - began > STEADY else pause
            log.warning("connecting to Discord again in %.0f s", pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _served(self, ear: Ear) -> bool:
        """Serve one login to its end; returns whether to pause before the next one."""
        try:
            await self._serve(ear)
        except discord.LoginFailure as error:
            raise TokenRefused from error
        except discord.PrivilegedIntentsRequired:
            if self.degraded:
                return True
            self.degraded = True
            log.error(  # noqa: TRY400 - the sentence says it all
                "degraded: Discord refuses the privileged intents. Turn on Message Content Intent "
                "and Server Members Intent under Bot in the developer portal and restart; until "
                "then only slash commands, buttons and messages that mention the bot work"
            )
            return False
        except discord.ConnectionClosed as error:
            if error.code == _TOKEN_REFUSED:
                raise TokenRefused from error
            log.warning("the gateway closed the connection: %s", error)
        except Exception as error:  # noqa: BLE001 - an edge: whatever ended it, we come back
            log.warning("the connection to Discord ended: %s: %s", type(error).__name__, error)
        return True

    async def _serve(self, ear: Ear) -> None:
        listener = Listener(self._rest, self._lanes, ear, self._tick)
        client = GatewayClient(
            self._options, intents_of(degraded=self.degraded), listener.heard, self._budget
        )
        async with client:
            try:
                await client.login(self._options.token)
                listener.attend(client)
                self._client, self._rest.http = client, client.http
                await self._publish(ear, client)
                await client.plan()
                await client.connect()
            finally:
                self._client = self._rest.http = None

    async def _publish(self, ear: Ear, client: GatewayClient) -> None:
        try:
            await slash.publish(self._rest, str(client.application_id), ear.commands)
        except SendError as error:
            log.warning("the slash commands could not be published: %s", error)

    async def _guild_of(self, chat_id: str) -> str:
        known = self._client.get_channel(int(chat_id)) if self._client else None
        if isinstance(known, (discord.abc.GuildChannel, discord.Thread)):
            return str(known.guild.id)
        if self._client and self._client.get_guild(int(chat_id)):
            return chat_id
        try:
            channel = await self._rest.call("GET", "/channels/{channel_id}", channel_id=chat_id)
        except Unreachable as error:
            if code_of(error) == UNKNOWN_CHANNEL:
                return chat_id  # a guild that has not come online yet
            raise
        if "guild_id" not in channel:
            raise Unreachable("a private chat has no roles")
        return str(channel["guild_id"])
