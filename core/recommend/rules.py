"""The rules after scoring: what may be suggested to a member at all, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from core.recommend.diversity import diversified, likeness
from core.recommend.scaling import stretched

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from core.recommend.dataset import FloatArray, IntArray

LOCKED_OF = 5
"""Of so many courses one may ask for a higher tier, those of earlier lists counted."""
CONSIDERED = 60
"""How many of the best courses a list is chosen from."""
BELOW = 0.1
"""How far below the worst course one can sink."""
_NO_TAGS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """A course that passed the rules, by index, with its score from 0 to 1.

    ``locked`` when it asks for a higher tier; ``towards`` is the id of a course that suits the
    member better still and requires this one first, or 0.
    """

    course: int
    score: float
    locked: bool = False
    towards: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """What stands against courses, by course id.

    ``waiting`` are courses with requirements unmet, and ``first`` names what to take first for
    them, where the way is open; ``factors`` are what fatigue, level, price and the cap leave of
    a score; ``tags`` are what makes courses alike.
    """

    taken: AbstractSet[int] = field(default_factory=frozenset)
    dismissed: AbstractSet[int] = field(default_factory=frozenset)
    unpublished: AbstractSet[int] = field(default_factory=frozenset)
    tired: AbstractSet[int] = field(default_factory=frozenset)
    locked: AbstractSet[int] = field(default_factory=frozenset)
    waiting: AbstractSet[int] = field(default_factory=frozenset)
    first: Mapping[int, int] = field(default_factory=dict)
    factors: Mapping[int, float] = field(default_factory=dict)
    tags: Mapping[int, frozenset[str]] = field(default_factory=dict)
    seen: Mapping[int, int] = field(default_factory=dict)

    def candidates(self, course_ids: IntArray, scores: FloatArray) -> list[Choice]:
        """Return every course that may come, by falling score (equal scores: by course id).

        Scores are scaled to 0-1 over all courses. Taken, dismissed, unpublished and lately shown
        courses never come, nor those with requirements unmet; what to take first for them
        is lifted halfway towards them.
        """
        ids = course_ids.tolist()
        lifted, towards = self._lifted(ids, scores)
        barred = self.taken | self.dismissed | self.unpublished | self.tired | self.waiting
        return [
            Choice(index, float(lifted[index]), ids[index] in self.locked, towards.get(index, 0))
            for index in np.lexsort((course_ids, -lifted)).tolist()
            if ids[index] not in barred
        ]

    def choose(self, course_ids: IntArray, scores: FloatArray, count: int) -> list[Choice]:
        """Return up to ``count`` candidates that are not all alike, the best first.

        Of all that these months show, at most one in five is what the member's tier does not open;
        where nothing else can come any more, one of every list.
        """
        return self.among(self.candidates(course_ids, scores), course_ids, count)

    def among(self, candidates: Sequence[Choice], course_ids: IntArray, count: int) -> list[Choice]:
        """Return what `choose` does when the candidates are known already."""
        best = candidates[: max(CONSIDERED, count)]
        if not best or not count:
            return []
        ids = [int(course_ids[choice.course]) for choice in best]
        chosen = diversified(
            np.array([choice.score for choice in best], dtype=np.float32),
            likeness([self.tags.get(one, _NO_TAGS) for one in ids]),
            count,
            scarce=np.array([choice.locked for choice in best]),
            most=self._most_locked(course_ids, count),
        )
        return [best[index] for index in chosen]

    def towards(self, course_ids: IntArray, scores: FloatArray) -> dict[int, int]:
        """Return by course id what each course leads to that would suit the member better."""
        ids = course_ids.tolist()
        _, towards = self._lifted(ids, scores)
        return {ids[index]: goal for index, goal in towards.items()}

    def _most_locked(self, course_ids: IntArray, count: int) -> int:
        never = self.taken | self.dismissed | self.unpublished | self.waiting
        if not set(course_ids.tolist()) - never - self.locked:
            return max(1, count // LOCKED_OF)
        shown = sum(self.seen.values())
        locked = sum(times for course_id, times in self.seen.items() if course_id in self.locked)
        return max(0, (shown + count) // LOCKED_OF - locked)

    def _lifted(self, ids: list[int], scores: FloatArray) -> tuple[FloatArray, dict[int, int]]:
        """Return the values with required courses lifted, and by index what each leads to."""
        factors = np.array([self.factors.get(one, 1.0) for one in ids], dtype=np.float32)
        values = (stretched(scores) + BELOW) * factors - np.float32(BELOW)
        places = {course_id: index for index, course_id in enumerate(ids)}
        out = self.taken | self.dismissed | self.unpublished | self.locked
        lifted = values.copy()
        towards: dict[int, int] = {}
        for goal, first in self.first.items():
            if goal in out or goal not in places or first not in places:
                continue
            index = places[first]
            halfway = (values[index] + values[places[goal]]) / 2
            if halfway > lifted[index]:
                lifted[index] = halfway
                towards[index] = goal
        return lifted, towards
