"""What a community lets its moderation do: the mode, the lists, and the ladder it climbs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from core.moderation.ladder import DEFAULT_LADDER, STRIKE_DAYS

if TYPE_CHECKING:
    from datetime import datetime

    from core.moderation.ladder import Rung

NEWCOMER_HOURS = 72


class Mode(StrEnum):
    """Whether hits are ignored, only written down, or acted upon."""

    OFF = "off"
    OBSERVE = "observe"
    ON = "on"


class Links(StrEnum):
    """Which links pass.

    ``ALLOW`` stops denied domains only, ``NEWCOMERS`` also every unlisted link of a newcomer, and
    ``LISTED`` every link but those to allowed domains.
    """

    ALLOW = "allow"
    NEWCOMERS = "newcomers"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Policy:
    """A community's own word on moderation; every entry is in its normalised form.

    ``observe_until`` is when the first month of watching ends; ``version`` grows with each change.
    """

    community_id: int
    version: int = 0
    mode: Mode = Mode.OBSERVE
    observe_until: datetime | None = None
    words: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    domains_allowed: tuple[str, ...] = ()
    domains_denied: tuple[str, ...] = ()
    rules_off: frozenset[str] = frozenset()
    links: Links = Links.NEWCOMERS
    newcomer_hours: int = NEWCOMER_HOURS
    files_denied: tuple[str, ...] = ()
    ladder: tuple[Rung, ...] = DEFAULT_LADDER
    strike_days: int = STRIKE_DAYS

    @classmethod
    def default(cls, community_id: int) -> Policy:
        """Return what holds until a community says otherwise: watch, and do nothing."""
        return cls(community_id)
