"""Fitting the model's sureness to a community's own lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from core.refusal import Refusal
from core.sentiment.calibration import Calibration, Measured
from core.sentiment.model import Adjustment
from core.text import prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from core.sentiment.labels import Labelled
    from core.sentiment.model import SentimentModel

FEWEST_LINES = 30
FOLDS = 5
CAUTION = 2.0
"""How many lines' worth of belief there is in the model as it was."""

_LABELS = ("negative", "neutral", "positive")


def calibrate(model: SentimentModel, lines: Sequence[Labelled]) -> Calibration:
    """Fit each head's sharpness and shift to a community's lines.

    ``model`` reads without adjustment. A Refusal when there are fewer than 30 lines that
    say anything.
    """
    read = [(prose(line.text), _LABELS.index(line.label)) for line in lines]
    told = [(words, label) for words, label in read if words]
    if len(told) < FEWEST_LINES:
        raise Refusal(
            "只有 {count} 条有文字的标注，至少要 {fewest} 条才能校准。",
            count=len(told),
            fewest=FEWEST_LINES,
        )
    logits = model.logits([words for words, _label in told]).astype(np.float64)
    labels = np.array([label for _words, label in told])
    unseen = np.empty((len(told), len(_LABELS)))
    for fold in range(FOLDS):
        left_out = np.arange(len(told)) % FOLDS == fold
        unseen[left_out] = _shares(logits[left_out], _fit(logits[~left_out], labels[~left_out]))
    return Calibration(
        _fit(logits, labels),
        len(told),
        _measure(_shares(logits, Adjustment()), labels),
        _measure(unseen, labels),
    )


def _fit(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> Adjustment:
    """Return the likeliest adjustment, with some doubt of any change."""

    def surprise(change: NDArray[np.float64]) -> float:
        adjusted = logits * np.exp(change[:2]) + change[2:]
        feels, good = adjusted.T
        said = np.where(labels == 1, -feels, feels)
        sided = np.where(labels == 2, good, -good)  # noqa: PLR2004 - the third label is positive
        loss = np.logaddexp(0, -said).sum() + np.logaddexp(0, -sided)[labels != 1].sum()
        return float(loss + CAUTION * (change**2).sum())

    change = minimize(surprise, np.zeros(4), method="L-BFGS-B").x
    sharpness = np.exp(change[:2])
    return Adjustment(
        (round(float(sharpness[0]), 4), round(float(sharpness[1]), 4)),
        (round(float(change[2]), 4), round(float(change[3]), 4)),
    )


def _shares(logits: NDArray[np.float64], adjustment: Adjustment) -> NDArray[np.float64]:
    """Return the probabilities of the three labels, shape (lines, 3)."""
    adjusted = logits * np.array(adjustment.sharpness) + np.array(adjustment.shift)
    feels, good = (1 / (1 + np.exp(-np.clip(adjusted, -30, 30)))).T
    return np.stack((feels * (1 - good), 1 - feels, feels * good), axis=1)


def _measure(shares: NDArray[np.float64], labels: NDArray[np.int64]) -> Measured:
    wrong = (shares.argmax(axis=1) != labels).mean()
    likely = shares[np.arange(len(labels)), labels]
    return Measured(round(float(wrong), 4), round(float(-np.log(likely).mean()), 4))
