"""Fitting the linear heads, and how far each part of the model is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from core.hashed_counts import hashed_counts
from core.sentiment.corpus import COURSE_SET, EMOTIONS
from core.sentiment.examples import UNSAID
from core.sentiment.features import (
    BUCKETS,
    NO_BUCKET,
    NO_WORD_BUCKET,
    WORD_BUCKETS,
    buckets,
    frame,
    word_buckets,
)
from core.sentiment.model import COARSER, EMOTION_SIGNALS, no_blend
from core.sentiment.views import QUESTIONS
from core.sentiment.weights import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from core.sentiment.examples import Examples
    from core.sentiment.views import View

RARITY_POWER = 1.5
ROUNDS, TOLERANCE = 500, 1e-4
"""Enough for heads that were fitted to other texts of the same kind to be as sure as one another:
what is said of unseen texts stands for what the last head will say."""
KEPT = 200_000
"""How many buckets keep a weight in each head; more do not read better."""
WORDS_KEPT = 100_000
EMOTIONS_KEPT = 60_000
UNSEEN, LEAST_EVIDENCE = 1.0, 0.1
"""How often every run counts as seen with either answer, and what one without evidence weighs."""
BLEND_STRENGTH = 0.1
EMOTION_STRENGTH, EMOTION_BLEND_STRENGTH = 0.02, 0.1
USUAL_TOTAL, SMALLNESS = 900.0, 0.25
"""What a set weighs in the blend grows slower than it: 0 would be as fast, 1 not at all."""
BLEND_TIMES = {
    COURSE_SET: 5.0,
    "nlpcc2013": 3.0,
    "smp_usual3": 3.0,
    "waimai": 3.0,
    "weibo100k_part_plain": 5.0,
}
"""Sets whose texts count more often there: few, or hard to tell from those of other sets."""
EVENNESS, EMOTION_BLEND_EVENNESS = 0.5, 0.35
"""How far rare feelings count more than they are frequent: 0 not at all, 1 until all are even."""
DISTRUST = 3
"""How many times over the blend of the six feelings doubts sets that name others; heads do once."""


def hashed(texts: Sequence[str]) -> tuple[csr_matrix, csr_matrix]:
    """Return features of characters and of words: counts over the root of their number.

    Shapes (texts, BUCKETS) and (texts, WORD_BUCKETS).
    """
    characters, words = [], []
    for text in texts:
        frames = frame([text])
        runs = buckets(frames)
        found, *_where = word_buckets(frames, runs)
        characters.append(runs[runs != NO_BUCKET])
        words.append(found[found != NO_WORD_BUCKET])
    return hashed_counts(characters, BUCKETS), hashed_counts(words, WORD_BUCKETS)


def fit_views(
    examples: Examples,
    rows: csr_matrix,
    taught: NDArray[np.int64],
    views: Sequence[View],
    kept: int = KEPT,
) -> Table:
    """Return a head for each view, of so many buckets each."""
    weights = np.zeros((rows.shape[1], len(views)), np.float32)
    for column, view in enumerate(views):
        chosen = taught[examples.weights[taught, view.question] > 0]
        if view.reviews:
            chosen = chosen[examples.reviews[chosen]]
        answers = examples.answers[chosen, view.question]
        if len(np.unique(answers)) == QUESTIONS:
            counted = examples.weights[chosen, view.question]
            some = rows[chosen]
            scale = _evidence(some, answers) if view.evidence else _rarity(some)
            fitted = _fit(some, answers, counted, scale, view.strength)
            weights[:, column] = _strongest(some, fitted, kept)[:, 0]
    return Table.of(weights)


def fit_emotions(examples: Examples, rows: csr_matrix, taught: NDArray[np.int64]) -> Table:
    """Return a head for each of the six feelings, over coarser buckets."""
    weights = np.zeros((BUCKETS >> int(COARSER), len(EMOTIONS)), np.float32)
    chosen = taught[examples.emotions[taught] != UNSAID]
    answers = examples.emotions[chosen]
    if len(np.unique(answers)) == len(EMOTIONS):
        few = rows[chosen]
        coarse = csr_matrix(
            (few.data, few.indices >> int(COARSER), few.indptr), shape=(len(chosen), len(weights))
        )
        coarse.sum_duplicates()
        evened = examples.emotion_weights[chosen] * _evening(answers)
        fitted = _fit(coarse, answers, evened, _rarity(coarse), EMOTION_STRENGTH)
        weights = _strongest(coarse, fitted, EMOTIONS_KEPT)
    return Table.of(weights)


def fit_blend(examples: Examples, signals: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how far each signal is believed, shape (signals, 2).

    ``signals`` are what parts say of the examples that were not taught by these.
    """
    blend = no_blend(len(examples.sources))
    for question in range(QUESTIONS):
        weights = _believed(examples, question)
        asked = weights > 0
        answers = examples.answers[asked, question]
        if len(np.unique(answers)) < QUESTIONS:
            continue
        regression = LogisticRegression(
            C=BLEND_STRENGTH, solver="newton-cholesky", fit_intercept=False
        )
        regression.fit(signals[asked].astype(np.float64), answers, weights[asked])
        blend[:, question] = regression.coef_[0]
    return blend


def fit_emotion_blend(examples: Examples, signals: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how far each signal of the six feelings is believed, shape (emotion signals, 6)."""
    told = np.flatnonzero(examples.emotions != UNSAID)
    answers = examples.emotions[told]
    blend = np.zeros((EMOTION_SIGNALS, len(EMOTIONS)), np.float32)
    if len(np.unique(answers)) == len(EMOTIONS):
        regression = LogisticRegression(
            C=EMOTION_BLEND_STRENGTH, max_iter=1000, fit_intercept=False
        )
        trusted = examples.emotion_weights[told] ** DISTRUST
        evened = trusted * _evening(answers, EMOTION_BLEND_EVENNESS)
        regression.fit(signals[told].astype(np.float64), answers, evened)
        blend = regression.coef_.T.astype(np.float32)
    return blend


def _believed(examples: Examples, head: int) -> NDArray[np.float64]:
    """Return how much each text counts: large sets count less than they are large."""
    weights = np.minimum(examples.weights[:, head], 1.0)
    totals = np.bincount(examples.styles, weights, minlength=len(examples.sources))
    times = np.array([BLEND_TIMES.get(name, 1.0) for name in examples.sources])
    times *= (USUAL_TOTAL / np.maximum(totals, 1.0)) ** SMALLNESS
    return np.asarray(weights * times[examples.styles])


def _fit(
    rows: csr_matrix,
    answers: NDArray[np.int8],
    weights: NDArray[np.float64],
    scale: NDArray[np.float64],
    strength: float,
) -> NDArray[np.float32]:
    """Return weights of shape (buckets, heads); buckets of a large scale are cheaper to use."""
    used = np.flatnonzero(np.bincount(rows.indices, minlength=rows.shape[1]))
    regression = LogisticRegression(C=strength, max_iter=ROUNDS, tol=TOLERANCE)
    scaled = (rows[:, used] @ diags(scale[used].astype(np.float32))).tocsr()
    regression.fit(scaled, answers, weights)
    fitted = np.zeros((rows.shape[1], len(regression.coef_)), np.float32)
    fitted[used] = (regression.coef_ * scale[used]).T
    return fitted


def _strongest(rows: csr_matrix, fitted: NDArray[np.float32], kept: int) -> NDArray[np.float32]:
    """Return the weights with all but those of the buckets that matter most taken away."""
    counts = np.bincount(rows.indices, minlength=rows.shape[1])
    weight = np.abs(fitted).max(axis=1) * counts**0.25
    if kept < np.count_nonzero(weight):
        fitted[weight < np.partition(weight, -kept)[-kept]] = 0
    return fitted


def _rarity(rows: csr_matrix) -> NDArray[np.float64]:
    """Return how rare each bucket is."""
    counts = np.bincount(rows.indices, minlength=rows.shape[1])
    return np.asarray((np.log((rows.shape[0] + 1) / (counts + 1)) + 1) ** RARITY_POWER)


def _evidence(rows: csr_matrix, answers: NDArray[np.int8]) -> NDArray[np.float64]:
    """Return how much oftener each bucket stands in texts of one answer than of the other.

    On the whole it is as large as the rarity, so that both are held back alike.
    """
    counts = np.bincount(rows.indices, minlength=rows.shape[1])
    of_one = np.bincount(rows[answers == 1].indices, minlength=rows.shape[1])
    one, other = (np.log(some / some.sum()) for some in (of_one + UNSEEN, counts - of_one + UNSEEN))
    evidence = np.abs(one - other) + LEAST_EVIDENCE
    by_rarity, by_evidence = ((counts * scale**2).sum() for scale in (_rarity(rows), evidence))
    return np.asarray(evidence * np.sqrt(by_rarity / by_evidence))


def _evening(answers: NDArray[np.int8], evenness: float = EVENNESS) -> NDArray[np.float64]:
    counts = np.bincount(answers, minlength=len(EMOTIONS)).astype(float)
    return np.asarray((counts.mean() / np.maximum(counts, 1)) ** evenness)[answers]
