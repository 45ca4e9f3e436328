"""A Discord of our own on loopback: REST and gateway as the public documents describe them.

It runs in a thread of its own, so tests are plain functions: people speak, and ``until`` waits.
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from typing import TYPE_CHECKING, Any, Self, TypeVar

from aiohttp import web

from tests.standins.discord_gateway import Gateway
from tests.standins.discord_http import API, Failure, Pace, Refused, Request
from tests.standins.discord_people import EVERYBODY_MAY, Asked, User
from tests.standins.discord_rest import Rest
from tests.standins.discord_world import (
    FORUM,
    PRIVATE,
    TEXT,
    THREAD,
    Account,
    Channel,
    Guild,
    Json,
    Membership,
    Message,
    Role,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    Result = TypeVar("Result")

DEADLINE = 10.0


class Discord:
    """The whole platform: ``with Discord() as dc: …``."""

    def __init__(self, token: str = "made-up.bot.token") -> None:  # noqa: S107 - made up
        """Prepare an empty world with one bot."""
        self.token = token
        self.bot = Account("群主", "qunzhu", bot=True)
        self.identifies_left = 999
        self.pace: Pace | None = None
        self.application_flags = 1 << 19 | 1 << 15
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.people: dict[str, Account] = {}
        self.asked: dict[str, Asked] = {}
        self.commands: list[Json] = []
        self.requests: list[Request] = []
        self.violations: list[str] = []
        self.failures: list[Failure] = []
        self.unreachable: set[str] = set()
        self.api_base = self.gateway_url = ""
        self.gateway: Gateway
        self._private: dict[str, Channel] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="discord stand-in")
        self._something = threading.Condition()

    def __enter__(self) -> Self:
        """Begin to serve on a port of the machine's choice."""
        self._thread.start()
        self.do(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        """Close every socket and stop."""
        self.do(self.gateway.drop(1001))
        self.do(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    # ------------------------------------------------------------ building the world

    def user(self, name: str, username: str = "") -> User:
        """Create a person."""
        account = Account(name, username or name)
        self.people[account.id] = account
        return User(self, account)

    def guild(self, name: str, *, owner: User | None = None) -> Guild:
        """Create a guild that the bot is in, with one channel for system messages."""
        head = owner or self.user(f"{name}的主人")
        guild = Guild(name, head.account)
        guild.roles.append(Role("@everyone", EVERYBODY_MAY, id=guild.id))
        for account in (head.account, self.bot):
            guild.members[account.id] = Membership(account)
        self.guilds[guild.id] = guild
        guild.system_channel = self.channel(guild, "公告", told=False)
        if self.gateway.connected:
            self.tell("GUILD_CREATE", guild.gateway_json(self.bot))
        return guild

    def channel(
        self, guild: Guild, name: str, *, forum: bool = False, told: bool = True
    ) -> Channel:
        """Create a text channel or a forum."""
        return self._add(Channel(name, FORUM if forum else TEXT, guild), "CHANNEL_CREATE", told)

    def thread(self, parent: Channel, name: str) -> Channel:
        """Create a thread under a channel or in a forum."""
        return self._add(Channel(name, THREAD, parent.guild, parent), "THREAD_CREATE", told=True)

    def role(self, guild: Guild, name: str, permissions: int, *people: User) -> Role:
        """Create a role and give it to people."""
        role = Role(name, permissions)
        guild.roles.append(role)
        for person in people:
            guild.members[person.id].roles.append(role)
        return role

    def private_channel(self, account: Account) -> Channel:
        """Return the private chat between the bot and somebody."""
        if account.id not in self._private:
            channel = Channel("", PRIVATE, recipient=account)
            self._private[account.id] = self.channels[channel.id] = channel
        return self._private[account.id]

    # ------------------------------------------------------------ scripting trouble

    def fails(  # noqa: PLR0913 - a request has as many sides as there are to match
        self,
        method: str,
        path: str,
        status: int,
        *,
        code: int = 0,
        times: int = 1,
        headers: dict[str, str] | None = None,
        carried_out: bool = False,
    ) -> None:
        """Answer the next matching requests with an error, ``carried_out`` or not."""
        body = {"code": code, "message": "scripted"}
        failure = Failure(method, re.compile(path), status, body, headers or {}, times, carried_out)
        self.failures.append(failure)

    def throttles(self, method: str, path: str, seconds: float, *, times: int = 1) -> None:
        """Answer the next matching requests with 429."""
        body = {"message": "You are being rate limited.", "retry_after": seconds, "global": False}
        headers = {"Via": "1.1 google", "Retry-After": str(int(seconds) + 1)}
        self.failures.append(Failure(method, re.compile(path), 429, body, headers, times))

    # ------------------------------------------------------------ looking and waiting

    def asked_for(self, method: str, path: str) -> list[Request]:
        """Return the requests whose path matches a pattern as a whole."""
        return [r for r in self.requests if r.method == method and re.fullmatch(path, r.path)]

    def until(self, holds: Callable[[], Any], what: str, seconds: float = DEADLINE) -> None:
        """Wait until something holds; an AssertionError says what did not."""
        ends = time.monotonic() + seconds
        while not holds():  # outside the lock: it may itself ask the stand-in
            left = ends - time.monotonic()
            assert left > 0, f"waited {seconds} s in vain: {what}"
            with self._something:
                self._something.wait(min(left, 0.05))

    def until_connected(self, sessions: int = 1) -> None:
        """Wait until the bot has identified and has its guilds."""
        self.until(lambda: len(self.gateway.connected) >= sessions, "the bot connects")

    # ------------------------------------------------------------ the works

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do something on the stand-in's own loop and return what comes of it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(DEADLINE)

    def tell(self, event: str, data: Json) -> None:
        """Dispatch an event to the bot."""
        self.do(self.gateway.dispatch(event, data))

    def changed(self) -> None:
        """Wake whoever waits."""
        with self._something:
            self._something.notify_all()

    async def post(self, message: Message) -> None:
        """Put a message into its channel and tell the bot."""
        if message.only_for is None:
            message.channel.messages.append(message)
        await self.gateway.dispatch("MESSAGE_CREATE", message.gateway_json())
        self.changed()

    def take_away(self, message: Message) -> None:
        """Remove a message from its channel."""
        if message in message.channel.messages:
            message.channel.messages.remove(message)

    def admit(self, guild: Guild, account: Account, *, told: bool = True) -> None:
        """Make somebody a member of a guild."""
        membership = guild.members[account.id] = Membership(account)
        if told:
            self.tell("GUILD_MEMBER_ADD", membership.json() | {"guild_id": guild.id})

    async def remove(self, guild_id: str, user_id: str) -> None:
        """End somebody's membership of a guild."""
        gone = self.guilds[guild_id].members.pop(user_id)
        data = {"guild_id": guild_id, "user": gone.account.json()}
        await self.gateway.dispatch("GUILD_MEMBER_REMOVE", data)

    def guild_by(self, guild_id: str) -> Guild:
        """Return a guild, or refuse as the API does."""
        if guild_id not in self.guilds:
            raise Refused(404, 10004, "Unknown Guild")
        return self.guilds[guild_id]

    def member_by(self, guild_id: str, user_id: str) -> Membership:
        """Return a member of a guild, or refuse as the API does."""
        members = self.guild_by(guild_id).members
        if user_id not in members:
            raise Refused(404, 10007, "Unknown Member")
        return members[user_id]

    def _add(self, channel: Channel, event: str, told: bool) -> Channel:  # noqa: FBT001
        self.channels[channel.id] = channel
        if channel.guild is not None:
            channel.guild.channels.append(channel)
        if told and self.gateway.connected:
            self.tell(event, channel.json())
        return channel

    async def _start(self) -> None:
        app = web.Application()
        rest = Rest(self)
        app.router.add_get("/gateway/", self._serve_gateway)
        app.router.add_route("*", API + "/{path:.*}", rest.serve)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.api_base = f"http://127.0.0.1:{port}{API}"
        self.gateway_url = f"ws://127.0.0.1:{port}/gateway/"
        self.gateway = Gateway(self.token, self.bot, self.guilds, self.gateway_url)
        self.gateway.changed = self.changed

    async def _serve_gateway(self, request: web.Request) -> web.WebSocketResponse:
        return await self.gateway.serve(request)
