"""Fit: how a course's level and price suit what a member has shown, gently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.courses import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.courses import Course

_LEVELS = tuple(Level)
LEAP = 0.85
"""What is left of a score when a course is two levels above what the member finished."""
BACK = 0.9
"""The same for one that is two levels below."""
FIRST_LEAP = 0.95
"""The same for the highest level when the member has finished nothing yet."""
DEAR = 0.9
"""The same for a course that costs more than twice what the member has ever paid."""
MUCH = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """What a member has shown: the level they finished courses of, what they paid, their tier.

    ``reached`` is a place among the levels, None when nothing is finished; ``paid`` the most in
    minor units, by currency.
    """

    reached: int | None
    paid: tuple[tuple[str, int], ...]
    tier: int

    @classmethod
    def of(cls, finished: Sequence[Course], paid: Sequence[tuple[str, int]], tier: int) -> Standing:
        """Sum up finished courses and (currency, amount) of what was bought."""
        levels = [_LEVELS.index(course.level) for course in finished]
        most = {code: max(sum_ for other, sum_ in paid if other == code) for code, _ in paid}
        return cls(max(levels, default=None), tuple(sorted(most.items())), tier)

    def fit(self, course: Course) -> float:
        """Return what is left of a course's score, from 0 to 1."""
        return self._level(course) * self._price(course)

    def _level(self, course: Course) -> float:
        level = _LEVELS.index(course.level)
        if self.reached is None:
            return FIRST_LEAP if level == len(_LEVELS) - 1 else 1.0
        if level >= self.reached + 2:
            return LEAP
        return BACK if level <= self.reached - 2 else 1.0

    def _price(self, course: Course) -> float:
        """Return what is left for the price, which counts where no membership covers it."""
        paid = dict(self.paid).get(course.currency)
        if not paid or 0 < course.tier <= self.tier:
            return 1.0
        return DEAR if course.price > MUCH * paid else 1.0
