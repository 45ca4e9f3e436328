"""What a mood is: shares of members, how sure they are, and when nothing can be said."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from core.text import Sentiment

CONFIDENT = 0.6
FEWEST_MEMBERS = 5
FEWEST_NAMING = 3
SIDE = 1 / 3
_NORMAL_95 = 1.96


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of a member in a group, as it was read; ``topics`` are keys of our own list."""

    community_id: int
    chat_id: int
    member_id: int
    at: datetime
    sentiment: Sentiment
    topics: tuple[str, ...] = ()


class MemberTime(NamedTuple):
    """What a member's readings of one hour, day or week come to."""

    member_id: int
    messages: int
    confident: int
    score_sum: float

    @property
    def side(self) -> int:
        """1 for a positive time, -1 for a negative one, 0 in between, by the mean score."""
        mean = self.score_sum / self.confident
        return (mean > SIDE) - (mean < -SIDE)


@dataclass(frozen=True, slots=True)
class Mood:
    """The mood of a time, or of several; shares are of members' times.

    ``index`` is positive minus negative, from -1 to 1, and ``low`` to ``high`` its 95 % interval.
    Without ``enough`` members the shares are all zero and say nothing.
    """

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


def mood_of(times: Iterable[MemberTime]) -> Mood:
    """Return the mood that members' times make up."""
    all_times = list(times)
    read = [time for time in all_times if time.confident]
    messages = sum(time.messages for time in all_times)
    members = len({time.member_id for time in read})
    if members < FEWEST_MEMBERS:
        return Mood(messages, members)
    sides = [time.side for time in read]
    positive, negative = sides.count(1) / len(read), sides.count(-1) / len(read)
    half = _half_interval(read, positive - negative)
    low, high = max(-1.0, positive - negative - half), min(1.0, positive - negative + half)
    return Mood(messages, members, positive, negative, low, high)


def _half_interval(times: Iterable[MemberTime], index: float) -> float:
    """Return half the 95 % interval of the index, a member's times going together.

    It is the linearised error of a ratio over members, with one made-up member on each side, so
    that a handful who agree do not look certain.
    """
    sides: dict[int, int] = {}
    counts: dict[int, int] = {}
    for time in times:
        sides[time.member_id] = sides.get(time.member_id, 0) + time.side
        counts[time.member_id] = counts.get(time.member_id, 0) + 1
    off = [sides[member] - index * counts[member] for member in sides]
    off += [1 - index, -1 - index]
    number = len(off)
    spread = sum(value * value for value in off) * number / (number - 1)
    return _NORMAL_95 * sqrt(spread) / (sum(counts.values()) + 2)
