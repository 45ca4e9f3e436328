"""Lags: which course was taken how many courses after which, summed over everybody's history."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.recommend.dataset import STUDIED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.recommend.dataset import Dataset, FloatArray, IntArray


class Lagged(NamedTuple):
    """All pairs of rows in which a member's later course follows an earlier one by ``lag``."""

    lag: int
    earlier: IntArray
    later: IntArray
    cells: IntArray
    """Where a pair stands in a flat C × C array: at the earlier course's row."""


class Sequences:
    """The courses that members took, in order, with each one's place in its member's history."""

    def __init__(self, dataset: Dataset) -> None:
        """Read the courses taken; weaker signs are passed over."""
        taken = dataset.subset(dataset.weights >= STUDIED)
        self.courses = taken.courses.astype(np.int64)
        self.width = len(dataset.course_ids)
        self.before = taken.places.astype(np.int64)
        self.after = taken.recency.astype(np.int64)

    @property
    def lengths(self) -> IntArray:
        """Return the length of the history that each row stands in."""
        return self.before + self.after + 1

    def lagged(self, lags: int) -> Iterator[Lagged]:
        """Go through the pairs of each lag from 1 up to ``lags``."""
        for lag in range(1, lags + 1):
            later = np.flatnonzero(self.before >= lag)
            if not len(later):
                return
            earlier = later - lag
            cells = self.courses[earlier] * self.width + self.courses[later]
            yield Lagged(lag, earlier, later, cells)


def transitions(
    dataset: Dataset, lags: int, decay: float, earliness: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return how often one course followed another (C × C, the earlier one's row).

    First with a weight of ``decay`` for every course in between, and of ``n ** -earliness`` for
    the n courses before the later one; then as plain numbers of members, within ``lags`` courses.
    Last, how many took each course (C,), as if another had followed and been weighed like that.
    """
    width = len(dataset.course_ids)
    decayed, followed = (np.zeros(width * width, dtype=np.float32) for _ in range(2))
    counted = np.zeros(width)
    for shard in dataset.chunks():
        taken = Sequences(shard)
        # What a step counts onto the course after each.
        early = (taken.before + 1.0) ** -earliness
        counted += np.bincount(taken.courses, early, width)
        for pairs in taken.lagged(lags):
            weights = early[pairs.later - 1] * decay ** (pairs.lag - 1)
            np.add.at(decayed, pairs.cells, weights.astype(np.float32))
            np.add.at(followed, pairs.cells, np.float32(1))
    square = (width, width)
    return decayed.reshape(square), followed.reshape(square), counted.astype(np.float32)
