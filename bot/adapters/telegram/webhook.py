"""Webhooks: a delivery is answered 200 only after its update was committed."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import socket
from typing import TYPE_CHECKING

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator, Sequence

    from starlette.requests import Request

    from bot.adapters.telegram.api import Json

    Hear = Callable[[Sequence[Json]], Awaitable[None]]

log = structlog.get_logger(__name__)

MOST_BYTES = 1 << 20
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
GRACE = 5  # seconds for deliveries under way when the server stops


class Webhook:
    """Takes deliveries at one path and hands each update to ``hear``."""

    def __init__(self, path: str, secret: str, hear: Hear) -> None:
        """Answer only deliveries that carry ``secret``."""
        self._path = path
        self._secret = secret.encode()
        self._hear = hear

    def routes(self) -> list[Route]:
        """Return the route for a web application to mount."""
        return [Route(self._path, self._deliver, methods=["POST"])]

    async def serve(self, host: str, port: int, ready: Callable[[], Awaitable[None]]) -> None:
        """Listen until cancelled; ``ready`` is called when deliveries can be taken."""
        config = uvicorn.Config(
            Starlette(routes=self.routes()),
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=GRACE,
        )
        server = _Server(config)
        with _listening(host, port) as listener:
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            try:
                await ready()
                await asyncio.shield(serving)
            finally:
                server.should_exit = True
                await asyncio.wait({serving})

    async def _deliver(self, request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "").encode("latin-1", "replace")
        if not hmac.compare_digest(given, self._secret):
            return PlainTextResponse("", 403)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("", 413)
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            return PlainTextResponse("", 400)
        try:
            await self._hear([raw])
        except Exception as error:  # noqa: BLE001 - whatever keeps an update from its commit
            log.warning("an update was not committed", error=type(error).__name__)
            return PlainTextResponse("", 503)
        return PlainTextResponse("", 200)


class _Server(uvicorn.Server):
    """A server that leaves the process's signals to the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


async def _body(request: Request) -> bytes | None:
    """Return the body; None when it is larger than any update."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MOST_BYTES:
            return None
        chunks.append(chunk)
    return b"".join(chunks)
