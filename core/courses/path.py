"""Learning paths: which courses lead to one, in what order, and which come next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.courses.course import Course, Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    Rank = tuple[bool, bool, int, float, str]

NEXT_STEPS = 3
_LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Learner:
    """Who walks a path: ids of courses ``done`` and being taken, their tier, and what they like.

    ``liking`` is the recommender's score by course id.
    """

    done: AbstractSet[int]
    taking: AbstractSet[int]
    tier: int
    liking: Mapping[int, float]

    def rank(self, course: Course) -> Rank:
        """Return by what the steps that could come next are ordered."""
        return (
            course.id not in self.taking,
            course.tier > self.tier,
            _LEVELS.index(course.level),
            -self.liking.get(course.id, 0.0),
            course.code,
        )


@dataclass(frozen=True, slots=True)
class Path:
    """The way to a course: what of it is ``done``, then every step still to take, in order.

    ``goal`` is the last step unless it is done; ``taking`` are the ids of courses being taken and
    ``locked`` those of steps that ask for a higher tier.
    """

    goal: Course
    done: tuple[Course, ...]
    steps: tuple[Course, ...]
    taking: frozenset[int]
    locked: frozenset[int]

    @property
    def next_steps(self) -> tuple[Course, ...]:
        """The three steps that come next."""
        return self.steps[:NEXT_STEPS]

    @property
    def withdrawn(self) -> bool:
        """Whether the goal is out of the catalogue, so that it cannot be taken up."""
        left = bool(self.steps) and self.goal.id not in self.taking
        return left and not self.goal.published

    @property
    def to_enrol(self) -> Course | None:
        """The step to take up now: the first that waits for no other, unless it is locked."""
        ready = None if self.withdrawn else next(self._ready(), None)
        return None if ready is None or ready.id in self.locked else ready

    @property
    def waits(self) -> bool:
        """Whether what is being taken must be finished before another step is taken up."""
        to_take_up = any(step.id not in self.taking for step in self.steps)
        return to_take_up and not self.withdrawn and next(self._ready(), None) is None

    def _ready(self) -> Iterator[Course]:
        left = {step.code for step in self.steps}
        for step in self.steps:
            if step.id not in self.taking and not left & set(step.requires):
                yield step


def path_to(goal: Course, catalogue: Sequence[Course], learner: Learner) -> Path:
    """Find the shortest way to a course: only what it builds on and is not done, each in its turn.

    Where several steps could come next, what is being taken goes first, then what the tier opens,
    then the easier level, then what the learner likes best. What a finished course builds on is
    not asked for again. Courses out of the catalogue that are not being taken are no steps.
    """
    needed = list(_needed(goal, {course.code: course for course in catalogue}, learner))
    steps = tuple(_ordered([one for one in needed if one.id not in learner.done], learner.rank))
    return Path(
        goal,
        tuple(sorted((one for one in needed if one.id in learner.done), key=learner.rank)),
        steps,
        frozenset(learner.taking),
        frozenset(step.id for step in steps if step.tier > learner.tier),
    )


def _needed(goal: Course, by_code: Mapping[str, Course], learner: Learner) -> Iterator[Course]:
    """Yield the goal and all it builds on, not looking behind what is done."""
    seen = {goal.code}
    waiting = [goal]
    while waiting:
        course = waiting.pop()
        yield course
        if course.id in learner.done:
            continue
        steps = [by_code[code] for code in course.requires if code in by_code.keys() - seen]
        for step in steps:
            if step.published or step.id in learner.taking | learner.done:
                seen.add(step.code)
                waiting.append(step)


def _ordered(steps: Sequence[Course], rank: Callable[[Course], Rank]) -> Iterator[Course]:
    """Yield courses, each after those it requires, of several by rank."""
    left = {course.code: course for course in steps}
    while left:
        ready = [one for one in left.values() if not left.keys() & set(one.requires)]
        step = min(ready, key=rank)
        del left[step.code]
        yield step
