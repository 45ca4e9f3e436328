"""User neighbours: what the members study whose histories are most like a member's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
from scipy.sparse import csr_array, diags_array

from core.recommend.dataset import NOBODY, STUDIED
from core.recommend.explain import Reason, ReasonKind
from core.recommend.learning.links import unit_rows
from core.recommend.model import Model

if TYPE_CHECKING:
    from core.recommend.dataset import Dataset, FloatArray, IntArray
from core.recommend.model import State

_AT_ONCE = 256


class UserNeighbours(Model):
    """Sum of the cosines to the ``neighbours`` nearest members who took a course.

    Courses weigh by how rare they are, log(1 + members / takers). Neighbours are members, who are
    never stored: a restored model looks for them in the data it is given, and a blend, which is
    restored for few members at a time, does without it.
    """

    shares: ClassVar[tuple[float, float, float]] = (0.0, 0.1, 0.2)
    blended: ClassVar[bool] = False

    def __init__(
        self,
        *,
        neighbours: int = 100,
        decay: float = 0.9,
        members: int = 50_000,
        seed: int = 0,
    ) -> None:
        """Set how many are asked of how many, and how fast the query fades."""
        self.neighbours = neighbours
        self.decay = decay
        self.members = members
        self.seed = seed

    def fit(self, dataset: Dataset) -> Self:
        """Hold the histories ready, of a sample of members where there are more."""
        everyone = np.flatnonzero(np.diff(dataset.starts))
        if len(everyone) > self.members:
            chance = np.random.default_rng(self.seed)
            everyone = np.sort(chance.choice(everyone, self.members, replace=False))
        taken = dataset.query(at_least=STUDIED, members=everyone)
        taken.data = np.ones_like(taken.data)
        takers = np.asarray(taken.sum(axis=0)).ravel()
        rarity = np.log1p(len(everyone) / np.maximum(takers, 1)).astype(np.float32)
        self.dataset_ = dataset
        self.asked_ = dataset.member_ids[everyone]
        self.taken_ = taken
        self.rarity_ = diags_array(rarity)
        self.profiles_ = unit_rows((taken @ self.rarity_).tocsr()).T.tocsr()
        return self

    def score(self, members: IntArray) -> FloatArray:
        """Add up the nearest members' histories."""
        parts = [
            (self._nearest(members[first : first + _AT_ONCE]) @ self.taken_).toarray()
            for first in range(0, len(members), _AT_ONCE)
        ]
        width = len(self.dataset_.course_ids)
        return np.concatenate([np.zeros((0, width), dtype=np.float32), *parts])

    def reason(self, member: int, course: int) -> Reason | None:
        """Say how many of the nearest members study it."""
        alike = self._nearest(np.array([member])).indices
        those = int(self.taken_[alike][:, [course]].sum())
        return Reason(ReasonKind.ALIKE, (str(those), str(len(alike)))) if those else None

    def state(self) -> State:
        """Return nothing but how many are asked, for neighbours are members."""
        return {"neighbours": np.array(self.neighbours)}

    def restore(self, state: State, course_ids: IntArray, dataset: Dataset) -> Self:  # noqa: ARG002
        """Look for neighbours in the data given."""
        self.neighbours = int(state["neighbours"])
        return self.fit(dataset)

    def _nearest(self, members: IntArray) -> csr_array:
        """Return the similarity of each member to the nearest others (members × asked)."""
        query = self.dataset_.query(self.decay, members=members)
        cosines = (unit_rows((query @ self.rarity_).tocsr()) @ self.profiles_).tocoo()
        own = np.append(self.dataset_.member_ids, NOBODY)[members]
        others = self.asked_[cosines.col] != own[cosines.row]
        row, column, value = cosines.row[others], cosines.col[others], cosines.data[others]
        order = np.lexsort((-value, row))
        row = row[order]
        kept = np.arange(len(row)) - np.searchsorted(row, row) < self.neighbours
        nearest = (value[order][kept], (row[kept], column[order][kept]))
        return csr_array(nearest, shape=cosines.shape, dtype=np.float32)
