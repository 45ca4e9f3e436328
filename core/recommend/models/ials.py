"""iALS: factors of implicit feedback, regularised by how often each course and member occurs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np

from core.recommend.dataset import STUDIED
from core.recommend.learning.factors import solved
from core.recommend.model import Model

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from core.recommend.dataset import Dataset, FloatArray, IntArray
    from core.recommend.explain import Reason
    from core.recommend.model import State


class Ials(Model):
    """Minimise ``sum over taken (1 - u·c)² + unobserved * sum over all (u·c)² + ridge``.

    The ridge of a row is ``strength * (its entries + unobserved * columns)`` (Hu et al., ICDM
    2008; regularisation as in Rendle et al., RecSys 2022). Only the courses' factors are kept;
    members, whom the factors are learned from a sample of, are folded in from their history.
    """

    shares: ClassVar[tuple[float, float, float]] = (0.0, 0.1, 0.2)
    blended: ClassVar[bool] = False

    def __init__(  # noqa: PLR0913 - one for each term of the formula
        self,
        *,
        size: int = 64,
        rounds: int = 5,
        unobserved: float = 0.03,
        strength: float = 0.002,
        decay: float = 0.9,
        members: int = 15_000,
        seed: int = 0,
    ) -> None:
        """Set the number of factors, of rounds, the formula's terms and the sample's size."""
        self.size = size
        self.rounds = rounds
        self.unobserved = unobserved
        self.strength = strength
        self.decay = decay
        self.members = members
        self.seed = seed

    def fit(self, dataset: Dataset) -> Self:
        """Solve for members and courses in turn."""
        chance = np.random.default_rng(self.seed)
        taken = _sample(dataset, self.members, chance)
        turned = taken.T.tocsr()
        shape = (taken.shape[1], self.size)
        courses = chance.normal(0, 0.1 / np.sqrt(self.size), shape).astype(np.float32)
        for _ in range(self.rounds):
            courses = self._side(turned, self._side(taken, courses))
        self.courses_ = courses
        return self._ready(dataset)

    def score(self, members: IntArray) -> FloatArray:
        """Fold the members in from their histories."""
        scores: FloatArray = self._fold(members) @ self.courses_.T
        return scores

    def parts(self, member: int, course: int) -> tuple[IntArray, FloatArray]:
        """Return what each course of the history adds to the folded-in member's score."""
        query = self.dataset_.query(self.decay, members=np.array([member]))
        if not query.nnz:
            return super().parts(member, course)
        held = self.courses_[query.indices]
        ridge = self._ridge(np.array([query.nnz]), len(self.courses_))
        gram = held.T @ held + self.base_ + ridge[0] * np.eye(self.size, dtype=np.float32)
        pulls = held @ np.linalg.solve(gram, self.courses_[course])
        return query.indices.astype(np.int64), (query.data * pulls).astype(np.float32)

    def reason(self, member: int, course: int) -> Reason | None:
        """Return None: factors have no words."""

    def state(self) -> State:
        """Return the factors of the courses."""
        return {"courses": self.courses_}

    def restore(self, state: State, course_ids: IntArray, dataset: Dataset) -> Self:
        """Bring the factors to the dataset's courses; those that are new have none."""
        self.courses_ = (dataset.selection(course_ids) @ state["courses"]).astype(np.float32)
        return self._ready(dataset)

    def _ready(self, dataset: Dataset) -> Self:
        self.dataset_ = dataset
        self.size = self.courses_.shape[1]
        self.base_ = np.float32(self.unobserved) * (self.courses_.T @ self.courses_)
        return self

    def _fold(self, members: IntArray) -> FloatArray:
        query = self.dataset_.query(self.decay, members=members)
        ridge = self._ridge(np.diff(query.indptr), len(self.courses_))
        return solved(query, self.courses_, ridge, self.base_)

    def _side(self, taken: csr_array, other: FloatArray) -> FloatArray:
        base = np.float32(self.unobserved) * (other.T @ other)
        return solved(taken, other, self._ridge(np.diff(taken.indptr), len(other)), base)

    def _ridge(self, entries: IntArray, columns: int) -> FloatArray:
        ridge = self.strength * (entries + self.unobserved * columns)
        return np.asarray(ridge, dtype=np.float32)


def _sample(dataset: Dataset, count: int, chance: np.random.Generator) -> csr_array:
    """Return what some members took, 1 for each course."""
    everyone = np.arange(len(dataset.member_ids))
    if len(everyone) > count:
        everyone = np.sort(chance.choice(everyone, count, replace=False))
    taken = dataset.query(at_least=STUDIED, members=everyone)
    taken.data = np.ones_like(taken.data)
    return taken
