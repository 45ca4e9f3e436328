"""What the bot asks of the stand-in, and how a test lets it fail."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

DEFAULT_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "chat_join_request",
    "pre_checkout_query",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that the bot made."""

    method: str
    params: Json
    at: float
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)


@dataclass(slots=True)
class Failure:
    """How requests of one method fail from now on, ``times`` times.

    ``how`` is an HTTP status, "hang" (no answer until the caller gives up) or "drop" (the
    connection ends without an answer); with ``delivered`` the request has its effect all the same.
    """

    method: str
    how: int | str
    description: str = ""
    parameters: Json = field(default_factory=dict)
    times: int = 1
    delivered: bool = False
