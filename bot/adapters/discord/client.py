"""The connection: discord.py keeps the gateway alive and the guilds known, we read the rest."""

from __future__ import annotations

import asyncio
import logging
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.adapters.discord import inbound, interactions
from bot.adapters.discord.identifies import Budget

if TYPE_CHECKING:
    from collections.abc import Callable

    import aiohttp

    from bot.adapters.discord.options import DiscordOptions

    Payload = dict[str, Any]
    Listener = Callable[[str, Payload], None]

log = logging.getLogger(__name__)

READ_BY_US = inbound.EVENTS | {interactions.EVENT}
GUILD_CREATE = "GUILD_CREATE"

_VITAL = frozenset({"READY", "RESUMED"})
_LONGEST_WAIT = 30.0
_TOKEN = re.compile(r"(/(?:webhooks|interactions)/\d+/)[^/\s?]+")
_UNTOLD: Payload = {
    "name": "",
    "description": "",
    "icon": None,
    "bot_public": False,
    "bot_require_code_grant": False,
    "owner": {"id": "0", "username": "", "discriminator": "0", "avatar": None},
    "verify_key": "",
}


class GatewayClient(discord.AutoShardedClient):
    """One login. Payloads go to ``listener`` in the order the gateway sent them."""

    def __init__(
        self,
        options: DiscordOptions,
        intents: discord.Intents,
        listener: Listener,
        budget: Budget | None = None,
    ) -> None:
        """Prepare for ``start``; the library's own addresses are set for the whole process."""
        Route.BASE = options.api
        discord.Asset.BASE = options.cdn
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_ratelimit_timeout=_LONGEST_WAIT,
        )
        self._listener = listener
        self._budget = budget or Budget()
        self._redirected = options.gateway is not None
        self._share_events()
        if options.gateway:
            self._dial_only(yarl.URL(options.gateway))

    async def plan(self) -> None:
        """Ask where the gateway is and how many shards it wants; wait while none may begin."""
        try:
            shards, url, limit = await self.http.get_bot_gateway()
        except discord.GatewayNotFound:
            if not self._redirected:
                raise
            self.shard_count = 1
            return
        self._budget.learn(limit["total"])
        spent = limit["remaining"] < shards
        pause = max(limit["reset_after"] / 1000 if spent else 0.0, self._budget.pause())
        if pause:
            log.error("no session may be begun for %.0f s: waiting before connecting", pause)
            await asyncio.sleep(pause)
        self.shard_count = shards
        # The library falls back to this address whenever a session cannot be resumed.
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Count the session that begins, and keep the distance that Discord asks for."""
        self._budget.spend()
        await super().before_identify_hook(shard_id, initial=initial)

    async def application_info(self) -> discord.AppInfo:
        """Return the application, also where the optional parts of it are absent."""
        known = await self.http.application_info()
        return discord.AppInfo(self._connection, {**_UNTOLD, **known})  # type: ignore[typeddict-item]

    def _share_events(self) -> None:
        parsers = self._connection.parsers
        for event, parse in list(parsers.items()):
            if event not in _VITAL:
                parsers[event] = partial(_surviving, event, parse)
        for event in READ_BY_US:
            parsers[event] = partial(_surviving, event, partial(self._listener, event))
        parsers[GUILD_CREATE] = partial(self._guild, parsers[GUILD_CREATE])
        parsers["READY"] = partial(self._greeted, parsers["READY"])

    def _greeted(self, parse: Callable[[Payload], None], data: Payload) -> None:
        data.setdefault("shard", [0, 1])  # optional in the documents, needed by the library
        parse(data)

    def _guild(self, parse: Callable[[Payload], None], data: Payload) -> None:
        parse(data)
        _surviving(GUILD_CREATE, partial(self._listener, GUILD_CREATE), data)

    def _dial_only(self, gateway: yarl.URL) -> None:
        dial = self.http.ws_connect

        async def redirected(url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
            return await dial(str(gateway.with_query(yarl.URL(url).query)), compress=compress)

        self.http.ws_connect = redirected  # type: ignore[method-assign]


def intents_of(*, degraded: bool) -> discord.Intents:
    """Return what we ask to hear; the privileged two only while they are granted."""
    return discord.Intents(
        guilds=True,
        guild_messages=True,
        dm_messages=True,
        guild_reactions=True,
        dm_reactions=True,
        message_content=not degraded,
        members=not degraded,
    )


def keep_quiet() -> None:
    """Keep members' words, the tokens of interactions and talk of voice out of the logs."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    logging.getLogger("discord").setLevel(logging.INFO)
    logging.getLogger("discord.http").addFilter(_without_tokens)


def _without_tokens(record: logging.LogRecord) -> bool:
    record.msg, record.args = _TOKEN.sub(r"\1…", record.getMessage()), None
    return True


def _surviving(event: str, parse: Callable[[Payload], None], data: Payload) -> None:
    """Let no single payload end the shard that it came through."""
    try:
        parse(data)
    except Exception as error:  # noqa: BLE001 - an edge: whatever the platform sent
        log.warning("%s could not be read: %s", event, type(error).__name__)
