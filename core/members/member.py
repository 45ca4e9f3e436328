"""What other rooms see of a member, and what a room that keeps members' rows declares."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from core.db import Row
    from core.roles import Role
    from core.uow import UnitOfWork

NAME_LIMIT = 64
INTEREST_LIMIT = 5


class Purpose(StrEnum):
    """What a member's data may be used for; `by_default` says which need no consent first."""

    RECOMMEND = "recommend"
    BOARD = "board"
    MOOD = "mood"

    @property
    def by_default(self) -> bool:
        """Whether it holds until the member objects; the others wait for a yes."""
        return self in (Purpose.BOARD, Purpose.MOOD)


class Notification(StrEnum):
    """What a member may be told in private; `by_default` says which are on at first."""

    EXPIRY = "expiry"
    ANSWERS = "answers"
    SUGGESTIONS = "suggestions"
    LEVEL_UPS = "level_ups"

    @property
    def by_default(self) -> bool:
        """Whether it is on until the member switches it off."""
        return self not in (Notification.LEVEL_UPS, Notification.ANSWERS)


def shown_name(name: str) -> str:
    """Return a name without invisible or direction-changing characters; it may be empty then."""
    kept = "".join(char for char in " ".join(name.split()) if unicodedata.category(char)[0] != "C")
    return " ".join(unicodedata.normalize("NFC", kept).split())[:NAME_LIMIT]


@dataclass(frozen=True, slots=True)
class Member:
    """A person in one community, whichever account they speak through."""

    id: int
    community_id: int
    name: str
    language: str
    zone: str
    role: Role
    interests: tuple[str, ...]
    joined_at: datetime
    gone: bool = False

    @property
    def zoneinfo(self) -> ZoneInfo:
        """The member's time zone."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody as their platform names them."""

    platform: str
    external_id: str
    name: str
    username: str | None = None
    language: str | None = None

    @property
    def shown(self) -> str:
        """The name as it may be shown, never empty."""
        return shown_name(self.name) or self.username or f"#{self.external_id[-6:]}"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A visitor seen in a community, in one of its chats or, without one, in private."""

    community_id: int
    visitor: Visitor
    chat_id: int | None = None
    language: str = "zh"
    zone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What a room declares of its rows about members.

    ``tables`` are the rows that name a member; ``export`` returns JSON values, ``erase`` removes
    or blanks what identifies, ``merge`` moves everything from the second member id to the first.
    ``kept`` says in Chinese, a line each, what erasure leaves and why.
    """

    room: str
    tables: tuple[type[Row], ...]
    export: Callable[[UnitOfWork, int], Any]
    erase: Callable[[UnitOfWork, int], None]
    merge: Callable[[UnitOfWork, int, int], None]
    kept: str = ""
