"""The stand-in's REST API: what a bot asks for, held against the public documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.standins import discord_spec
from tests.standins.discord_http import (
    INVALID_FORM,
    Failure,
    Refused,
    Request,
    answer,
    as_published,
    read,
    rewritten,
)
from tests.standins.discord_interactions import Interactions
from tests.standins.discord_world import Channel, Json, Message

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import web

    from tests.standins.discord import Discord

MISSING_ACCESS, CANNOT_MESSAGE = 50001, 50007
UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, UNKNOWN_USER = 10003, 10008, 10013


class Rest:
    """Answers requests from the world of a stand-in."""

    def __init__(self, world: Discord) -> None:
        """Answer for one world."""
        self._world = world
        self._asked = Interactions(world)
        self._routes: list[tuple[str, re.Pattern[str], Callable[..., Any]]] = [
            (method, re.compile(path), make) for method, path, make in self._table()
        ]

    async def serve(self, raw: web.Request) -> web.Response:
        """Answer one request."""
        request = await read(raw)
        self._world.requests.append(request)
        self._world.changed()
        too_many = self._world.pace.refusal(request.path) if self._world.pace else None
        if too_many is not None:
            return too_many
        failure = self._scripted(request)
        if failure is not None and not failure.carried_out:
            return answer(failure.status, failure.body, failure.headers)
        try:
            self._authorised(request, raw.headers.get("Authorization", ""))
            self._valid(request)
            body = await self._carry_out(request)
        except Refused as refused:
            return answer(refused.status, refused.body)
        finally:
            self._world.changed()
        if failure is not None:
            return answer(failure.status, failure.body, failure.headers)
        return answer(200 if body is not None else 204, body)

    def _scripted(self, request: Request) -> Failure | None:
        for failure in self._world.failures:
            matches = failure.method == request.method and failure.path.search(request.path)
            if matches and failure.times > 0:
                failure.times -= 1
                return failure
        return None

    def _authorised(self, request: Request, given: str) -> None:
        tokened = re.match(r"/(webhooks|interactions)/\d+/", request.path)
        if not tokened and given != f"Bot {self._world.token}":
            raise Refused(401, 0, "401: Unauthorized")

    def _valid(self, request: Request) -> None:
        wrong = discord_spec.violations(request.method, request.path, request.body)
        if wrong:
            self._world.violations.extend(wrong)
            raise Refused(400, INVALID_FORM, "Invalid Form Body")

    async def _carry_out(self, request: Request) -> Any:  # noqa: ANN401 - JSON
        for method, path, make in self._routes:
            found = path.fullmatch(request.path)
            if found and method == request.method:
                return await make(request, *found.groups())
        raise Refused(404, 0, "404: Not Found")

    def _table(self) -> list[tuple[str, str, Callable[..., Awaitable[Any]]]]:
        number, token = r"(\d+)", r"([^/]+)"
        return [
            ("GET", "/users/@me", self._me),
            ("GET", "/users/@me/guilds", self._my_guilds),
            ("POST", "/users/@me/channels", self._open_private),
            ("GET", f"/users/{number}", self._user),
            ("GET", "/oauth2/applications/@me", self._application),
            ("GET", "/applications/@me", self._application),
            ("GET", "/gateway/bot", self._gateway),
            ("GET", f"/applications/{number}/commands", self._commands),
            ("PUT", f"/applications/{number}/commands", self._publish),
            ("GET", f"/channels/{number}", self._channel),
            ("GET", f"/channels/{number}/messages", self._history),
            ("POST", f"/channels/{number}/messages", self._send),
            ("PATCH", f"/channels/{number}/messages/{number}", self._edit),
            ("DELETE", f"/channels/{number}/messages/{number}", self._delete),
            ("GET", f"/guilds/{number}", self._guild),
            ("GET", f"/guilds/{number}/members/{number}", self._member),
            ("PATCH", f"/guilds/{number}/members/{number}", self._time_out),
            ("DELETE", f"/guilds/{number}/members/{number}", self._kick),
            ("PUT", f"/guilds/{number}/bans/{number}", self._ban),
            ("DELETE", f"/guilds/{number}/bans/{number}", self._unban),
            ("PUT", f"/guilds/{number}/members/{number}/roles/{number}", self._grant),
            ("DELETE", f"/guilds/{number}/members/{number}/roles/{number}", self._revoke),
            ("POST", f"/interactions/{number}/{token}/callback", self._asked.callback),
            ("POST", f"/webhooks/{number}/{token}", self._asked.follow_up),
            ("PATCH", f"/webhooks/{number}/{token}/messages/@original", self._asked.edit_original),
            (
                "DELETE",
                f"/webhooks/{number}/{token}/messages/@original",
                self._asked.delete_original,
            ),
        ]

    # ------------------------------------------------------------ the bot itself

    async def _me(self, _request: Request) -> Json:
        return self._world.bot.json()

    async def _user(self, _request: Request, user_id: str) -> Json:
        account = self._world.people.get(user_id)
        if account is None:
            raise Refused(404, UNKNOWN_USER, "Unknown User")
        return account.json()

    async def _my_guilds(self, _request: Request) -> list[Json]:
        return [{"id": g.id, "name": g.name} for g in self._world.guilds.values()]

    async def _application(self, _request: Request) -> Json:
        return {
            "id": self._world.bot.id,
            "name": self._world.bot.name,
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": self._world.application_flags,
            "approximate_guild_count": len(self._world.guilds),
        }

    async def _gateway(self, _request: Request) -> Json:
        left = self._world.identifies_left
        limit = {"total": 1000, "remaining": left, "reset_after": 1000, "max_concurrency": 1}
        return {"url": self._world.gateway_url, "shards": 1, "session_start_limit": limit}

    async def _commands(self, request: Request, _app: str) -> list[Json]:
        if request.query.get("with_localizations") == "true":
            return self._world.commands
        return [
            {k: v for k, v in command.items() if not k.endswith("_localizations")}
            for command in self._world.commands
        ]

    async def _publish(self, request: Request, app: str) -> list[Json]:
        published = [as_published(app, n, command) for n, command in enumerate(request.body)]
        self._world.commands = published
        return published

    # ------------------------------------------------------------ channels

    async def _channel(self, _request: Request, channel_id: str) -> Json:
        return self._readable(channel_id).json()

    async def _history(self, request: Request, channel_id: str) -> list[Json]:
        after = int(request.query.get("after", 0))
        limit = int(request.query.get("limit", 50))
        messages = [m for m in self._readable(channel_id).messages if int(m.id) > after]
        return [message.json() for message in reversed(messages[:limit])]

    async def _send(self, request: Request, channel_id: str) -> Json:
        channel, nonce = self._readable(channel_id), request.body.get("nonce")
        if channel.recipient is not None and channel.recipient.id in self._world.unreachable:
            raise Refused(403, CANNOT_MESSAGE, "Cannot send messages to this user")
        if nonce and request.body.get("enforce_nonce"):
            for message in channel.messages:
                if message.nonce == nonce:
                    return message.json()
        message = rewritten(request, Message(channel, self._world.bot, ""))
        message.nonce = nonce
        reference = (request.body.get("message_reference") or {}).get("message_id")
        message.reply_to = next((m for m in channel.messages if m.id == str(reference)), None)
        await self._world.post(message)
        return message.json()

    async def _edit(self, request: Request, channel_id: str, message_id: str) -> Json:
        for message in self._readable(channel_id).messages:
            if message.id == message_id:
                return rewritten(request, message).json()
        raise Refused(404, UNKNOWN_MESSAGE, "Unknown Message")

    async def _delete(self, _request: Request, channel_id: str, message_id: str) -> None:
        messages = self._readable(channel_id).messages
        found = next((message for message in messages if message.id == message_id), None)
        if found is None:
            raise Refused(404, UNKNOWN_MESSAGE, "Unknown Message")
        messages.remove(found)

    async def _open_private(self, request: Request) -> Json:
        account = self._world.people.get(request.body["recipient_id"])
        if account is None:
            raise Refused(400, INVALID_FORM, "Invalid Form Body")
        return self._world.private_channel(account).json()

    def _readable(self, channel_id: str) -> Channel:
        channel = self._world.channels.get(channel_id)
        if channel is None:
            raise Refused(404, UNKNOWN_CHANNEL, "Unknown Channel")
        if channel.forbidden:
            raise Refused(403, MISSING_ACCESS, "Missing Access")
        return channel

    # ------------------------------------------------------------ guilds

    async def _guild(self, _request: Request, guild_id: str) -> Json:
        return self._world.guild_by(guild_id).json()

    async def _member(self, _request: Request, guild_id: str, user_id: str) -> Json:
        return self._world.member_by(guild_id, user_id).json()

    async def _time_out(self, request: Request, guild_id: str, user_id: str) -> Json:
        member = self._world.member_by(guild_id, user_id)
        member.muted_until = request.body["communication_disabled_until"]
        return member.json()

    async def _kick(self, _request: Request, guild_id: str, user_id: str) -> None:
        self._world.member_by(guild_id, user_id)
        await self._world.remove(guild_id, user_id)

    async def _ban(self, request: Request, guild_id: str, user_id: str) -> None:
        self._world.guild_by(guild_id).banned.add(user_id)
        await self._kick(request, guild_id, user_id)

    async def _unban(self, _request: Request, guild_id: str, user_id: str) -> None:
        self._world.guild_by(guild_id).banned.discard(user_id)

    async def _grant(self, _r: Request, guild_id: str, user_id: str, role_id: str) -> None:
        role = next(r for r in self._world.guild_by(guild_id).roles if r.id == role_id)
        self._world.member_by(guild_id, user_id).roles.append(role)

    async def _revoke(self, _r: Request, guild_id: str, user_id: str, role_id: str) -> None:
        member = self._world.member_by(guild_id, user_id)
        member.roles = [role for role in member.roles if role.id != role_id]
