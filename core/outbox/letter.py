"""What a letter is, before and after it is posted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from core.addresses import Address
    from core.cards import Card


class Delivery(StrEnum):
    """How often a letter may arrive when a send ends in doubt.

    ``ONCE`` is tried again where the platform drops repeats by a key, ``AT_LEAST`` is always tried
    again, ``AT_MOST`` never: it ends as unknown.
    """

    ONCE = "once"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Ending(StrEnum):
    """What became of a letter; a letter that waits has none."""

    SENT = "sent"
    FAILED = "failed"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to post.

    ``key`` names its cause within the community, so that posting it twice is harmless; ``subject``
    (``question:42``) is remembered for the message that it becomes.
    """

    community_id: int
    key: str
    to: Address
    card: Card
    delivery: Delivery = Delivery.AT_MOST
    due: datetime | None = None
    member_id: int | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A posted letter that is due, as the sender is given it."""

    id: int
    community_id: int
    to: Address
    card: Card
    delivery: Delivery
    attempts: int
    member_id: int | None
    subject: str | None
