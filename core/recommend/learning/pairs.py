"""Pairs: two of the latest courses as one number, and which course came right after both."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.recommend.learning.lags import Sequences

if TYPE_CHECKING:
    from core.recommend.dataset import Dataset, FloatArray, IntArray


class Followed(NamedTuple):
    """What came right after pairs, parallel and by pair: the next course, how much, by whom.

    ``weights`` counts the members, each as the pair's age has it; ``people`` counts them plainly;
    ``totals`` is what the weights of all that came after the pair sum to.
    """

    pairs: IntArray
    courses: IntArray
    weights: FloatArray
    people: IntArray
    totals: FloatArray


class Backs:
    """All pairs of places among the ``window`` latest courses; 1 is the last one.

    Of a pair, ``near`` is the later place and ``far`` the earlier; ``ages`` counts the courses
    after both, and is 0 for the two latest.
    """

    def __init__(self, window: int) -> None:
        """List the pairs, those of the latest courses first."""
        far, near = np.tril_indices(window, -1)
        self.near = near + 1
        self.far = far + 1
        self.ages = near + far - 1


def numbered(one: IntArray, other: IntArray, width: int) -> IntArray:
    """Return pairs of courses as numbers: first × ``width`` + second, the smaller index first."""
    numbers: IntArray = np.minimum(one, other) * width + np.maximum(one, other)
    return numbers


def followed(dataset: Dataset, window: int, fading: float) -> Followed:
    """Return which courses came right after which pairs among the ``window`` courses before.

    A pair of age n counts ``fading ** n``.
    """
    taken, backs = Sequences(dataset), Backs(window)
    oldest = int(backs.ages.max()) + 1
    parts = [np.zeros(0, dtype=np.int64)]
    for back in range(len(backs.ages)):
        ends = np.flatnonzero(taken.before >= backs.far[back])
        one, other = (taken.courses[ends - place[back]] for place in (backs.near, backs.far))
        pairs = numbered(one, other, taken.width)
        # One number for pair, next course and age, so that sorting brings together what is alike.
        parts.append((pairs * taken.width + taken.courses[ends]) * oldest + backs.ages[back])
    cells = np.concatenate(parts)
    del parts
    cells.sort()
    weights = (np.float32(fading) ** np.arange(oldest, dtype=np.float32))[cells % oldest]
    cells //= oldest
    begins = np.flatnonzero(np.diff(cells, prepend=-1))
    people = np.diff(np.append(begins, len(cells)))
    cells = cells[begins]
    weights = np.add.reduceat(weights, begins) if len(begins) else weights
    pairs, courses = np.divmod(cells, max(taken.width, 1))
    _, which = np.unique(pairs, return_inverse=True)
    totals = np.bincount(which, weights).astype(np.float32)[which]
    return Followed(pairs, courses, weights, people, totals)
