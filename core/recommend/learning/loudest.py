"""The loudest: which course of a history adds most to a score, for many members and courses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np

from core.recommend.learning.links import entries

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from core.recommend.dataset import FloatArray, IntArray


class Addends(NamedTuple):
    """What every course of a history adds to a score, for n pairs of a member and a course.

    The arrays are parallel, pair after pair: which pair, where in the query the history's course
    stands, that course, and the addend.
    """

    pairs: IntArray
    places: IntArray
    sources: IntArray
    amounts: FloatArray

    @classmethod
    def of(
        cls, query: csr_array, rows: IntArray, courses: IntArray, links: csr_array | FloatArray
    ) -> Self:
        """Multiply out what rows of a query (members × C) and links (C × C) give to courses."""
        lengths = np.diff(query.indptr)[rows]
        ends = np.cumsum(lengths)
        first = query.indptr[rows].astype(np.int64) - (ends - lengths)
        places = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(first, lengths)
        pairs = np.repeat(np.arange(len(rows)), lengths)
        sources = query.indices[places].astype(np.int64)
        amounts = query.data[places] * entries(links, sources, courses[pairs])
        return cls(pairs, places, sources, amounts.astype(np.float32))

    def where(self, kept: NDArray[Any]) -> Self:
        """Return only some of the addends."""
        return type(self)(*(column[kept] for column in self))

    def loudest(self) -> Self:
        """Return the largest addend of each pair that has any above 0.

        Of equal ones it is the first of the history.
        """
        heard = self.where(self.amounts > 0)
        if not len(heard.pairs):
            return heard
        begins = np.flatnonzero(np.diff(heard.pairs, prepend=-1))
        most = np.maximum.reduceat(heard.amounts, begins)
        sizes = np.diff(np.append(begins, len(heard.pairs)))
        best = np.flatnonzero(heard.amounts == np.repeat(most, sizes))
        first = np.diff(heard.pairs[best], prepend=-1) > 0
        return heard.where(best[first])
