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
    from core.sentiment.model import SentimentModel
    from core.sentiment.views import View

RARITY_POWER = 1.5
STRENGTH = 0.1
ROUNDS = 150
KEPT = 200_000
"""How many buckets keep a weight in each head; more do not read better."""
WORDS_KEPT = 100_000
EMOTIONS_KEPT = 60_000
UNSEEN, LEAST_EVIDENCE = 1.0, 0.1
"""How often every run counts as seen with either answer, and what one without evidence weighs."""
BLEND_STRENGTH = 0.1
EMOTION_BLEND_STRENGTH = 0.1
USUAL_TOTAL = 900.0
BLEND_TIMES = {COURSE_SET: 3.0, "weibo100k_part_plain": 2.5}
"""Sets whose held-out texts count more often: few, or hard to tell from those of other sets."""
EVENNESS = 0.5
"""How far rare feelings count more than they are frequent: 0 not at all, 1 until all are even."""


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
            weights[:, column] = _fit(some, answers, counted, scale, kept)[:, 0]
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
        weights = _fit(coarse, answers, evened, _rarity(coarse), EMOTIONS_KEPT)
    return Table.of(weights)


def fit_blend(examples: Examples, model: SentimentModel) -> NDArray[np.float32]:
    """Return how far each signal is believed, shape (signals, 2), from held-out examples."""
    held = np.flatnonzero(examples.held_out)
    blend = no_blend(len(examples.sources))
    signals = model.signals([examples.texts[row] for row in held])
    for question in range(QUESTIONS):
        weights = _believed(examples, held, question)
        asked = weights > 0
        answers = examples.answers[held[asked], question]
        if len(np.unique(answers)) < QUESTIONS:
            continue
        regression = LogisticRegression(C=BLEND_STRENGTH, max_iter=1000, fit_intercept=False)
        regression.fit(signals[asked], answers, weights[asked])
        blend[:, question] = regression.coef_[0]
    return blend


def fit_emotion_blend(examples: Examples, model: SentimentModel) -> NDArray[np.float32]:
    """Return how far each signal of the six feelings is believed, from held-out examples."""
    held = np.flatnonzero(examples.held_out & (examples.emotions != UNSAID))
    answers = examples.emotions[held]
    blend = np.zeros((EMOTION_SIGNALS, len(EMOTIONS)), np.float32)
    if len(np.unique(answers)) == len(EMOTIONS):
        signals = model.emotion_signals([examples.texts[row] for row in held])
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
    rows: csr_matrix,
    answers: NDArray[np.int8],
    weights: NDArray[np.float64],
    scale: NDArray[np.float64],
    kept: int,
) -> NDArray[np.float32]:
    """Return weights of shape (buckets, heads); buckets of a large scale are cheaper to use."""
    counts = np.bincount(rows.indices, minlength=rows.shape[1])
    used = np.flatnonzero(counts)
    regression = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-3)
    scaled = (rows[:, used] @ diags(scale[used].astype(np.float32))).tocsr()
    regression.fit(scaled, answers, weights)
    fitted = (regression.coef_ * scale[used]).T.astype(np.float32)
    weight = np.abs(fitted).max(axis=1) * counts[used] ** 0.25
    if kept < len(weight):
        fitted[weight < np.partition(weight, -kept)[-kept]] = 0
    spread = np.zeros((rows.shape[1], fitted.shape[1]), np.float32)
    spread[used] = fitted
    return spread


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


def _evening(answers: NDArray[np.int8]) -> NDArray[np.float64]:
    counts = np.bincount(answers, minlength=len(EMOTIONS)).astype(float)
    return np.asarray((counts.mean() / np.maximum(counts, 1)) ** EVENNESS)[answers]
