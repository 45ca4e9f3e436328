"""Popularity: what the community studies these weeks, newer studies counting more."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np

from core.recommend.dataset import STUDIED
from core.recommend.explain import Reason, ReasonKind
from core.recommend.model import Model

if TYPE_CHECKING:
    from core.recommend.dataset import Dataset, FloatArray, IntArray
    from core.recommend.model import State

WINDOW = 28.0


class Popular(Model):
    """Log of the studies, each halved in weight every ``half_life`` days.

    A course that was just added is given the weight of ``welcome`` studies, fading likewise.
    """

    shares: ClassVar[tuple[float, float, float]] = (0.6, 0.5, 0.15)
    instant: ClassVar[bool] = True

    def __init__(self, *, half_life: float = 30.0, welcome: float = 1.0) -> None:
        """Set the half-life in days and the head start of new courses in studies."""
        self.half_life = half_life
        self.welcome = welcome

    def fit(self, dataset: Dataset) -> Self:
        """Count the studies."""
        count = len(dataset.course_ids)
        weights = np.minimum(dataset.weights, STUDIED) * self._decay(dataset.ages)
        recent = (dataset.ages <= WINDOW) & (dataset.weights >= STUDIED)
        studies = np.bincount(dataset.courses, weights, count)
        learners = np.bincount(dataset.courses[recent], minlength=count)
        return self._ready(dataset, studies.astype(np.float32), learners)

    def score(self, members: IntArray) -> FloatArray:
        """Return the same scores for everyone."""
        return np.tile(self.scores_, (len(members), 1))

    def reason(self, member: int, course: int) -> Reason | None:  # noqa: ARG002 - equal for all
        """Say how many study it of late, or that it is new."""
        learners = int(self.learners_[course])
        if learners:
            rank = 1 + int((self.learners_ > learners).sum())
            return Reason(ReasonKind.POPULAR, (str(learners), str(rank)))
        age = float(self.dataset_.course_ages[course])
        return Reason(ReasonKind.NEW, (str(int(age)),)) if age <= WINDOW else None

    def state(self) -> State:
        """Return the studies and the learners of each course."""
        return {"studies": self.studies_, "learners": self.learners_}

    def restore(self, state: State, course_ids: IntArray, dataset: Dataset) -> Self:
        """Bring the counts to the dataset's courses; those unknown then start at 0."""
        here = dataset.selection(course_ids)
        learners = (here @ state["learners"]).astype(np.int64)
        return self._ready(dataset, here @ state["studies"], learners)

    def _ready(self, dataset: Dataset, studies: FloatArray, learners: IntArray) -> Self:
        self.dataset_ = dataset
        self.studies_ = studies
        self.learners_ = learners
        fresh = self.welcome * self._decay(dataset.course_ages)
        self.scores_ = np.log1p(studies + fresh).astype(np.float32)
        return self

    def _decay(self, days: FloatArray) -> FloatArray:
        faded: FloatArray = np.exp2(-days / np.float32(self.half_life))
        return faded
