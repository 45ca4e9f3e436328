"""Exploration: a course that few have been shown gets its chance, bounded and repeatable.

Thompson sampling over clicks: of every course the clicks of those it was suggested to give a Beta
posterior. Once a day `DRAWS` click rates are drawn from it for each course; a member's list takes
its last course from one of these draws. So the probability with which a course comes to stand
there is known exactly: it is stored with the suggestion, and estimates may rest on it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from core.recommend.dataset import FloatArray

ROOKIE_EXPOSURES = 30
"""A course that was suggested less often has not had its chance."""
CHANCE = 0.5
"""The probability that a list tries something out, while the budget lasts."""
BUDGET = 0.1
"""The share of all suggestions that may be tries, at most."""
PRIOR = (1.0, 9.0)
"""Clicks and passed-over suggestions that a course is credited with at first."""
DRAWS = 256
SEED = "exploration"


@dataclass(frozen=True, slots=True)
class Trial:
    """How often a course was suggested to members who consented, clicked, and only tried out."""

    shown: int = 0
    clicked: int = 0
    explored: int = 0


UNTRIED = Trial()


@dataclass(frozen=True, slots=True)
class LastSlot:
    """What stands last in a list: a candidate's place (None: as it was), with what chance."""

    place: int | None
    propensity: float = 1.0
    explored: bool = False


@dataclass(frozen=True, slots=True)
class Exploration:
    """What a community knows of its courses' clicks on a day."""

    trials: Mapping[int, Trial]
    day: date
    chance: float = CHANCE
    budget: float = BUDGET
    seed: str = field(default=SEED, kw_only=True)

    def rookie(self, course_id: int) -> bool:
        """Say whether a course was shown too seldom to know what members think of it."""
        return self.trials.get(course_id, UNTRIED).shown < ROOKIE_EXPOSURES

    def affordable(self, count: int) -> bool:
        """Say whether a list of ``count`` courses may hold a try without breaking the budget."""
        shown = sum(trial.shown for trial in self.trials.values())
        explored = sum(trial.explored for trial in self.trials.values())
        return explored + 1 <= self.budget * (shown + count)

    def last_slot(
        self,
        member_id: int,
        greedy: int,
        rookies: Sequence[int],
        ids: Sequence[int],
        liking: Sequence[float],
    ) -> LastSlot:
        """Choose what stands last in a member's list today.

        ``ids`` are course ids and ``liking`` the member's scores (0 to 1) by place; ``greedy`` is
        the place that would stand there without exploration, ``rookies`` those that may instead.
        A rookie's drawn click rate counts twice as much when the member likes it best.
        """
        if not rookies:
            return LastSlot(greedy)
        rates = self._rates([ids[place] for place in rookies])
        worth = rates * (1.0 + np.array([liking[place] for place in rookies]))
        best = worth.argmax(axis=1)
        explores = _uniform(self.seed, self.day, member_id, "explores") < self.chance
        drawn = int(_uniform(self.seed, self.day, member_id, "draw") * DRAWS)
        place = rookies[int(best[drawn])] if explores else greedy
        wins = sum(1 for winner in best.tolist() if rookies[winner] == place)
        greedily = (1.0 - self.chance) if place == greedy else 0.0
        propensity = greedily + self.chance * wins / DRAWS
        return LastSlot(place, propensity, explores and place != greedy)

    def _rates(self, ids: Sequence[int]) -> FloatArray:
        """Return today's click rates (draws × courses), each course's own whatever the others."""
        columns = []
        for course_id in ids:
            trial = self.trials.get(course_id, UNTRIED)
            passed = max(0, trial.shown - trial.clicked)
            columns.append(_drawn((self.seed, self.day, course_id), trial.clicked, passed))
        return np.stack(columns, axis=1)


@lru_cache(maxsize=4096)
def _drawn(seed: tuple[object, ...], clicked: int, passed: int) -> FloatArray:
    """Return draws of a click rate; kept, because they are the same all day."""
    chance = np.random.default_rng(_number(*seed))
    return chance.beta(PRIOR[0] + clicked, PRIOR[1] + passed, DRAWS).astype(np.float32)


def _uniform(*parts: object) -> float:
    """Return a number from 0 up to 1 that the parts alone decide."""
    return _number(*parts) / 2**64


def _number(*parts: object) -> int:
    digest = hashlib.sha256("|".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8], "big")
