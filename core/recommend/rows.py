"""Rows of interactions: any order and repeats in, one row for each pair by member and time out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.sparse import coo_array

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from core.recommend.dataset import FloatArray, IndexArray, IntArray

_MEMBER = 32
"""By how many bits a member's index is moved up to share one number with a course's."""


class Rows(NamedTuple):
    """Parallel columns, one entry for each interaction."""

    members: IndexArray
    courses: IndexArray
    weights: FloatArray
    ages: FloatArray
    stars: FloatArray

    def taken(self, positions: NDArray[Any] | slice) -> Rows:
        """Return the rows at some positions; a column of one value still takes no memory."""
        members = self.members[positions]
        weights, ages, stars = (
            column[positions] if column.strides[0] else np.broadcast_to(column[:1], members.shape)
            for column in (self.weights, self.ages, self.stars)
        )
        return Rows(members, self.courses[positions], weights, ages, stars)


def arranged(
    members: NDArray[Any],
    courses: NDArray[Any],
    weights: NDArray[Any] | None,
    ages: NDArray[Any] | None,
    stars: NDArray[Any] | None,
) -> Rows:
    """Return the rows by member and then oldest first, those of one pair joined.

    A pair keeps its largest weight, its latest age and its latest stars. Columns that are missing
    are 1, 0 and 0 throughout and take no memory.
    """
    rows = Rows(
        members.astype(np.int32, copy=False),
        courses.astype(np.int32, copy=False),
        *(
            _column(column, default, len(members))
            for column, default in ((weights, 1.0), (ages, 0.0), (stars, 0.0))
        ),
    )
    if not _in_order(rows):
        rows = rows.taken(_order(rows))
    repeated = _repeated(rows)
    return _joined(rows, repeated) if len(repeated) else rows


def _column(column: NDArray[Any] | None, default: float, count: int) -> FloatArray:
    if column is None:
        return np.broadcast_to(np.full(min(count, 1), default, dtype=np.float32), (count,))
    return column.astype(np.float32, copy=False)


def _in_order(rows: Rows) -> bool:
    before, after = rows.members[:-1], rows.members[1:]
    apart = before != after
    aged = rows.ages[:-1] >= rows.ages[1:]
    return bool(((before <= after) & (apart | aged)).all())


def _order(rows: Rows) -> IntArray:
    """Return the positions by member and then oldest first; a sparse matrix sorts by counting."""
    aged = np.argsort(-rows.ages, kind="stable").astype(np.int32)
    here = np.arange(len(aged), dtype=np.int32)
    shape = (int(rows.members.max()) + 1, len(aged))
    by_member = coo_array((aged, (rows.members[aged], here)), shape=shape).tocsr()
    order: IntArray = by_member.data
    return order


def _repeated(rows: Rows) -> IntArray:
    """Return the positions of all rows whose pair occurs more than once."""
    pairs = _pairs(rows)
    pairs.sort()
    twice = np.unique(pairs[1:][pairs[1:] == pairs[:-1]])
    if not len(twice):
        return twice
    pairs = _pairs(rows)
    near = np.minimum(np.searchsorted(twice, pairs), len(twice) - 1)
    return np.flatnonzero(twice[near] == pairs)


def _pairs(rows: Rows) -> IntArray:
    pairs = rows.members.astype(np.int64)
    pairs <<= _MEMBER
    pairs |= rows.courses
    return pairs


def _joined(rows: Rows, repeated: IntArray) -> Rows:
    order = repeated[np.argsort(_pairs(rows.taken(repeated)), kind="stable")]
    pairs = _pairs(rows.taken(order))
    firsts = np.flatnonzero(np.diff(pairs, prepend=-1))
    latest = order[np.append(firsts[1:], len(order)) - 1]
    weights, stars = rows.weights.copy(), rows.stars.copy()
    weights[latest] = np.maximum.reduceat(weights[order], firsts)
    rated = np.maximum.reduceat(np.where(stars[order] > 0, np.arange(len(order)), -1), firsts)
    stars[latest] = np.where(rated < 0, 0, stars[order][rated])
    kept = np.ones(len(rows.members), dtype=np.bool_)
    kept[repeated] = False
    kept[latest] = True
    return rows._replace(weights=weights, stars=stars).taken(kept)


def spans(first: IntArray, lengths: IntArray) -> tuple[IntArray, IntArray]:
    """Return the positions first, first + 1, … of each span, and where each one's begin."""
    bounds = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=bounds[1:])
    return np.arange(bounds[-1]) + np.repeat(first - bounds[:-1], lengths), bounds


def distinct(ids: Iterable[int]) -> IntArray:
    """Return ids in order, each once."""
    return np.unique(numbers(ids))


def numbers(values: Iterable[int]) -> IntArray:
    """Return whole numbers as an array."""
    return np.fromiter(values, dtype=np.int64)


def floats(values: Iterable[float]) -> FloatArray:
    """Return numbers as an array of floats."""
    return np.fromiter(values, dtype=np.float32)
