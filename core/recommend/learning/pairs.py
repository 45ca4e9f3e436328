"""Pairs: two of the latest courses as one number, and which course came right after both."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from core.recommend.learning.lags import Sequences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from core.recommend.dataset import BoolArray, Dataset, FloatArray, IndexArray, IntArray

_AT_ONCE = 1_000_000


class Backs(NamedTuple):
    """Pairs of places among the latest courses, of which 1 is the last: the later, the earlier.

    ``ages`` counts the courses after each of the two, without themselves.
    """

    near: IntArray
    far: IntArray
    ages: IntArray


class Followed(NamedTuple):
    """What came right after pairs, parallel and by pair: the next course, how much, by whom.

    ``weights`` counts the members, each as the pair's age has it; ``people`` counts them plainly;
    ``totals`` is what the weights of all that came after the pair sum to.
    """

    pairs: IntArray
    courses: IntArray
    weights: FloatArray
    people: IndexArray
    totals: FloatArray

    def where(self, kept: BoolArray) -> Followed:
        """Return only some of it."""
        columns: tuple[NDArray[Any], ...] = self
        return Followed(*(column[kept] for column in columns))


@cache
def backs(window: int) -> Backs:
    """Return all pairs of places among the ``window`` latest courses."""
    far, near = np.tril_indices(window, -1)
    return Backs(near + 1, far + 1, near + far - 1)


def numbered(one: IntArray, other: IntArray, width: int) -> IntArray:
    """Return pairs of courses as numbers: first × ``width`` + second, the smaller index first."""
    numbers: IntArray = np.minimum(one, other) * width + np.maximum(one, other)
    return numbers


def followed(dataset: Dataset, window: int, fading: float, fewest: int) -> Followed:
    """Return what at least ``fewest`` members took right after two of the ``window`` before it.

    A pair of age n counts ``fading ** n``.
    """
    shares = np.float32(fading) ** np.arange(2 * window - 3, dtype=np.float32)
    width = len(dataset.course_ids)
    cells = _cells(Sequences(dataset), window, len(shares))
    parts = [_counted(cells[:0], width, shares)]
    for part in _parts(cells, width * len(shares)):
        found = _counted(part, width, shares)
        parts.append(found.where(found.people >= fewest))
    return Followed(*map(np.concatenate, zip(*parts, strict=True)))


def _cells(taken: Sequences, window: int, oldest: int) -> IntArray:
    """Return pair, next course and age as one number for each time, in order."""
    places = backs(window)
    sizes = [int(np.count_nonzero(taken.before >= far)) for far in places.far]
    cells = np.empty(sum(sizes), dtype=np.int64)
    last = 0
    for near, far, age, size in zip(*places, sizes, strict=True):
        ends = np.flatnonzero(taken.before >= far)
        pairs = numbered(taken.courses[ends - near], taken.courses[ends - far], taken.width)
        first, last = last, last + size
        cells[first:last] = (pairs * taken.width + taken.courses[ends]) * oldest + age
    cells.sort()
    return cells


def _parts(cells: IntArray, of_a_pair: int) -> Iterator[IntArray]:
    """Cut what is in order into parts of about `_AT_ONCE`, each pair in one of them."""
    first = 0
    while first < len(cells):
        pair = int(cells[min(first + _AT_ONCE, len(cells)) - 1]) // of_a_pair
        last = int(np.searchsorted(cells, (pair + 1) * of_a_pair))
        yield cells[first:last]
        first = last


def _counted(cells: IntArray, width: int, shares: FloatArray) -> Followed:
    steps, ages = np.divmod(cells, len(shares))
    begins = np.flatnonzero(np.diff(steps, prepend=-1))
    people = np.diff(np.append(begins, len(steps))).astype(np.int32)
    weights = np.add.reduceat(shares[ages], begins) if len(begins) else shares[:0]
    pairs, courses = np.divmod(steps[begins], max(width, 1))
    _, which = np.unique(pairs, return_inverse=True)
    totals = np.bincount(which, weights).astype(np.float32)[which]
    return Followed(pairs, courses, weights, people, totals)
