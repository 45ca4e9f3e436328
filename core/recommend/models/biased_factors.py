"""Biased factors: how many stars a member would give, from all ratings given so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
from scipy.sparse import csr_array

from core.recommend.explain import Reason, ReasonKind
from core.recommend.learning.factors import solved
from core.recommend.model import Model

if TYPE_CHECKING:
    from core.recommend.dataset import Dataset, FloatArray, IntArray
    from core.recommend.model import State

FEWEST = 3
"""An average of fewer ratings is not told."""


class BiasedFactors(Model):
    """Stars as ``mean + bias of the course + bias of the member + p·q``, solved in turn.

    Each side is a ridge regression on the other (Koren, Bell & Volinsky, Computer 2009). Only
    what belongs to courses is kept; members are folded in from the stars they gave. Where nobody
    rated anything, every score is 0; the blend does without it, for stars are few.
    """

    shares: ClassVar[tuple[float, float, float]] = (0.1, 0.1, 0.1)
    blended: ClassVar[bool] = False

    def __init__(
        self, *, size: int = 10, rounds: int = 15, strength: float = 3.0, seed: int = 0
    ) -> None:
        """Set the number of factors and of rounds, and the strength of the ridge."""
        self.size = size
        self.rounds = rounds
        self.strength = strength
        self.seed = seed

    def fit(self, dataset: Dataset) -> Self:
        """Solve for members and courses in turn."""
        everyone = np.arange(len(dataset.member_ids))
        given = _stars(dataset, everyone)
        count = np.bincount(given.indices, minlength=given.shape[1])
        mean = np.float32(given.data.mean() if given.nnz else 0)
        self.mean_ = mean
        self.raters_ = count
        self.average_ = given.sum(axis=0) / np.maximum(count, 1)
        self.courses_ = self._learned(given)
        self.dataset_ = dataset
        return self

    def score(self, members: IntArray) -> FloatArray:
        """Return the stars that each member would give, as far as is known."""
        folded = self._side(_stars(self.dataset_, members), self.courses_)
        base = self.mean_ + self.courses_[:, 0]
        return base + folded[:, :1] + folded[:, 1:] @ self.courses_[:, 1:].T

    def reason(self, member: int, course: int) -> Reason | None:  # noqa: ARG002 - equal for all
        """Say how well those who rated it liked it."""
        raters = int(self.raters_[course])
        average = float(self.average_[course])
        if raters < FEWEST or average <= self.mean_:
            return None
        return Reason(ReasonKind.RATED, (f"{average:.1f}", str(raters)))

    def state(self) -> State:
        """Return the mean, and of each course its factors, its average and how many rated it."""
        return {
            "mean": np.array(self.mean_),
            "courses": self.courses_,
            "average": self.average_,
            "raters": self.raters_,
        }

    def restore(self, state: State, course_ids: IntArray, dataset: Dataset) -> Self:
        """Bring the courses' factors here; a new course is an average one."""
        here = dataset.selection(course_ids)
        self.mean_ = np.float32(state["mean"])
        self.courses_ = (here @ state["courses"]).astype(np.float32)
        self.average_ = here @ state["average"]
        self.raters_ = (here @ state["raters"]).astype(np.int64)
        self.dataset_ = dataset
        return self

    def _learned(self, given: csr_array) -> FloatArray:
        chance = np.random.default_rng(self.seed)
        courses = chance.normal(0, 0.1, (given.shape[1], 1 + self.size)).astype(np.float32)
        courses[:, 0] = 0.0
        turned = given.T.tocsr()
        for _ in range(self.rounds):
            courses = self._side(turned, self._side(given, courses))
        return courses

    def _side(self, given: csr_array, other: FloatArray) -> FloatArray:
        """Solve for the biases (first column) and factors of the rows of the stars given."""
        beyond = csr_array(given, copy=True)
        beyond.data = given.data - self.mean_ - other[given.indices, 0]
        features = other.copy()
        features[:, 0] = 1.0
        ridge = np.full(given.shape[0], self.strength, dtype=np.float32)
        return solved(beyond, features, ridge)


def _stars(dataset: Dataset, members: IntArray) -> csr_array:
    """Return the stars that members gave (members × C), sparse."""
    rows, bounds = dataset.rows_of(members)
    stars = dataset.stars[rows]
    rated = stars > 0
    bounds = np.append(0, np.cumsum(rated))[bounds]
    shape = (len(members), len(dataset.course_ids))
    return csr_array((stars[rated], dataset.courses[rows][rated], bounds), shape=shape)
