"""The stand-in's HTTP: requests as they came, scripted failures, and answers with headers."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    import re

    from tests.standins.discord_world import Json

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
