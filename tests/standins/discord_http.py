"""The stand-in's HTTP: requests as they came, scripted failures, and answers with headers."""

from __future__ import annotations

import json
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    import re

    from tests.standins.discord_world import Json, Message

API = "/api/v10"
EMPTY, INVALID_FORM = 50006, 50035
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came in."""

    method: str
    path: str
    body: Any
    query: dict[str, str]
    files: tuple[tuple[str, bytes], ...] = ()
    at: float = field(default_factory=time.monotonic)


@dataclass(eq=False)
class Failure:
    """A scripted answer, given ``times`` times to requests that match."""

    method: str
    path: re.Pattern[str]
    status: int
    body: Json
    headers: dict[str, str]
    times: int
    carried_out: bool = False


class Pace:
    """A limit on requests of all kinds; what goes beyond it is answered with 429 and counted."""

    def __init__(self, count: int, seconds: float) -> None:
        """Allow so many requests in so many seconds."""
        self.broken = 0
        self._count, self._seconds = count, seconds
        self._times: deque[float] = deque()

    def refusal(self, path: str) -> web.Response | None:
        """Count a request; return the answer where it is one too many. Interactions are exempt."""
        now = time.monotonic()
        while self._times and self._times[0] <= now - self._seconds:
            self._times.popleft()
        if path.startswith(("/interactions/", "/webhooks/")):
            return None
        if len(self._times) < self._count:
            self._times.append(now)
            return None
        self.broken += 1
        wait = self._times[0] + self._seconds - now
        body = {"message": "You are being rate limited.", "retry_after": wait, "global": True}
        headers = {"Via": "1.1 google", "Retry-After": "1", "X-RateLimit-Global": "true"}
        return answer(429, body, headers)


class Refused(Exception):  # noqa: N818 - an answer of the API
    """The API says no."""

    def __init__(self, status: int, code: int, message: str) -> None:
        """Keep what is answered."""
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message}


async def read(raw: web.Request) -> Request:
    path, query = raw.path.removeprefix(API), dict(raw.query)
    if raw.content_type != "multipart/form-data":
        text = await raw.text()
        return Request(raw.method, path, json.loads(text) if text else None, query)
    form = await raw.post()
    files = [
        (field.filename, field.file.read())
        for field in form.values()
        if isinstance(field, web.FileField)
    ]
    payload = form["payload_json"]  # bytes where the part names its content type
    assert isinstance(payload, (str, bytes, bytearray))
    return Request(raw.method, path, json.loads(payload), query, tuple(files))


def answer(status: int, body: object, headers: dict[str, str] | None = None) -> web.Response:
    limits = {
        "X-RateLimit-Limit": "50",
        "X-RateLimit-Remaining": "49",
        "X-RateLimit-Reset": f"{time.time() + 1:.3f}",
        "X-RateLimit-Reset-After": "1.000",
        "X-RateLimit-Bucket": "abcd1234",
    }
    if body is None:
        return web.Response(status=status, headers=limits | (headers or {}))
    content = {"Content-Type": "application/json"}
    return web.Response(
        status=status, body=json.dumps(body).encode(), headers=limits | content | (headers or {})
    )


def check(text: str, components: list[Json], files: object) -> None:
    if len(text) > LONGEST:
        raise Refused(400, INVALID_FORM, "Invalid Form Body")
    if not (text or components or files):
        raise Refused(400, EMPTY, "Cannot send an empty message")
    buttons = [button for row in components for button in row["components"]]
    ids = [button["custom_id"] for button in buttons if "custom_id" in button]
    if len(set(ids)) < len(ids) or len(components) > 5:
        raise Refused(400, INVALID_FORM, "Invalid Form Body")


def as_published(app: str, number: int, command: Json) -> Json:
    """Return a command as Discord lists it: with more than was said, and empty things absent."""
    permissions = command.get("default_member_permissions")
    kept = {k: v for k, v in command.items() if v not in (None, [], {})}
    return kept | {
        "id": str(1000 + number),
        "application_id": app,
        "version": "1",
        "nsfw": False,
        "dm_permission": True,
        "name_localizations": command.get("name_localizations"),
        "default_member_permissions": None if permissions is None else str(permissions),
    }


def rewritten(request: Request, message: Message) -> Message:
    """Put the words, buttons and files of a request into a message; refuses as the API does."""
    body = request.body
    text = body.get("content", message.text) or ""
    components = body.get("components", message.components)
    check(text, components, request.files or body.get("attachments"))
    message.text, message.components, message.loading = text, components, False
    if "attachments" in body:
        message.attachments = list(request.files)
    pings = (body.get("allowed_mentions") or {}).get("parse", ["everyone"])
    message.pings_everyone = "@everyone" in text and "everyone" in pings
    return message
