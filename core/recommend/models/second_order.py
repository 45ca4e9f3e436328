"""Second order: which course comes next after two others, where both tell more than each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
from scipy.sparse import csr_array

from core.recommend.dataset import STUDIED
from core.recommend.explain import Reason, ReasonKind
from core.recommend.learning.borrowing import with_untaken
from core.recommend.learning.linear import takers_of
from core.recommend.learning.links import entries, product
from core.recommend.learning.loudest import Addends
from core.recommend.learning.pairs import backs, followed, numbered
from core.recommend.model import Model, sparse_from_state, sparse_to_state

if TYPE_CHECKING:
    from core.recommend.dataset import Dataset, FloatArray, IntArray
    from core.recommend.model import State

FEWEST = 2
"""What a single member went on to says nothing, and would be theirs alone."""


class SecondOrder(Model):
    """Links ``f / (n + shrinkage)`` with f how often a course came right after a pair of others.

    n is how often any course did. A pair is two of the ``window`` latest courses in either order,
    and counts ``fading ** k`` with k other courses after the earlier and the later one together,
    both where it is learned from and where it is asked of.
    """

    shares: ClassVar[tuple[float, float, float]] = (0.0, 0.0, 0.2)

    def __init__(
        self,
        *,
        window: int = 5,
        fading: float = 0.8,
        shrinkage: float = 10.0,
        members: int = 150_000,
    ) -> None:
        """Set how far back to look, what fades, the evidence needed, and how many to learn from."""
        self.window = window
        self.fading = fading
        self.shrinkage = shrinkage
        self.members = members

    def fit(self, dataset: Dataset) -> Self:
        """Count what came right after which pair, with at least `FEWEST` members."""
        some = _sample(dataset, self.members)
        found = followed(some, self.window, self.fading, FEWEST)
        self.pairs_, rows = np.unique(found.pairs, return_inverse=True)
        shape = len(self.pairs_), len(dataset.course_ids)
        links = found.weights / (found.totals + np.float32(self.shrinkage))
        self.links_ = csr_array((links, (rows, found.courses)), shape=shape)
        self.people_ = csr_array((found.people, (rows, found.courses)), shape=shape)
        self.takers_ = takers_of(dataset)
        return self._place(dataset)

    def score(self, members: IntArray) -> FloatArray:
        """Add up the links from the pairs among each member's latest courses."""
        return product(self._held(members), self.weights_)

    def parts(self, member: int, course: int) -> tuple[IntArray, FloatArray]:
        """Return what each course of the history adds; of a pair, each has half."""
        held = self._held(np.array([member]))
        halves = held.data * entries(self.weights_, held.indices, np.full(held.nnz, course)) / 2
        both = np.concatenate(np.divmod(self.pairs_[held.indices], len(self.dataset_.course_ids)))
        sources, which = np.unique(both, return_inverse=True)
        return sources, np.bincount(which, np.tile(halves, 2)).astype(np.float32)

    def reason(self, member: int, course: int) -> Reason | None:
        """Name the two courses of the member's own that speak loudest for this one."""
        return self.reasons(np.array([member]), np.array([course]))[0]

    def reasons(self, members: IntArray, courses: IntArray) -> list[Reason | None]:
        """Name for each of n members the two courses that speak loudest for each of n courses."""
        some, rows = np.unique(members, return_inverse=True)
        loudest = Addends.of(self._held(some), rows, courses, self.links_).loudest()
        people = entries(self.people_, loudest.sources, courses[loudest.pairs])
        first, second = np.divmod(self.pairs_[loudest.sources], len(self.dataset_.course_ids))
        found: list[Reason | None] = [None] * len(members)
        for place, one, other, those in zip(
            loudest.pairs.tolist(), first.tolist(), second.tolist(), people.tolist(), strict=True
        ):
            titles = (self.dataset_.texts[course].title for course in (one, other))
            found[place] = Reason(ReasonKind.PAIRED, (*titles, str(those)))
        return found

    def state(self) -> State:
        """Return the pairs as two courses each, the links from them and the people behind those."""
        first, second = np.divmod(self.pairs_, max(len(self.dataset_.course_ids), 1))
        return {
            "first": first.astype(np.int32),
            "second": second.astype(np.int32),
            **sparse_to_state("links", self.links_),
            **sparse_to_state("people", self.people_),
            "takers": self.takers_,
        }

    def restore(self, state: State, course_ids: IntArray, dataset: Dataset) -> Self:
        """Bring pairs and links to the dataset's courses; pairs of which one is gone drop out."""
        places = dataset.places_of(course_ids)
        first, second = places[state["first"]], places[state["second"]]
        pairs = numbered(first, second, len(dataset.course_ids))
        kept = np.flatnonzero((first >= 0) & (second >= 0))
        kept = kept[np.argsort(pairs[kept])]
        here = dataset.selection(course_ids).T.tocsr()
        links, people = (sparse_from_state(name, state)[kept] for name in ("links", "people"))
        self.pairs_ = pairs[kept]
        self.links_ = (links @ here).tocsr()
        self.people_ = (people @ here).astype(np.int32).tocsr()
        self.takers_ = state["takers"] @ here
        return self._place(dataset)

    def _place(self, dataset: Dataset) -> Self:
        """Let the courses that nobody took borrow the links of those they are near to."""
        self.dataset_ = dataset
        self.weights_ = with_untaken(self.links_, self.takers_, dataset.texts)
        return self

    def _held(self, members: IntArray) -> csr_array:
        """Return how much each known pair counts for each member (members × pairs)."""
        taken = self.dataset_.query(at_least=STUDIED, members=members)
        near, far, ages = backs(self.window)
        there = np.diff(taken.indptr)[:, np.newaxis] >= far
        shape = (len(members), len(self.pairs_))
        if not len(self.pairs_) or not there.any():
            return csr_array(shape, dtype=np.float32)
        courses, ends = taken.indices.astype(np.int64), taken.indptr[1:].astype(np.int64)
        # Where there are too few courses, any of them stands for the one that is not there.
        one, other = (courses[np.maximum(ends[:, np.newaxis] - back, 0)] for back in (near, far))
        numbers = numbered(one, other, len(self.dataset_.course_ids))
        places = np.minimum(np.searchsorted(self.pairs_, numbers), len(self.pairs_) - 1)
        there &= self.pairs_[places] == numbers
        amounts = np.float32(self.fading) ** ages.astype(np.float32)
        shares = np.broadcast_to(amounts, there.shape)[there]
        bounds = np.append(0, np.cumsum(np.count_nonzero(there, axis=1)))
        return csr_array((shares, places[there], bounds), shape=shape)


def _sample(dataset: Dataset, most: int) -> Dataset:
    """Return the data of every member, or of so many, evenly spread."""
    count = len(dataset.member_ids)
    if count <= most:
        return dataset
    chosen = np.zeros(count, dtype=np.bool_)
    chosen[np.linspace(0, count - 1, most).astype(np.int64)] = True
    return dataset.subset(chosen[dataset.members])
