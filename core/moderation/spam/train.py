"""Training: from a grammar and a folder of labelled sets to weights, the same every time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from core.hashed_counts import hashed_counts
from core.moderation.spam.corpus import ABUSE, Line, abuse_lines, held_out, rows, spam_lines
from core.moderation.spam.features import BUCKETS, buckets
from core.moderation.spam.model import SpamModel
from core.moderation.spam.weights import Weights
from core.text import set_apart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

RARITY_POWER = 1.0
ROUNDS = 100
TOLERANCE = 1e-4
CALIBRATION_SHARE = 0.05
FALSE_ALARMS = 0.003
SPAM_STRENGTH = 0.02
ABUSE_STRENGTH = 0.5
_TEMPERATURES = np.geomspace(0.2, 5.0, 121)


@dataclass(frozen=True, slots=True)
class Report:
    """What training gave: the weights, and how many lines of each source they came from.

    ``alarm`` is the lowest probability of spam at which no held-out set of everyday chat has
    more false alarms than ``FALSE_ALARMS``; ``recall`` the share of held-out generated spam that
    reaches it.
    """

    weights: Weights
    seed: int
    lines: dict[str, dict[str, int]]
    alarm: float
    recall: float

    @property
    def note(self) -> dict[str, object]:
        """What the manifest tells of the weights' origin."""
        return {
            "seed": self.seed,
            "lines": self.lines,
            "alarm": round(self.alarm, 4),
            "generated_spam_found": round(self.recall, 4),
        }


@dataclass(frozen=True, slots=True)
class _Examples:
    """Rows of features with a yes or no, and their weights."""

    features: csr_matrix
    answers: NDArray[np.bool_]
    weights: NDArray[np.float64]

    def some(self, chosen: NDArray[np.bool_]) -> _Examples:
        return _Examples(self.features[chosen], self.answers[chosen], self.weights[chosen])


@dataclass(frozen=True, slots=True)
class _Head:
    """One fitted question: a weight for each bucket, a bias, a temperature."""

    table: NDArray[np.float64]
    bias: float
    temperature: float


def train(folder: Path, *, seed: int = 1) -> Report:
    """Train both heads; the same folder and seed give the same weights.

    A Refusal names a set that the folder does not hold.
    """
    lines = spam_lines(folder, seed=seed)
    spam, held = _spam_head(lines, seed)
    insults = abuse_lines(folder)
    weights = _weights(spam, _abuse_head(insults, folder))
    model = SpamModel(weights)
    alarm = _alarm({name: _spam_scores(model, t) for name, t in held_out(folder).items()})
    found = _spam_scores(model, [line.text for line in held if line.label]) >= alarm
    counted = {"spam": _counts(lines), "abuse": _counts(insults)}
    return Report(weights, seed, counted, alarm, float(found.mean()))


def _spam_head(lines: Sequence[Line], seed: int) -> tuple[_Head, list[Line]]:
    """Fit the spam head, and return the lines that were held back to calibrate it."""
    examples = _balanced(_examples(lines))
    held = np.random.default_rng(seed).random(len(lines)) < CALIBRATION_SHARE
    head = _fit(examples.some(~held), examples.some(held), SPAM_STRENGTH)
    return head, [line for line, kept in zip(lines, held, strict=True) if kept]


def _spam_scores(model: SpamModel, texts: Sequence[str]) -> NDArray[np.float64]:
    return np.array([model.scores(set_apart(text)).spam for text in texts])


def _abuse_head(lines: Sequence[Line], folder: Path) -> _Head:
    """Fit the abuse head; COLD's development split calibrates it."""
    dev = [Line(ABUSE, r.text, r.label == "off") for r in rows(folder, ABUSE) if r.split == "dev"]
    return _fit(_examples(lines), _examples(dev), ABUSE_STRENGTH)


def _examples(lines: Sequence[Line]) -> _Examples:
    return _Examples(
        _features([line.text for line in lines]),
        np.array([line.label for line in lines]),
        np.array([line.weight for line in lines], dtype=np.float64),
    )


def _balanced(examples: _Examples) -> _Examples:
    """Give spam and ham the same weight together."""
    answers = examples.answers
    ratio = examples.weights[~answers].sum() / examples.weights[answers].sum()
    return _Examples(
        examples.features, answers, np.where(answers, examples.weights * ratio, examples.weights)
    )


def _features(texts: Sequence[str]) -> csr_matrix:
    """Return hashed features, shape (texts, BUCKETS): counts over the root of their number."""
    return hashed_counts([buckets(set_apart(text)) for text in texts], BUCKETS)


def _fit(known: _Examples, held: _Examples, strength: float) -> _Head:
    rarity = _rarity(known.features)
    scaled = (known.features @ diags(rarity)).tocsr()
    regression = LogisticRegression(C=strength, max_iter=ROUNDS, tol=TOLERANCE)
    regression.fit(scaled, known.answers, known.weights)
    table, bias = regression.coef_[0] * rarity, float(regression.intercept_[0])
    return _Head(table, bias, _temperature(held.features @ table + bias, held))


def _rarity(features: csr_matrix) -> NDArray[np.float32]:
    """Return how rare each bucket is, so that common characters must earn their weight."""
    counts = np.bincount(features.indices, minlength=BUCKETS)
    inverse = np.log((features.shape[0] + 1) / (counts + 1)) + 1
    return np.asarray(inverse**RARITY_POWER, dtype=np.float32)


def _temperature(logits: NDArray[np.float64], held: _Examples) -> float:
    """Return the divisor of the logits under which held-out answers are likeliest."""
    signed = np.where(held.answers, logits, -logits)
    losses = [float(held.weights @ np.logaddexp(0, -signed / t)) for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def _alarm(everyday: Mapping[str, NDArray[np.float64]]) -> float:
    """Return the lowest probability at which no set has more false alarms than allowed."""
    return max(float(np.quantile(found, 1 - FALSE_ALARMS)) for found in everyday.values())


def _weights(spam: _Head, abuse: _Head) -> Weights:
    heads = (spam, abuse)
    return Weights(
        np.stack([head.table for head in heads], axis=1).astype(np.float32),
        np.array([head.bias for head in heads], dtype=np.float32),
        np.array([head.temperature for head in heads], dtype=np.float32),
    )


def _counts(lines: Sequence[Line]) -> dict[str, int]:
    names = [line.source for line in lines]
    return {name: names.count(name) for name in sorted(set(names))}
