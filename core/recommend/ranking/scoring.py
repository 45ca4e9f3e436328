"""Scoring: every model's scores on one scale, weighed, and the best courses of each member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from core.recommend.dataset import STUDIED
from core.recommend.ranking.features import features, seen
from core.recommend.ranking.weights import buckets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from core.recommend.dataset import Dataset, FloatArray, IntArray
    from core.recommend.model import Model

_OUT = np.float32(-np.inf)
_ALL = slice(None)


class Asked(NamedTuple):
    """Members of a dataset to rank courses for, and what else is out for each (m × C)."""

    dataset: Dataset
    members: IntArray
    barred: csr_array | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """All courses' scores for the members asked, whose histories fall into ``buckets`` (m,).

    ``raw`` holds each model's (m × C), None of those that were not asked; ``low`` and ``width``
    (models × m) bring them to 0-1 over the courses that are not out; ``weights`` (m × models) are
    the members' own, and ``total`` (m × C) is the weighed sum, 0 where a course is out.
    """

    asked: Asked
    buckets: IntArray
    raw: Sequence[FloatArray | None]
    low: FloatArray
    width: FloatArray
    weights: FloatArray
    total: FloatArray
    out: tuple[IntArray, IntArray]

    def best(self, count: int) -> IntArray:
        """Return the ``count`` best courses (m × count), best first; what is out comes last."""
        free = self.total.copy()
        free[self.out] = _OUT
        if not count:
            return np.zeros((len(free), 0), dtype=np.int64)
        last = free.shape[1] - count
        found = np.sort(np.argpartition(free, last, axis=1)[:, last:], axis=1)
        order = np.argsort(-self.at(free, found), axis=1, kind="stable")
        return np.take_along_axis(found, order, axis=1)

    def at(self, scores: NDArray[Any], candidates: IntArray) -> NDArray[Any]:
        """Return the scores (m × C) of candidates (m × K)."""
        found: NDArray[Any] = scores[np.arange(len(candidates))[:, np.newaxis], candidates]
        return found

    def free(self, candidates: IntArray) -> NDArray[np.bool_]:
        """Return which candidates (m × K) are not out."""
        free = np.ones(self.total.shape, dtype=np.bool_)
        free[self.out] = False
        return self.at(free, candidates)

    def scaled(self, place: int, candidates: IntArray) -> FloatArray:
        """Return one model's scores of candidates, from 0 to 1."""
        raw = self.raw[place]
        if raw is None:
            return np.zeros(candidates.shape, dtype=np.float32)
        width = np.where(self.width[place] > 0, self.width[place], 1)[:, np.newaxis]
        above: FloatArray = self.at(raw, candidates) - self.low[place][:, np.newaxis]
        return np.divide(above, width, dtype=np.float32)

    def features(
        self, models: Sequence[Model], candidates: IntArray, rows: IntArray | slice = _ALL
    ) -> FloatArray:
        """Return what the network sees of the candidates (m × K × F), or of some rows of them."""
        scores = [self.raw[place] for place in seen(models)]
        held = [self.at(raw, candidates)[rows] for raw in scores if raw is not None]
        held.append(self.at(self.total, candidates)[rows])
        members = self.asked.members[rows]
        return features(models, held, candidates[rows], self.asked.dataset, members)


def scored(
    models: Sequence[Model], asked: Asked, weights: FloatArray, needed: Sequence[int] = ()
) -> Scored:
    """Score every course for the members asked, by models that look at their dataset.

    ``weights`` are those of each bucket (buckets × models). What a member studies and what is
    barred is out. Models without weight are passed over unless ``needed``.
    """
    dataset, members, _ = asked
    of = buckets(dataset, members)
    own = weights[of]
    out = _out(asked)
    total = np.zeros((len(members), len(dataset.course_ids)), dtype=np.float32)
    low, width = (np.zeros((len(models), len(members)), dtype=np.float32) for _ in range(2))
    raw: list[FloatArray | None] = [None] * len(models)
    for place, model in enumerate(models):
        if not own[:, place].any() and place not in needed:
            continue
        scores = np.array(model.score(members), dtype=np.float32)
        low[place], width[place] = _scale(scores, out)
        factor = own[:, place] / np.where(width[place] > 0, width[place], 1)
        total += factor[:, np.newaxis] * (scores - low[place][:, np.newaxis])
        raw[place] = scores
    total[out] = 0.0
    return Scored(asked, of, raw, low, width, own, total, out)


def _out(asked: Asked) -> tuple[IntArray, IntArray]:
    dataset, members, barred = asked
    chosen, bounds = dataset.rows_of(members)
    rows = np.repeat(np.arange(len(members)), np.diff(bounds))
    studied = dataset.weights[chosen] >= STUDIED
    rows, columns = rows[studied], dataset.courses[chosen[studied]].astype(np.int64)
    if barred is None:
        return rows, columns
    more = np.repeat(np.arange(barred.shape[0]), np.diff(barred.indptr))
    return np.append(rows, more), np.append(columns, barred.indices.astype(np.int64))


def _scale(scores: FloatArray, out: tuple[IntArray, IntArray]) -> tuple[FloatArray, FloatArray]:
    """Put what is out at the lowest score of its row; return that and the span above it."""
    if not scores.shape[1]:
        nothing = np.zeros(len(scores), dtype=np.float32)
        return nothing, nothing
    low = scores.min(axis=1)
    scores[out] = low[out[0]]
    return low, scores.max(axis=1) - low
