"""What other rooms and the front see of screening: rules, entries, raids, and the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.communities import Community, Place
    from core.members import Member

TRIES = 2
"""A second wrong answer is the last."""


class State(StrEnum):
    """Where somebody who came stands.

    ``IN`` was let in unasked; ``ASKED`` has a task to solve; ``HELD`` waits for a raid to end;
    ``PASSED`` was let in. The rest were sent away: for two wrong answers, for none in time, for
    too young an account; or they left by themselves.
    """

    IN = "in"
    ASKED = "asked"
    HELD = "held"
    PASSED = "passed"
    FAILED = "failed"
    LATE = "late"
    YOUNG = "young"
    LEFT = "left"


OPEN = (State.ASKED, State.HELD)
"""The states in which something is still to come."""


class Step(StrEnum):
    """What the record tells of."""

    ASKED = "asked"
    HELD = "held"
    PASSED = "passed"
    FAILED = "failed"
    LATE = "late"
    YOUNG = "young"
    LEFT = "left"
    DECLINED = "declined"
    RAID_ON = "raid_on"
    RAID_MOVED = "raid_moved"
    RAID_OFF = "raid_off"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class Rules:
    """How a community screens: nothing of it unless it is switched on; 0 is off.

    ``minutes`` is the time for the task, ``age_days`` the least age of an account, ``raid_joins``
    the newcomers within a minute that begin a raid, which lasts ``raid_minutes``.
    """

    captcha: bool = False
    minutes: int = 5
    age_days: int = 0
    raid_joins: int = 0
    raid_minutes: int = 30

    @property
    def patience(self) -> timedelta:
        """How long somebody may take over the task."""
        return timedelta(minutes=self.minutes)

    @property
    def any(self) -> bool:
        """Whether anything is looked at when somebody comes."""
        return self.captcha or self.age_days > 0 or self.raid_joins > 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who comes into a chat or asks to; ``trusted`` staff and members are not screened.

    ``created`` is when the account was made, None where the platform does not tell.
    """

    community: Community
    place: Place
    member: Member
    user_id: str
    created: datetime | None = None
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody's coming into a chat; ``ends_at`` is when the state ends by itself."""

    id: int
    community_id: int
    chat_id: int
    member_id: int
    user_id: str
    state: State
    tries: int
    came_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Raid:
    """A time in which nobody new is let in."""

    id: int
    community_id: int
    began_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """A step: to whom, if to one, and by whom; None there is what happened by itself."""

    at: datetime
    step: Step
    member_id: int | None
    by_member_id: int | None
    detail: str
