"""What a mood is: shares of members' days, how sure they are, and when nothing can be said."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from core.text import Sentiment

CONFIDENT = 0.6
FEWEST_MEMBERS = 5
SIDE = 1 / 3
_NORMAL_95 = 1.96


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of a member in a group, as it was read."""

    community_id: int
    chat_id: int
    member_id: int
    at: datetime
    sentiment: Sentiment


@dataclass(frozen=True, slots=True)
class MemberDay:
    """What a member's confident readings of one day in one chat come to."""

    member_id: int
    messages: int
    confident: int
    score_sum: float

    @property
    def side(self) -> int:
        """1 for a positive day, -1 for a negative one, 0 in between, by the mean score."""
        mean = self.score_sum / self.confident
        return (mean > SIDE) - (mean < -SIDE)


@dataclass(frozen=True, slots=True)
class Mood:
    """The mood of the days from ``since`` to ``until``; shares are of members' days.

    ``index`` is positive minus negative, from -1 to 1, and ``low`` to ``high`` its 95 % interval.
    Without ``enough`` members the shares are all zero and say nothing.
    """

    since: date
    until: date
    messages: int
    members: int
    positive: float = 0.0
    negative: float = 0.0
    low: float = 0.0
    high: float = 0.0

    @property
    def enough(self) -> bool:
        """Whether enough members were read for anything to be said."""
        return self.members >= FEWEST_MEMBERS

    @property
    def index(self) -> float:
        """Positive minus negative share."""
        return self.positive - self.negative


def mood_of(days: Iterable[MemberDay], since: date, until: date) -> Mood:
    """Return the mood that members' days make up."""
    all_days = list(days)
    read = [day for day in all_days if day.confident]
    messages = sum(day.messages for day in all_days)
    members = len({day.member_id for day in read})
    if members < FEWEST_MEMBERS:
        return Mood(since, until, messages, members)
    sides = [day.side for day in read]
    positive, negative = sides.count(1) / len(read), sides.count(-1) / len(read)
    half = _half_interval(read, positive - negative)
    low, high = max(-1.0, positive - negative - half), min(1.0, positive - negative + half)
    return Mood(since, until, messages, members, positive, negative, low, high)


def _half_interval(days: Iterable[MemberDay], index: float) -> float:
    """Return half the 95 % interval of the index, a member's days going together.

    It is the linearised error of a ratio over members, with one made-up member on each side, so
    that a handful who agree do not look certain.
    """
    sides: dict[int, int] = {}
    counts: dict[int, int] = {}
    for day in days:
        sides[day.member_id] = sides.get(day.member_id, 0) + day.side
        counts[day.member_id] = counts.get(day.member_id, 0) + 1
    off = [sides[member] - index * counts[member] for member in sides]
    off += [1 - index, -1 - index]
    number = len(off)
    spread = sum(value * value for value in off) * number / (number - 1)
    return _NORMAL_95 * sqrt(spread) / (sum(counts.values()) + 2)
