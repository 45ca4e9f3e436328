"""The stand-in's HTTP side: takes requests as the Bot API does, and delivers webhooks."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from typing import TYPE_CHECKING, Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.standins.telegram_limits import ApiError
from tests.standins.telegram_methods import METHODS
from tests.standins.telegram_requests import DEFAULT_UPDATES, Asked

if TYPE_CHECKING:
    from tests.standins.telegram import TelegramStandIn
    from tests.standins.telegram_requests import Failure

Json = dict[str, Any]
Files = dict[str, tuple[str, bytes]]

TICK = 0.01  # seconds between looks at what other threads changed
HANG = 60.0


class Server:
    """An HTTP server in a thread of its own, so that any test can drive it."""

    def __init__(self, tg: TelegramStandIn, port: int) -> None:
        """Serve one stand-in; port 0 takes a free one."""
        self._tg = tg
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner: web.AppRunner | None = None
        self._polls = 0
        self._delivering: asyncio.Task[None] | None = None
        self.url = ""

    def start(self) -> None:
        """Listen on the loopback."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)

    def stop(self) -> None:
        """Close every connection and end the thread."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> None:
        app = web.Application(client_max_size=64 << 20)
        app.router.add_route("*", "/bot{token}/{method}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self._delivering = asyncio.create_task(self._deliver())

    async def _stop(self) -> None:
        if self._delivering is not None:
            self._delivering.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._delivering
        if self._runner is not None:
            await self._runner.cleanup()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    # ------------------------------------------------------------ requests

    async def _take(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self._tg.token:
            return _answer(ApiError(401, "Unauthorized"))
        try:
            params, files = await self._read(request, method)
            failure = self._note(method, params, files)
            if failure is not None:
                return await self._fail(request, failure, params, files)
            if method == "getUpdates":
                return _answer(await self._get_updates(params))
            return _answer(self._do(method, params, files))
        except ApiError as error:
            return _answer(error)

    async def _read(self, request: web.Request, method: str) -> tuple[Json, Files]:
        if request.content_type == "application/json":
            return dict(json.loads(await request.read() or b"{}")), {}
        values: dict[str, str] = dict(request.query)
        files: Files = {}
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = (value.filename, value.file.read())
            else:
                values[name] = value if isinstance(value, str) else value.decode()
        return {name: self._typed(method, name, text) for name, text in values.items()}, files

    def _typed(self, method: str, name: str, text: str) -> object:
        spec = self._tg.spec
        if spec is not None and spec.knows(method):
            return spec.typed(method, name, text)
        if name in {"text", "caption", "url", "secret_token", "callback_query_id"}:
            return text
        with contextlib.suppress(ValueError):
            return json.loads(text)
        return text

    def _note(self, method: str, params: Json, files: Files) -> Failure | None:
        tg = self._tg
        with tg.changed:
            tg.requests.append(Asked(method, params, time.monotonic(), files))
            tg.changed.notify_all()
            self._check(method, params, files)
            for failure in tg.failures:
                if failure.method in {method, "*"} and failure.times > 0:
                    failure.times -= 1
                    return failure
        return None

    def _check(self, method: str, params: Json, files: Files) -> None:
        spec = self._tg.spec
        if spec is None or not spec.knows(method):
            return
        problems = spec.problems(method, params, set(files))
        if problems:
            self._tg.spec_problems += problems
            raise ApiError(400, "Bad Request: " + "; ".join(problems))

    def _do(self, method: str, params: Json, files: Files) -> object:
        if method not in METHODS:
            raise ApiError(404, "Not Found")
        with self._tg.changed:
            result = METHODS[method](self._tg, params, files)
            self._tg.changed.notify_all()
        return result

    async def _fail(
        self, request: web.Request, failure: Failure, params: Json, files: Files
    ) -> web.StreamResponse:
        if failure.delivered:
            self._do(request.match_info["method"], params, files)
        if failure.how == "hang":
            await asyncio.sleep(HANG)
        if isinstance(failure.how, str):
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        words = failure.description or f"Scripted failure {failure.how}"
        return _answer(ApiError(failure.how, words, failure.parameters))

    # ------------------------------------------------------------ updates

    async def _get_updates(self, params: Json) -> list[Json]:
        tg = self._tg
        if tg.webhook:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        if "allowed_updates" in params:
            tg.allowed = set(params["allowed_updates"]) or set(DEFAULT_UPDATES)
        self._polls += 1
        mine, until = self._polls, time.monotonic() + params.get("timeout", 0)
        self._forget(params.get("offset", 0))
        while not tg.updates and time.monotonic() < until:
            await asyncio.sleep(TICK)
            if self._polls != mine:
                raise ApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )
        with tg.changed:
            return list(tg.updates[: params.get("limit", 100)])

    def _forget(self, offset: int) -> None:
        tg = self._tg
        with tg.changed:
            if offset < 0:
                tg.updates = tg.updates[offset:]
            elif offset > 0:
                tg.updates = [u for u in tg.updates if u["update_id"] >= offset]

    async def _deliver(self) -> None:
        tg = self._tg
        async with ClientSession(timeout=ClientTimeout(total=10)) as session:
            while True:
                await asyncio.sleep(TICK)
                hook, update = dict(tg.webhook), next(iter(tg.updates), None)
                if hook and update and await self._post(session, hook, update):
                    with tg.changed:
                        tg.updates.remove(update)

    async def _post(self, session: ClientSession, hook: Json, update: Json) -> bool:
        header = {"X-Telegram-Bot-Api-Secret-Token": hook.get("secret_token", "")}
        try:
            async with session.post(hook["url"], json=update, headers=header) as response:
                self._tg.deliveries.append(response.status)
                delivered = response.ok
        except (ClientError, TimeoutError) as error:
            self._tg.webhook["last_error_message"] = type(error).__name__
            delivered = False
        if not delivered:
            await asyncio.sleep(5 * TICK)
        return delivered


def _answer(result: object) -> web.Response:
    if not isinstance(result, ApiError):
        return web.json_response({"ok": True, "result": result})
    body: Json = {"ok": False, "error_code": result.code, "description": result.description}
    if result.parameters:
        body["parameters"] = result.parameters
    return web.json_response(body, status=result.code)
