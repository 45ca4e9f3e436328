"""A mood over time: the last hours, days or weeks one by one, a member counting once in each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from core.refusal import Refusal
from core.sentiment.mood import MemberTime, mood_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from core.sentiment.mood import Mood

_ASKED = re.compile(r"#?(\d{0,9})\s*(\D*)")


class Grain(StrEnum):
    """Within what a member counts once."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"

    @property
    def length(self) -> timedelta:
        """How long one of them is."""
        return _LENGTHS[self]

    def start(self, moment: datetime) -> datetime:
        """Return when the hour, day or week around a local moment began; weeks do on Monday."""
        if self is Grain.HOUR:
            return moment.replace(minute=0, second=0, microsecond=0)
        midnight = datetime.combine(moment.date(), time())
        return midnight - timedelta(days=midnight.weekday() if self is Grain.WEEK else 0)


_LENGTHS = {
    Grain.HOUR: timedelta(hours=1),
    Grain.DAY: timedelta(days=1),
    Grain.WEEK: timedelta(weeks=1),
}
MOST = {Grain.HOUR: 72, Grain.DAY: 90, Grain.WEEK: 12}
USUAL = {Grain.HOUR: 24, Grain.DAY: 7, Grain.WEEK: 8}
_WORDS = {
    "": Grain.DAY,
    **dict.fromkeys(("天", "日", "d", "day", "days"), Grain.DAY),
    **dict.fromkeys(("小时", "个小时", "时", "h", "hour", "hours"), Grain.HOUR),
    **dict.fromkeys(("周", "星期", "个星期", "w", "week", "weeks"), Grain.WEEK),
}


@dataclass(frozen=True, slots=True)
class Span:
    """So many hours, days or weeks, the present one being the last; refused when too many."""

    grain: Grain = Grain.DAY
    number: int = USUAL[Grain.DAY]

    def __post_init__(self) -> None:
        """Refuse what goes back further than members' moods are kept."""
        if not 1 <= self.number <= MOST[self.grain]:
            raise _refusal()

    def starts(self, until: datetime) -> list[datetime]:
        """Return the local starts of its hours, days or weeks, the one around ``until`` last."""
        last = self.grain.start(until)
        return [last - self.grain.length * back for back in reversed(range(self.number))]


def read_span(text: str) -> Span:
    """Read "30", "30天", "小时", "48小时", "周" or "12周", in English too; refuse the rest."""
    asked = _ASKED.fullmatch(text.strip().lower())
    grain = _WORDS.get(asked[2].strip()) if asked else None
    if asked is None or grain is None:
        raise _refusal()
    return Span(grain, int(asked[1]) if asked[1] else USUAL[grain])


def _refusal() -> Refusal:
    return Refusal(
        "请写天数（1 到 {days}）、「小时」或「周」，例如 /mood 30、/mood 48小时、/mood 8周；"
        "小时最多 {hours}，周最多 {weeks}。",
        days=MOST[Grain.DAY],
        hours=MOST[Grain.HOUR],
        weeks=MOST[Grain.WEEK],
    )


class MemberHour(NamedTuple):
    """What is kept of a member's hour; ``hour`` is 0 where whole days were asked for."""

    member_id: int
    day: date
    hour: int
    messages: int
    confident: int
    score_sum: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The mood of a span as a whole and point by point, beside that of the span before.

    ``until`` is the local moment at which it ends, ``starts`` the local starts of the points;
    ``topics`` are those that most members were negative about, the most frequent first.
    """

    span: Span
    until: datetime
    starts: tuple[datetime, ...]
    now: Mood
    before: Mood
    points: tuple[Mood, ...]
    topics: tuple[str, ...] = ()


def trend_of(
    hours: Iterable[MemberHour], span: Span, until: datetime, topics: Sequence[str] = ()
) -> Trend:
    """Return the trend that members' hours make up, until a local moment."""
    starts = span.starts(until)
    first, end = starts[0], starts[-1] + span.grain.length
    before_first = first - span.grain.length * span.number
    times = {
        start: _times(many)
        for start, many in _by_start(hours, span.grain).items()
        if before_first <= start < end
    }
    return Trend(
        span,
        until,
        tuple(starts),
        mood_of(one for start, many in times.items() if start >= first for one in many),
        mood_of(one for start, many in times.items() if start < first for one in many),
        tuple(mood_of(times.get(start, ())) for start in starts),
        tuple(topics),
    )


def _by_start(hours: Iterable[MemberHour], grain: Grain) -> dict[datetime, list[MemberHour]]:
    found: dict[tuple[date, int], list[MemberHour]] = {}
    for one in hours:
        found.setdefault((one.day, one.hour), []).append(one)
    by_start: dict[datetime, list[MemberHour]] = {}
    for (day, hour), many in found.items():
        start = grain.start(datetime.combine(day, time(hour)))
        by_start.setdefault(start, []).extend(many)
    return by_start


def _times(hours: Iterable[MemberHour]) -> list[MemberTime]:
    sums: dict[int, list[float]] = {}
    for member_id, _day, _hour, messages, confident, score_sum in hours:
        mine = sums.get(member_id)
        if mine is None:
            sums[member_id] = [messages, confident, score_sum]
        else:
            mine[0] += messages
            mine[1] += confident
            mine[2] += score_sum
    return [
        MemberTime(member_id, int(messages), int(confident), score_sum)
        for member_id, (messages, confident, score_sum) in sums.items()
    ]
