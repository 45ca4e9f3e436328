"""What other rooms see of a subscription: its state, its history, and notices that are due."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from core.membership.machine import RUNNING

if TYPE_CHECKING:
    from datetime import datetime

    from core.members import Member
    from core.membership.machine import State
    from core.membership.plan import Plan


class Source(StrEnum):
    """Where a subscription's present term comes from."""

    TRIAL = "trial"
    GRANT = "grant"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A member's term on a plan; ``grace_until`` is set once the grace began."""

    id: int
    community_id: int
    member_id: int
    plan: str
    tier: int
    state: State
    started_at: datetime
    expires_at: datetime
    grace_until: datetime | None
    source: str

    @property
    def running(self) -> bool:
        """Whether it opens what its plan opens."""
        return self.state in RUNNING


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the history: a step of the machine, and the expiry that it left behind."""

    subscription_id: int
    plan: str
    at: datetime
    from_state: State | None
    to_state: State
    expires_at: datetime
    reason: str
    by_member_id: int | None


@dataclass(frozen=True, slots=True)
class Status:
    """Where a member stands: the running or else the latest subscription, newest changes first."""

    plan: Plan
    subscription: Subscription | None
    history: tuple[Change, ...]
    plans: dict[str, Plan]


class Occasion(StrEnum):
    """Why a member is written to; the values begin the letters' keys."""

    THREE_DAYS = "expiry-3d"
    ONE_DAY = "expiry-24h"
    GRACE = "expiry-grace"
    OVER = "expiry-over"


@dataclass(frozen=True, slots=True)
class Notice:
    """A letter that should be written to a member, under this key and not before ``due``."""

    occasion: Occasion
    key: str
    due: datetime
    member: Member
    subscription: Subscription
    plan: Plan
