"""The stand-in's gateway: websocket sessions that greet, beat, dispatch and resume."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.standins.discord_world import Account, Guild, Json, snowflake

if TYPE_CHECKING:
    from collections.abc import Callable

DISPATCH, BEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
MEMBERS, CONTENT = 1 << 1, 1 << 15
GUILD_MESSAGES, GUILD_REACTIONS = 1 << 9, 1 << 10
DIRECT_MESSAGES, DIRECT_REACTIONS = 1 << 12, 1 << 13
UNAUTHENTICATED, REFUSED_TOKEN, REFUSED_INTENTS = 4003, 4004, 4014

_NEEDED = {
    "GUILD_MEMBER_ADD": (MEMBERS, MEMBERS),
    "GUILD_MEMBER_REMOVE": (MEMBERS, MEMBERS),
    "MESSAGE_CREATE": (GUILD_MESSAGES, DIRECT_MESSAGES),
    "MESSAGE_DELETE": (GUILD_MESSAGES, DIRECT_MESSAGES),
    "MESSAGE_REACTION_ADD": (GUILD_REACTIONS, DIRECT_REACTIONS),
    "MESSAGE_REACTION_REMOVE": (GUILD_REACTIONS, DIRECT_REACTIONS),
}


@dataclass(eq=False)
class Session:
    """What an IDENTIFY began; its dispatches are kept, so that a RESUME can replay them."""

    id: str
    intents: int
    socket: Socket | None
    sent: list[Json] = field(default_factory=list)

    async def dispatch(self, event: str, data: Json) -> None:
        """Send an event and keep it."""
        frame = {"op": DISPATCH, "t": event, "s": len(self.sent) + 1, "d": data}
        self.sent.append(frame)
        if self.socket is not None:
            await self.socket.send(frame)


class Socket:
    """One websocket, compressed as its address asks."""

    def __init__(self, ws: web.WebSocketResponse, compress: str | None) -> None:
        """Speak through an open websocket."""
        self.ws = ws
        self._stream = zlib.compressobj() if compress == "zlib-stream" else None

    async def send(self, frame: Json) -> None:
        """Send a frame unless the other side is gone."""
        if self.ws.closed:
            return
        text = json.dumps(frame)
        if self._stream is None:
            await self.ws.send_str(text)
            return
        packed = self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)
        await self.ws.send_bytes(packed)


class Gateway:
    """Every session of the bot, and how the next ones are to be treated."""

    def __init__(self, token: str, bot: Account, guilds: dict[str, Guild], url: str) -> None:
        """Serve one bot; ``url`` is told as the address to resume at."""
        self.sessions: dict[str, Session] = {}
        self.identifies: list[Json] = []
        self.queries: list[dict[str, str]] = []
        self.resumes = 0
        self.beats = 0
        self.closing_codes: list[int] = []
        self.privileged = True
        self.changed: Callable[[], None] = lambda: None
        self._token, self._bot, self._guilds, self._url = token, bot, guilds, url

    @property
    def connected(self) -> list[Session]:
        """The sessions that have a socket now."""
        return [session for session in self.sessions.values() if session.socket is not None]

    async def dispatch(self, event: str, data: Json) -> None:
        """Tell every session that asked to hear such an event."""
        in_guild, in_private = _NEEDED.get(event, (0, 0))
        needed = in_guild if "guild_id" in data else in_private
        for session in list(self.sessions.values()):
            if session.intents & needed == needed:
                await session.dispatch(event, self._shown(event, data, session.intents))

    async def drop(self, code: int = 4000, *, forget: bool = False) -> None:
        """Close every socket; with ``forget``, a RESUME will be refused."""
        sockets = [session.socket for session in self.connected if session.socket]
        if forget:
            self.sessions.clear()
        for socket in sockets:
            await socket.ws.close(code=code)

    async def ask_to_reconnect(self) -> None:
        """Send RECONNECT to every session."""
        for session in self.connected:
            if session.socket is not None:
                await session.socket.send({"op": RECONNECT, "d": None})

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one websocket to its end."""
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        self.queries.append(dict(request.query))
        socket = Socket(ws, request.query.get("compress"))
        await socket.send({"op": HELLO, "d": {"heartbeat_interval": 41250}})
        session: Session | None = None
        async for message in ws:
            if message.type == WSMsgType.TEXT:
                session = await self._take(socket, json.loads(message.data), session)
        if session is not None and session.socket is socket:
            session.socket = None
        self.changed()
        return ws

    async def _take(self, socket: Socket, frame: Json, session: Session | None) -> Session | None:
        match frame["op"]:
            case 1:
                self.beats += 1
                await socket.send({"op": ACK})
            case 2:
                session = await self._identify(socket, frame["d"])
            case 6:
                session = await self._resume(socket, frame["d"])
            case _:
                await socket.ws.close(code=4001)
        self.changed()
        return session

    async def _identify(self, socket: Socket, asked: Json) -> Session | None:
        self.identifies.append(asked)
        code = self._refusal(asked)
        if code:
            await socket.ws.close(code=code)
            return None
        session = Session(snowflake(), asked["intents"], socket)
        self.sessions[session.id] = session
        hello: dict[str, Any] = {
            "v": 10,
            "user": self._bot.json(),
            "guilds": [{"id": guild_id, "unavailable": True} for guild_id in self._guilds],
            "session_id": session.id,
            "resume_gateway_url": self._url,
            "application": {"id": self._bot.id, "flags": 0},
        }
        if "shard" in asked:
            hello["shard"] = asked["shard"]
        await session.dispatch("READY", hello)
        for guild in self._guilds.values():
            await session.dispatch("GUILD_CREATE", guild.gateway_json(self._bot))
        return session

    def _refusal(self, asked: Json) -> int:
        if self.closing_codes:
            return self.closing_codes.pop(0)
        if asked["token"] != self._token:
            return REFUSED_TOKEN
        wants_more = asked["intents"] & (MEMBERS | CONTENT)
        return REFUSED_INTENTS if wants_more and not self.privileged else 0

    async def _resume(self, socket: Socket, asked: Json) -> Session | None:
        session = self.sessions.get(asked["session_id"])
        if session is None:
            await socket.send({"op": INVALID, "d": False})
            return None
        self.resumes += 1
        session.socket = socket
        for frame in session.sent[asked["seq"] :]:
            await socket.send(frame)
        await session.dispatch("RESUMED", {})
        return session

    def _shown(self, event: str, data: Json, intents: int) -> Json:
        """Take the words out of a message for who may not read them."""
        hidden = event == "MESSAGE_CREATE" and not intents & CONTENT and "guild_id" in data
        named = any(user["id"] == self._bot.id for user in data.get("mentions", ()))
        if not hidden or named:
            return data
        return data | {"content": "", "attachments": [], "embeds": [], "components": []}
