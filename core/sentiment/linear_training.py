"""Fitting the linear heads, and how far each part of the model is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from core.sentiment.corpus import COURSE_SET, EMOTIONS
from core.sentiment.examples import UNSAID
from core.sentiment.features import BUCKETS, buckets, points
from core.sentiment.model import COARSER, HEADS
from core.sentiment.weights import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from core.sentiment.examples import Examples
    from core.sentiment.model import SentimentModel

RARITY_POWER = 1.5
STRENGTH = 0.1
ROUNDS = 150
KEPT = 400_000
"""How many buckets keep a weight in each head; more do not read better."""
EMOTIONS_KEPT = 60_000
BLEND_STRENGTH = 0.1
EMOTION_BLEND_STRENGTH = 0.03
USUAL_TOTAL = 900.0
BLEND_TIMES = {COURSE_SET: 3.0, "weibo100k_part_plain": 2.5}
"""Sets whose held-out texts count more often: few, or hard to tell from those of other sets."""
EVENNESS = 0.5
"""How far rare feelings count more than they are frequent: 0 not at all, 1 until all are even."""


def hashed(texts: Sequence[str]) -> csr_matrix:
    """Return features, shape (texts, BUCKETS): counts over the root of their number."""
    found = [buckets(points(text)) for text in texts]
    lengths = np.array([len(row) for row in found])
    ends = np.concatenate(([0], np.cumsum(lengths)))
    values = np.repeat(1 / np.sqrt(lengths), lengths).astype(np.float32)
    matrix = csr_matrix(
        (values, np.concatenate(found).astype(np.int32), ends), shape=(len(texts), BUCKETS)
    )
    matrix.sum_duplicates()
    return matrix


def fit_sides(examples: Examples, rows: csr_matrix, taught: NDArray[np.int64]) -> Table:
    """Return the heads "does it feel anything?" and "is that good?"."""
    weights = np.zeros((BUCKETS, HEADS), np.float32)
    for head in range(HEADS):
        chosen = taught[examples.weights[taught, head] > 0]
        answers = examples.answers[chosen, head]
        if len(np.unique(answers)) == HEADS:
            fitted = _fit(rows[chosen], answers, examples.weights[chosen, head])
            weights[:, head] = fitted[:, 0]
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
        weights = _fit(coarse, answers, evened, EMOTIONS_KEPT)
    return Table.of(weights)


def fit_blend(examples: Examples, model: SentimentModel) -> NDArray[np.float32]:
    """Return how far each signal is believed, shape (signals, HEADS), from held-out examples."""
    held = np.flatnonzero(examples.held_out)
    signals = np.stack([model.signals(examples.texts[row]) for row in held])
    blend = np.zeros((signals.shape[1], HEADS), np.float32)
    for head in range(HEADS):
        weights = _believed(examples, held, head)
        asked = weights > 0
        answers = examples.answers[held[asked], head]
        if len(np.unique(answers)) < HEADS:
            continue
        regression = LogisticRegression(C=BLEND_STRENGTH, max_iter=1000, fit_intercept=False)
        regression.fit(signals[asked], answers, weights[asked])
        blend[:, head] = regression.coef_[0]
    return blend


def fit_emotion_blend(examples: Examples, model: SentimentModel) -> NDArray[np.float32]:
    """Return how far each signal of the six feelings is believed, from held-out examples."""
    held = np.flatnonzero(examples.held_out & (examples.emotions != UNSAID))
    answers = examples.emotions[held]
    blend = np.zeros((1 + 2 * len(EMOTIONS), len(EMOTIONS)), np.float32)
    if len(np.unique(answers)) == len(EMOTIONS):
        signals = np.stack([model.emotion_signals(examples.texts[row]) for row in held])
        regression = LogisticRegression(
            C=EMOTION_BLEND_STRENGTH, max_iter=1000, fit_intercept=False
        )
        evened = examples.emotion_weights[held] * _evening(answers)
        blend = regression.fit(signals, answers, evened).coef_.T.astype(np.float32)
    return blend


def _believed(examples: Examples, held: NDArray[np.int64], head: int) -> NDArray[np.float64]:
    """Return how much each held-out text counts: large sets count less than they are large."""
    weights = np.minimum(examples.weights[held, head], 1.0)
    totals = np.bincount(examples.styles[held], weights, minlength=len(examples.sources))
    times = np.array([BLEND_TIMES.get(name, 1.0) for name in examples.sources])
    times *= np.sqrt(USUAL_TOTAL / np.maximum(totals, 1.0))
    return np.asarray(weights * times[examples.styles[held]])


def _fit(
    rows: csr_matrix, answers: NDArray[np.int8], weights: NDArray[np.float64], kept: int = KEPT
) -> NDArray[np.float32]:
    """Return weights of shape (buckets, heads); rare buckets are cheaper to use."""
    counts = np.bincount(rows.indices, minlength=rows.shape[1])
    used = np.flatnonzero(counts)
    rarity = (np.log((rows.shape[0] + 1) / (counts[used] + 1)) + 1) ** RARITY_POWER
    regression = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-3)
    scaled = (rows[:, used] @ diags(rarity.astype(np.float32))).tocsr()
    regression.fit(scaled, answers, weights)
    fitted = (regression.coef_ * rarity).T.astype(np.float32)
    weight = np.abs(fitted).max(axis=1) * counts[used] ** 0.25
    if kept < len(weight):
        fitted[weight < np.partition(weight, -kept)[-kept]] = 0
    spread = np.zeros((rows.shape[1], fitted.shape[1]), np.float32)
    spread[used] = fitted
    return spread


def _evening(answers: NDArray[np.int8]) -> NDArray[np.float64]:
    counts = np.bincount(answers, minlength=len(EMOTIONS)).astype(float)
    return np.asarray((counts.mean() / np.maximum(counts, 1)) ** EVENNESS)[answers]
