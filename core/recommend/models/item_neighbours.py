"""Item neighbours: courses that the same people study, by cosine with shrinkage."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
from scipy.sparse import coo_array, csr_array

from core.recommend.dataset import COMPLETED, STUDIED
from core.recommend.explain import Reason, ReasonKind
from core.recommend.model import Model, sparse_from_state, sparse_to_state

if TYPE_CHECKING:
    from core.recommend.dataset import Dataset, FloatArray, IntArray
    from core.recommend.model import State


class ItemNeighbours(Model):
    """Similarity of courses i and j: ``c / sqrt(n_i n_j) * c / (c + shrinkage)``.

    Here c people studied both, n_i and n_j each; for every course the ``neighbours`` nearest
    are kept. A member's score for j is the sum over their history (Sarwar et al., WWW 2001;
    shrinkage as in Bell & Koren, ICDM 2007).
    """

    shares: ClassVar[tuple[float, float, float]] = (0.0, 1.0, 1.0)

    def __init__(self, *, shrinkage: float = 10.0, neighbours: int = 50) -> None:
        """Set how much evidence a similarity needs, and how many are kept of each course."""
        self.shrinkage = shrinkage
        self.neighbours = neighbours

    def fit(self, dataset: Dataset) -> Self:
        """Count who studied what together."""
        studied = dataset.matrix(STUDIED)
        studied.data[:] = 1.0
        together = (studied.T @ studied).tocsr()
        self.takers_ = together.diagonal()
        self.similarity_, self.together_ = self._nearest(together)
        return self._ready(dataset)

    def score(self, members: IntArray) -> FloatArray:
        """Add up the similarities to what each member has taken."""
        scores: FloatArray = (self.history_[members] @ self.similarity_).toarray()
        return scores

    def reason(self, member: int, course: int) -> Reason | None:
        """Name the course of the member's own that speaks loudest for this one."""
        taken = self.history_[[member]].toarray()[0]
        pull = taken * self.similarity_[:, [course]].toarray()[:, 0]
        pull[taken < STUDIED] = 0.0
        if not pull.any():
            return None
        source = int(pull.argmax())
        kind = ReasonKind.COMPLETED if taken[source] >= COMPLETED else ReasonKind.STUDIED
        both, takers = int(self.together_[source, course]), int(self.takers_[source])
        return Reason(kind, (self.dataset_.texts[source].title, str(both), str(takers)))

    def state(self) -> State:
        """Return similarities, their evidence, and the takers of each course."""
        return {
            "takers": self.takers_,
            **sparse_to_state("similarity", self.similarity_),
            **sparse_to_state("together", self.together_),
        }

    def restore(self, state: State, course_ids: IntArray, dataset: Dataset) -> Self:
        """Bring the similarities to the dataset's courses; those unknown then have none."""
        here = dataset.selection(course_ids)
        self.takers_ = here @ state["takers"]
        self.similarity_ = (here @ sparse_from_state("similarity", state) @ here.T).tocsr()
        self.together_ = (here @ sparse_from_state("together", state) @ here.T).tocsr()
        return self._ready(dataset)

    def _ready(self, dataset: Dataset) -> Self:
        self.dataset_ = dataset
        self.history_ = dataset.matrix()
        return self

    def _nearest(self, together: csr_array) -> tuple[csr_array, csr_array]:
        pairs = together.tocoo()
        apart = pairs.row != pairs.col
        row, column, both = pairs.row[apart], pairs.col[apart], pairs.data[apart]
        cosine = both / np.sqrt(self.takers_[row] * self.takers_[column])
        similarity = cosine * both / (both + self.shrinkage)
        kept = _top(column, similarity, self.neighbours)
        where, shape = (row[kept], column[kept]), together.shape
        return (
            coo_array((similarity[kept], where), shape=shape).tocsr(),
            coo_array((both[kept], where), shape=shape).tocsr(),
        )


def _top(groups: IntArray, values: FloatArray, count: int) -> IntArray:
    order = np.lexsort((-values, groups))
    ordered = groups[order]
    first = np.searchsorted(ordered, ordered)
    kept: IntArray = np.sort(order[np.arange(len(order)) - first < count])
    return kept
