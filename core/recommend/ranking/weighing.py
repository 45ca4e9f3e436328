"""Weighing: the weights of models are searched on questions whose answers they have not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.recommend.ranking.scoring import Asked, scored
from core.recommend.ranking.weights import FEW, MANY, ONE, TOLD, buckets, default, searched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.recommend.dataset import FloatArray, IntArray
    from core.recommend.model import Model
    from core.recommend.ranking.questions import Questions

LEAST = 25
"""From so many questions weights are learned, for several buckets in common if need be."""
FEWEST = 200
"""From so many questions a bucket has weights of its own, and the order is tuned."""
ALIKE = ([TOLD], [ONE, FEW, MANY])
MOST = 2_000
"""So many questions at most a search looks at."""
POOL = 25
"""A question's pool are so many of each model's best."""
_AT_ONCE = 256


class Fold(NamedTuple):
    """Models that look at questions and have not seen the answers, and ``some`` of those (n,)."""

    models: Sequence[Model]
    questions: Questions
    some: IntArray

    @classmethod
    def whole(cls, models: Sequence[Model], questions: Questions) -> Fold:
        """Return all questions."""
        return cls(models, questions, np.arange(len(questions)))

    def of(self, wanted: Sequence[int]) -> Fold:
        """Return only the questions of some buckets."""
        found = buckets(self.questions.asked, self.some)
        return self._replace(some=self.some[np.isin(found, wanted)])


def weighed(folds: Sequence[Fold]) -> FloatArray:
    """Return the weights (buckets × models) that do best on the questions of folds of like models.

    A bucket with few questions shares its weights with those that are like it.
    """
    weights = default(folds[0].models)
    for alike in ALIKE:
        parts = [[fold.of([bucket]) for fold in folds] for bucket in alike]
        counts = [sum(len(fold.some) for fold in part) for part in parts]
        if sum(counts) < LEAST:
            continue
        own = [weights[bucket] for bucket in alike]
        # Folds ask mostly the same members over again.
        fewest = FEWEST * len(folds)
        if min(counts) < fewest:
            weights[alike] = _searched([fold.of(alike) for fold in folds], own[-1])
        for bucket, count, part, start in zip(alike, counts, parts, own, strict=True):
            if count >= fewest:
                weights[bucket] = _searched(part, start)
    return weights


def _searched(folds: Sequence[Fold], start: FloatArray) -> FloatArray:
    """Search the weights (models,) that do best on all questions, or on `MOST` of them."""
    found = [_pool(part) for fold in folds for part in _chunks(fold, MOST // len(folds))]
    rivals, right = (np.concatenate(held) for held in zip(*found, strict=True))
    return searched(rivals, right, start)


def _chunks(fold: Fold, most: int) -> Iterator[Fold]:
    """Give at most so many questions of a fold, evenly spread, some at a time."""
    count = min(most, len(fold.some))
    some = fold.some[np.linspace(0, len(fold.some) - 1, count).astype(np.int64)]
    for first in range(0, count, _AT_ONCE):
        yield fold._replace(some=some[first : first + _AT_ONCE])


def _pool(fold: Fold) -> tuple[FloatArray, FloatArray]:
    """Return the scaled scores of each model's best (Q × K × models), and of the answers."""
    models, questions, some = fold
    every = range(len(models))
    found = scored(models, Asked(questions.asked, some), default(models), every)
    count = min(POOL, len(questions.asked.course_ids))
    raw = [scores for scores in found.raw if scores is not None]
    best = [np.argpartition(-scores, count - 1, axis=1)[:, :count] for scores in raw]
    pool = np.sort(np.concatenate(best, axis=1), axis=1)
    scores = np.stack([found.scaled(place, pool) for place in every], axis=-1)
    answers = questions.answers[some][:, np.newaxis]
    scores[pool == answers] = -1.0
    scores[:, 1:][pool[:, 1:] == pool[:, :-1]] = -1.0
    right = np.stack([found.scaled(place, answers)[:, 0] for place in every], axis=-1)
    return scores, right
