"""The pipeline: every model's scores blended, then the rules of what may be suggested at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import numpy as np

from core.recommend.explain import Reason, ReasonKind
from core.recommend.models import discovered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from core.recommend.dataset import Dataset, FloatArray, IntArray
    from core.recommend.model import Model, State

LOCKED_AT_MOST = 1
_BUCKET_STARTS = np.array([1, 3])


class Blend:
    """The sum of all models' scores, each scaled to 0-1 per member and weighted by its share.

    A model's share depends on how many courses the member has behind them: 0, 1-2, 3 or more.
    """

    def __init__(self, models: Sequence[Model] | None = None) -> None:
        """Blend these models, or else every discovered one with its own defaults."""
        self.models = tuple(kind() for kind in discovered()) if models is None else tuple(models)

    @classmethod
    def instant(cls) -> Self:
        """Blend only what can be fitted while a member waits."""
        return cls([kind() for kind in discovered() if kind.instant])

    def fit(self, dataset: Dataset) -> Self:
        """Fit every model."""
        self.dataset_ = dataset
        for model in self.models:
            model.fit(dataset)
        return self

    def score(self, members: IntArray) -> FloatArray:
        """Return scores (members × courses) between 0 and the sum of the shares."""
        total = np.zeros((len(members), len(self.dataset_.course_ids)))
        for _, part in self._parts(members):
            total += part
        return total

    def reasons(self, member: int, courses: Sequence[int]) -> list[Reason]:
        """Return why each course is for a member (all by index).

        It is the reason of the model that, of those which have one, adds most to the score.
        """
        parts = list(self._parts(np.array([member], dtype=np.int64)))
        return [_reason(parts, member, course) for course in courses]

    def state(self) -> State:
        """Return everything learned, each array under its model's name."""
        state = {"course_ids": self.dataset_.course_ids}
        for model in self.models:
            state |= {f"{_name(model)}/{key}": array for key, array in model.state().items()}
        return state

    def restore(self, state: State, dataset: Dataset) -> Self:
        """Take up a stored state to score another dataset; models not in it drop out."""
        self.dataset_ = dataset
        course_ids = state["course_ids"]
        held = [(model, _own(state, model)) for model in self.models]
        self.models = tuple(model.restore(own, course_ids, dataset) for model, own in held if own)
        return self

    def _parts(self, members: IntArray) -> Iterator[tuple[Model, FloatArray]]:
        lengths = self.dataset_.history_lengths(members)
        buckets = np.searchsorted(_BUCKET_STARTS, lengths, side="right")
        for model in self.models:
            shares = np.array(model.shares)[buckets]
            yield model, shares[:, np.newaxis] * _scaled(model.score(members))


@dataclass(frozen=True, slots=True)
class Choice:
    """A course that passed the rules, by index; ``locked`` when it asks for a higher tier."""

    course: int
    score: float
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """What stands against courses, by course id."""

    taken: AbstractSet[int] = field(default_factory=frozenset)
    dismissed: AbstractSet[int] = field(default_factory=frozenset)
    unpublished: AbstractSet[int] = field(default_factory=frozenset)
    tired: AbstractSet[int] = field(default_factory=frozenset)
    locked: AbstractSet[int] = field(default_factory=frozenset)

    def choose(self, course_ids: IntArray, scores: FloatArray, count: int) -> list[Choice]:
        """Return up to ``count`` courses by falling score (equal scores: by course id).

        Taken, dismissed, unpublished and lately shown courses never come; of those that the
        member's tier does not open, at most one.
        """
        barred = self.taken | self.dismissed | self.unpublished | self.tired
        chosen: list[Choice] = []
        locks = LOCKED_AT_MOST
        for index in np.lexsort((course_ids, -scores)).tolist():
            course_id = int(course_ids[index])
            locked = course_id in self.locked
            if course_id in barred or (locked and not locks):
                continue
            if len(chosen) >= count:
                break
            locks -= locked
            chosen.append(Choice(index, float(scores[index]), locked))
        return chosen


def _reason(parts: Sequence[tuple[Model, FloatArray]], member: int, course: int) -> Reason:
    for model, _ in sorted(parts, key=lambda entry: -float(entry[1][0, course])):
        reason = model.reason(member, course)
        if reason is not None:
            return reason
    return Reason(ReasonKind.UNTAKEN)


def _scaled(scores: FloatArray) -> FloatArray:
    if not scores.shape[1]:
        return scores
    low = scores.min(axis=1, keepdims=True)
    width = scores.max(axis=1, keepdims=True) - low
    scaled: FloatArray = (scores - low) / np.where(width > 0, width, 1.0)
    return scaled


def _name(model: Model) -> str:
    return type(model).__module__.rsplit(".", 1)[-1]


def _own(state: State, model: Model) -> State:
    head = f"{_name(model)}/"
    return {key.removeprefix(head): array for key, array in state.items() if key.startswith(head)}
