"""What a letter is, before and after it is posted; some ask for a deed instead of saying it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from core.cards import Card

if TYPE_CHECKING:
    from core.addresses import Address


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


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to do on a platform, in the chat that the letter goes to.

    ``kind`` is kick, ban, unban, mute, unmute, delete, approve_join, decline_join, grant_role or
    revoke_role; ``delete`` takes away the message ``message_id``, which ``user_id`` wrote. Doing
    it twice must be harmless.
    """

    kind: str
    user_id: str
    until: datetime | None = None
    message_id: str | None = None
    role: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {**asdict(self), "until": self.until.isoformat() if self.until else None}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Deed:
        """Return the deed that `to_json` wrote."""
        until = datetime.fromisoformat(data["until"]) if data["until"] else None
        return cls(**{**data, "until": until})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to post: a card to say or a deed to do, which is always tried again in doubt.

    ``key`` names its cause within the community, so that posting it twice is harmless; ``subject``
    (``question:42``) is remembered for the message that it becomes.
    """

    community_id: int
    key: str
    to: Address
    card: Card = Card("")  # noqa: RUF009 - it cannot change
    deed: Deed | None = None
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
    key: str
    deed: Deed | None = None
