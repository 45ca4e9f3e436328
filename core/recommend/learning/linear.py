"""Linear models: links between courses are learned, and a history's links add up to its scores."""

from __future__ import annotations

from abc import abstractmethod
from copy import copy
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from core.recommend.dataset import COMPLETED, STUDIED, Dataset
from core.recommend.explain import Reason, ReasonKind
from core.recommend.learning.borrowing import with_borrowed
from core.recommend.learning.fading import ASKED, FEWEST, best_decay, without_last
from core.recommend.learning.links import DENSE, Lookup, entries, linked
from core.recommend.learning.loudest import Addends
from core.recommend.model import Model, sparse_from_state, sparse_to_state

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from core.recommend.dataset import FloatArray, IntArray
    from core.recommend.model import State

AT_MOST = 5_000
"""A closed form is solved for so many courses, the most taken; the others borrow from them."""


class Learned(NamedTuple):
    """Links (from the row's course to the column's), the people behind them, and all takers."""

    links: csr_array
    evidence: csr_array
    takers: FloatArray


class LinearModel(Model):
    """A model whose score of a course is the sum of the links from what the member has taken.

    A course counts ``decay`` times as much for every course that the member took after it. Given
    None, the decay is the one that led best to what members took last; among few members a
    model that has not seen those courses is asked.
    """

    decay: float | None
    decay_: float

    @abstractmethod
    def learn(self, dataset: Dataset) -> Learned:
        """Learn the links between all courses of a dataset."""

    def fit(self, dataset: Dataset, found: float | None = None) -> Self:
        """Learn the links, and how fast a history fades if that was not ``found`` before."""
        self.link(dataset)
        known = found if self.decay is None else self.decay
        self.decay_ = self._best_decay() if known is None else known
        return self

    def link(self, dataset: Dataset) -> Self:
        """Learn the links between the most taken courses; the others borrow theirs."""
        core = most_taken(dataset, AT_MOST)
        return self._place(self.learn(core), core.course_ids, dataset)

    def score(self, members: IntArray) -> FloatArray:
        """Add up the links from what each member has taken."""
        return linked(self.dataset_, members, self.decay_, self.weights_)

    def parts(self, member: int, course: int) -> tuple[IntArray, FloatArray]:
        """Return what each course of the history adds."""
        query = self.dataset_.query(self.decay_, members=np.array([member]))
        links = entries(self.weights_, query.indices, np.full(query.nnz, course))
        return query.indices.astype(np.int64), (query.data * links).astype(np.float32)

    def reason(self, member: int, course: int) -> Reason | None:
        """Name the course of the member's own that speaks loudest for this one."""
        return self.reasons(np.array([member]), np.array([course]))[0]

    def reasons(
        self, members: IntArray, courses: IntArray, sources: IntArray | None = None
    ) -> list[Reason | None]:
        """Name for each pair the course taken that speaks loudest, if people stand behind it.

        With ``sources``, a course for each pair, no other is named.
        """
        some, rows = np.unique(members, return_inverse=True)
        weights = self.dataset_.query(members=some)
        taken = self.dataset_.query(self.decay_, members=some)
        taken.data = np.where(weights.data >= STUDIED, taken.data, 0)
        addends = Addends.of(taken, rows, courses, self.weights_)
        addends = addends.where(addends.amounts > 0)
        if sources is not None:
            addends = addends.where(addends.sources == sources[addends.pairs])
        people = self.people_.at(addends.sources, courses[addends.pairs])
        chosen = addends.where(people > 0).loudest()
        counts = self.people_.at(chosen.sources, courses[chosen.pairs])
        completed = weights.data[chosen.places] >= COMPLETED
        found: list[Reason | None] = [None] * len(members)
        for pair, source, count, done in zip(
            chosen.pairs.tolist(),
            chosen.sources.tolist(),
            counts.tolist(),
            completed.tolist(),
            strict=True,
        ):
            found[pair] = self._because(source, int(count), completed=done)
        return found

    def state(self) -> State:
        """Return links, the people behind them, the takers of each course and the decay."""
        return {
            "takers": self.takers_,
            "decay": np.array(self.decay_),
            **sparse_to_state("links", self.links_),
            **sparse_to_state("evidence", self.evidence_),
        }

    def restore(self, state: State, course_ids: IntArray, dataset: Dataset) -> Self:
        """Bring the links to the dataset's courses; those that are new borrow theirs."""
        self.decay_ = float(state["decay"])
        links, evidence = (sparse_from_state(name, state) for name in ("links", "evidence"))
        return self._place(Learned(links, evidence, state["takers"]), course_ids, dataset)

    def kind(self, *, completed: bool) -> ReasonKind:
        """Return what the evidence of this model's links says."""
        return ReasonKind.COMPLETED if completed else ReasonKind.STUDIED

    def _best_decay(self) -> float:
        earlier, members, wanted = without_last(self.dataset_)
        # Among many members, one's last course hardly sways what is learned.
        few = np.count_nonzero(np.diff(self.dataset_.starts) > 1) <= ASKED
        asked = copy(self).link(earlier) if few and len(members) >= FEWEST else self
        return best_decay(asked.weights_, earlier, members, wanted)

    def _because(self, source: int, people: int, *, completed: bool) -> Reason:
        title, takers = self.dataset_.texts[source].title, int(self.takers_[source])
        return Reason(self.kind(completed=completed), (title, str(people), str(takers)))

    def _place(self, learned: Learned, course_ids: IntArray, dataset: Dataset) -> Self:
        self.dataset_ = dataset
        self.links_, self.evidence_, self.takers_ = learned
        if not np.array_equal(course_ids, dataset.course_ids):
            here = dataset.selection(course_ids)
            self.links_ = (here @ learned.links @ here.T).tocsr()
            self.evidence_ = (here @ learned.evidence @ here.T).tocsr()
            self.takers_ = here @ learned.takers
        self.people_ = Lookup(self.evidence_)
        weights = with_borrowed(self.links_, self.takers_, dataset.texts)
        self.weights_ = weights.toarray() if len(dataset.course_ids) <= DENSE else weights
        return self


def most_taken(dataset: Dataset, count: int) -> Dataset:
    """Return the dataset with only its ``count`` most taken courses, in their order."""
    width = len(dataset.course_ids)
    if width <= count:
        return dataset
    takers = takers_of(dataset)
    kept = np.sort(np.argsort(-takers, kind="stable")[:count])
    return dataset.narrowed(kept)


def takers_of(dataset: Dataset) -> FloatArray:
    """Return how many members took each course (C,)."""
    taken = dataset.courses[dataset.weights >= STUDIED]
    return np.bincount(taken, minlength=len(dataset.course_ids)).astype(np.float32)


def together(dataset: Dataset, *, evening: float = 0.0) -> FloatArray:
    """Return how many members took both of two courses (C × C), each one's takers diagonally.

    A member with n courses counts ``n ** -evening``.
    """
    width = len(dataset.course_ids)
    total = np.zeros((width, width), dtype=np.float32)
    for shard in dataset.chunks():
        taken = shard.query(at_least=STUDIED)
        lengths = np.diff(taken.indptr)
        # Each of the two courses brings the square root of what the pair counts.
        taken.data = np.repeat(np.maximum(lengths, 1) ** np.float32(-evening / 2), lengths)
        both = (taken.T @ taken).tocoo()
        total[both.row, both.col] += both.data
    return total
