"""The measures: accuracy over two classes, macro-F1, calibration error, alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import f1_score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from benchmarks.sentiment.texts import Row
    from core.text import Sentiment

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

Figures = dict[str, float]

LABELS = ("negative", "neutral", "positive")
BINS = 10
DRAWS = 200
MIDDLE = 0.5
EPSILON = 1e-9


def figures(rows: Sequence[Row], read: Sequence[Sentiment], alarm: float) -> Figures:
    """Return everything measured of a model's readings of one set.

    Where a set has neutral rows, macro-F1 and the calibration error are over three classes, and
    the alarms are those with p(negative) above ``alarm``; elsewhere the neutral share is left out.
    """
    labels = np.array([row.label for row in rows])
    found = {"accuracy": two_class_accuracy(rows, [one.score for one in read])}
    sided = labels != "neutral"
    if sided.all():
        return _rounded(found | _calibration(*_two_sided(read, labels)))
    guesses = np.array([one.label for one in read])
    sure = np.array([one.confidence for one in read])
    raised = np.array([one.negative > alarm for one in read])
    found |= {
        "accuracy_3": float((guesses == labels).mean()),
        "macro_f1": float(f1_score(labels, guesses, labels=LABELS, average="macro")),
        "neutral_alarms": float(raised[~sided].mean()),
        "negative_alarms": float(raised[labels == "negative"].mean()),
    }
    return _rounded(found | _calibration(sure, guesses == labels))


def two_class_accuracy(rows: Sequence[Row], scores: Sequence[float]) -> float:
    """Return the share of the rows that take a side whose score has that sign.

    A score of exactly zero takes no side and counts as half right, as a coin would be.
    """
    pairs = zip(rows, scores, strict=True)
    signs = [
        np.sign(score) * (1 if row.label == "positive" else -1)
        for row, score in pairs
        if row.label != "neutral"
    ]
    return float((np.mean(signs) + 1) / 2)


def macro_f1(labels: Sequence[str], guesses: Sequence[str]) -> float:
    """Return the F1 averaged over every class that the labels know."""
    known = sorted(set(labels))
    return float(f1_score(labels, guesses, labels=known, average="macro"))


def calibration_error(sure: Floats, right: Bools) -> float:
    """Return the expected gap between confidence and accuracy over ten equal bins."""
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, sure - right, minlength=BINS)
    return float(np.abs(gaps).sum() / len(sure))


def _calibration(sure: Floats, right: Bools) -> Figures:
    """Return the calibration error, and what a perfect model's would be on as many rows."""
    generator = np.random.default_rng(0)
    draws = [calibration_error(sure, generator.random(len(sure)) < sure) for _ in range(DRAWS)]
    return {
        "calibration_error": calibration_error(sure, right),
        "calibration_error_of_a_perfect_model": float(np.mean(draws)),
    }


def _two_sided(read: Sequence[Sentiment], labels: NDArray[np.str_]) -> tuple[Floats, Bools]:
    sides = np.array([(one.positive, one.negative) for one in read]) + EPSILON
    positive = sides[:, 0] / sides.sum(axis=1)
    sure = np.maximum(positive, 1 - positive)
    return sure, (positive > MIDDLE) == (labels == "positive")


def _rounded(found: Figures) -> Figures:
    return {name: round(value, 4) for name, value in found.items()}
