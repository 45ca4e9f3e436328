"""Guilds: who ranks how by the guild's own roles, and what is done to its members."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord

from bot.adapters.discord.errors import UNKNOWN_BAN, UNKNOWN_MEMBER, UNKNOWN_MESSAGE, code_of
from bot.posts import Rejected, SendError
from core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.adapters.discord.rest import Rest
    from bot.posts import Action

REMEMBERED = 60.0
LONGEST_MUTE = timedelta(days=28)

_MEMBER = "/guilds/{guild_id}/members/{user_id}"
_BAN = "/guilds/{guild_id}/bans/{user_id}"
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"


class Ranks:
    """Roles of members as the guild lists them, asked again after a minute."""

    def __init__(self, rest: Rest, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin knowing nobody."""
        self._rest = rest
        self._clock = clock
        self._known: dict[str, tuple[float, Any]] = {}

    async def of(self, guild_id: str, user_id: str) -> Role:
        """Return a member's role; raises a `SendError` when the guild cannot say."""
        guild = await self._ask("/guilds/{guild_id}", guild_id=guild_id)
        if str(guild["owner_id"]) == user_id:
            return Role.OWNER
        try:
            member = await self._ask(_MEMBER, guild_id=guild_id, user_id=user_id)
        except SendError as error:
            if code_of(error) == UNKNOWN_MEMBER:
                return Role.MEMBER  # who has left leads nobody
            raise
        held = {guild_id, *map(str, member["roles"])}  # everyone holds the role of the guild's id
        bits = 0
        for role in guild["roles"]:
            if str(role["id"]) in held:
                bits |= int(role["permissions"])
        return role_of(discord.Permissions(bits))

    async def _ask(self, path: str, **ids: str) -> Any:  # noqa: ANN401 - JSON
        key, now = path.format(**ids), self._clock()
        self._known = {k: kept for k, kept in self._known.items() if kept[0] > now}
        if key not in self._known:
            self._known[key] = (now + REMEMBERED, await self._rest.call("GET", path, **ids))
        return self._known[key][1]


def role_of(permissions: discord.Permissions) -> Role:
    """Return the role that a member's permissions amount to."""
    if permissions.administrator or permissions.manage_guild:
        return Role.ADMIN
    if permissions.moderate_members or permissions.kick_members or permissions.ban_members:
        return Role.MODERATOR
    return Role.MEMBER


async def act(rest: Rest, guild_id: str, action: Action) -> None:
    """Do something to a member of a guild; raises a `SendError`."""
    ids = {"guild_id": guild_id, "user_id": action.user_id}
    match action.kind:
        case "delete" if action.message_id:
            await _delete(rest, action.to.chat_id, action.message_id)
        case "kick":
            await _unless(UNKNOWN_MEMBER, rest.call("DELETE", _MEMBER, **ids))
        case "ban":
            await rest.call("PUT", _BAN, json={}, **ids)
        case "unban":
            await _unless(UNKNOWN_BAN, rest.call("DELETE", _BAN, json={}, **ids))
        case "mute":
            await _time_out(rest, ids, action.until or datetime.now(UTC) + LONGEST_MUTE)
        case "unmute":
            await _time_out(rest, ids, None)
        case "grant_role" | "revoke_role" if action.role:
            method = "PUT" if action.kind == "grant_role" else "DELETE"
            await rest.call(method, f"{_MEMBER}/roles/{{role_id}}", role_id=action.role, **ids)
        case _:
            message = f"Discord knows no {action.kind}"
            raise Rejected(message)


async def _delete(rest: Rest, channel_id: str, message_id: str) -> None:
    ids = {"channel_id": channel_id, "message_id": message_id}
    await _unless(UNKNOWN_MESSAGE, rest.call("DELETE", _MESSAGE, **ids))


async def _unless(code: int, request: Awaitable[object]) -> None:
    """Make a request; an answer with this code says that it was done before."""
    try:
        await request
    except SendError as error:
        if code_of(error) != code:
            raise


async def _time_out(rest: Rest, ids: dict[str, str], until: datetime | None) -> None:
    if until is not None:
        until = min(until, datetime.now(UTC) + LONGEST_MUTE)
    ends = until.isoformat() if until else None
    await rest.call("PATCH", _MEMBER, json={"communication_disabled_until": ends}, **ids)
