"""When a chat's mood has dropped: a one-sided CUSUM of its days against its own usual ones.

Page, "Continuous inspection schemes" (Biometrika 1954). A day's index is standardised by the mean
of the usual days (shrunken by weekday) and by what it varies by: from day to day, by how many
members spoke, and by how well the mean is known. `benchmarks.mood` measures the false alarms.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from statistics import fmean, variance
from typing import TYPE_CHECKING

from core.sentiment.mood import FEWEST_MEMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

WATCHED = 7
USUAL = 56
FEWEST_USUAL_DAYS = 14
APART = timedelta(days=3)
# A day's excess counts from SLACK standard deviations on; LIMIT of them in sum are an alarm, of
# which one day gives at most MOST. A drop of less than SMALLEST is not worth a word.
SLACK = 1.25
LIMIT = 2.75
MOST = 4.0
SMALLEST = 0.15
# How long a quiet chat goes at least, on average, without a false alarm (`benchmarks.mood`).
FALSE_ALARM_MONTHS = 9
# So many days of no effect stand beside those of each weekday.
_SHRINKAGE = 4
# Members vary by at least so much, that unanimous days may not look certain.
_LEAST_WITHIN = 0.2


@dataclass(frozen=True, slots=True)
class ChatDay:
    """A chat's day: members read with confidence, and how many of them felt good or bad."""

    day: date
    members: int
    positives: int
    negatives: int

    @property
    def index(self) -> float:
        """Positive minus negative share."""
        return (self.positives - self.negatives) / self.members


@dataclass(frozen=True, slots=True)
class Drop:
    """A mood that fell from ``usual`` to ``lately``, the index of the days since ``since``."""

    since: date
    until: date
    usual: float
    lately: float
    usual_days: int


@dataclass(frozen=True, slots=True)
class _Usual:
    mean: float
    weekdays: tuple[float, ...]
    between: float
    within: float
    number: int

    def standardised(self, one: ChatDay) -> float:
        known = self.between / self.number
        spread = sqrt(self.between + self.within / one.members + known)
        return (one.index - self.mean - self.weekdays[one.day.weekday()]) / spread


def drop_in(days: Iterable[ChatDay], today: date, *, after: date | None = None) -> Drop | None:
    """Return the drop that ends with ``today``, looking at the week up to it only.

    The eight weeks before that week are the usual; with fewer than two weeks of days with enough
    members, nothing is ever said. Days up to ``after`` were told of before.
    """
    read = sorted((one for one in days if one.members >= FEWEST_MEMBERS), key=lambda one: one.day)
    first = today - timedelta(days=WATCHED - 1)
    usual_days = [one for one in read if first - timedelta(days=USUAL) <= one.day < first]
    watched = [one for one in read if first <= one.day <= today]
    if after is not None:
        watched = [one for one in watched if one.day > after]
    if len(usual_days) < FEWEST_USUAL_DAYS or not watched or watched[-1].day != today:
        return None
    usual = _usual(usual_days)
    run = _run(usual, watched)
    if not run:
        return None
    members = sum(one.members for one in run)
    lately = sum(one.positives - one.negatives for one in run) / members
    expected = (
        sum((usual.mean + usual.weekdays[one.day.weekday()]) * one.members for one in run) / members
    )
    if expected - lately < SMALLEST:
        return None
    return Drop(run[0].day, today, expected, lately, usual.number)


def _run(usual: _Usual, watched: Sequence[ChatDay]) -> list[ChatDay]:
    """Return the days since the sum last stood at zero when it is over the limit, else none."""
    total = 0.0
    run: list[ChatDay] = []
    for one in watched:
        total = max(0.0, total + min(MOST, -usual.standardised(one)) - SLACK)
        run = [*run, one] if total else []
    return run if total >= LIMIT else []


def _usual(days: Sequence[ChatDay]) -> _Usual:
    mean = fmean(one.index for one in days)
    weekdays = _weekdays(days, mean)
    members = sum(one.members for one in days)
    lean = sum(one.positives - one.negatives for one in days) / members
    within = sum(one.positives + one.negatives for one in days) / members - lean * lean
    chance = within * fmean(1 / one.members for one in days)
    left = variance(one.index - mean - weekdays[one.day.weekday()] for one in days)
    # The same people speak day after day, so that days may differ less than chance has it.
    within = max(_LEAST_WITHIN, within * min(1.0, left / chance) if chance else 0.0)
    return _Usual(mean, weekdays, max(0.0, left - chance), within, len(days))


def _weekdays(days: Sequence[ChatDay], mean: float) -> tuple[float, ...]:
    off: list[list[float]] = [[] for _ in range(7)]
    for one in days:
        off[one.day.weekday()].append(one.index - mean)
    return tuple(sum(values) / (len(values) + _SHRINKAGE) for values in off)
