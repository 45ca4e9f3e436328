"""Training: from a folder of labelled sets to weights, with nothing of any test split seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from core.sentiment.corpus import Line, for_training, permissive_sources, read_lines
from core.sentiment.features import BUCKETS, buckets
from core.sentiment.model import SentimentModel
from core.sentiment.weights import Weights
from core.text import prose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

Sets = Literal["default", "permissive"]

MEASURED_SET = "smp_usual3"
RARITY_POWER = 1.5
STRENGTH = 0.1
ROUNDS = 150
CALIBRATION_SHARE = 0.05
_TEMPERATURES = np.geomspace(0.3, 3.0, 93)


@dataclass(frozen=True, slots=True)
class Report:
    """What training gave: the weights, how many lines of each set they came from, how good.

    ``accuracy`` is the share of right labels among three on the test split of one set.
    """

    weights: Weights
    sets: Sets
    seed: int
    lines: dict[str, int]
    measured_rows: int
    accuracy: float

    @property
    def note(self) -> dict[str, object]:
        """What the manifest tells of the weights' origin."""
        return {
            "sets": self.sets,
            "seed": self.seed,
            "lines": self.lines,
            "measured": {
                "set": MEASURED_SET,
                "rows": self.measured_rows,
                "accuracy": round(self.accuracy, 4),
            },
        }


@dataclass(frozen=True, slots=True)
class _Examples:
    """Rows of features with a yes or no, their weights, and which of them calibrate."""

    features: csr_matrix
    answers: NDArray[np.bool_]
    weights: NDArray[np.float64]
    calibrating: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Head:
    """One fitted question: a weight for each bucket, a bias, a temperature."""

    table: NDArray[np.float64]
    bias: float
    temperature: float


def train(folder: Path, *, seed: int = 1, sets: Sets = "default") -> Report:
    """Train both heads; the same folder and seed give the same weights.

    "permissive" uses only the sets whose repositories state a permissive licence, and our own.
    DataMissingError names a set that the folder does not hold.
    """
    everything = list(read_lines(folder))
    lines = for_training(everything)
    if sets == "permissive":
        allowed = permissive_sources()
        lines = [line for line in lines if line.source in allowed]
    rows = _rows([line.text for line in lines])
    calibrating = np.random.default_rng(seed).random(len(lines)) < CALIBRATION_SHARE
    feeling = _fit(_examples(lines, rows, calibrating, feeling=True))
    polarity = _fit(_examples(lines, rows, calibrating, feeling=False))
    weights = _weights(feeling, polarity)
    tested = [line for line in everything if line.test and line.source == MEASURED_SET]
    return Report(weights, sets, seed, _counts(lines), len(tested), _accuracy(weights, tested))


def _rows(texts: Sequence[str]) -> csr_matrix:
    """Return hashed features, shape (texts, BUCKETS): counts over the root of their number."""
    found = [buckets(prose(text)) for text in texts]
    lengths = np.array([len(row) for row in found])
    ends = np.concatenate(([0], np.cumsum(lengths)))
    values = np.repeat(1 / np.sqrt(lengths), lengths).astype(np.float32)
    columns = np.concatenate(found).astype(np.int32)
    matrix = csr_matrix((values, columns, ends), shape=(len(texts), BUCKETS))
    matrix.sum_duplicates()
    return matrix


def _examples(
    lines: Sequence[Line], rows: csr_matrix, calibrating: NDArray[np.bool_], *, feeling: bool
) -> _Examples:
    """Return the rows that answer one question: "does it feel?" or "is it positive?"."""
    labels = np.array([line.label for line in lines])
    weights = np.array([line.feeling if feeling else line.polarity for line in lines])
    usable = weights > 0
    if not feeling:
        usable &= labels != "neutral"
    answers = labels != "neutral" if feeling else labels == "positive"
    return _Examples(rows[usable], answers[usable], weights[usable], calibrating[usable])


def _fit(examples: _Examples) -> _Head:
    rarity = _rarity(examples.features)
    scaled = (examples.features @ diags(rarity)).tocsr()
    known = ~examples.calibrating
    regression = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-3)
    regression.fit(scaled[known], examples.answers[known], examples.weights[known])
    logits = regression.decision_function(scaled[examples.calibrating])
    temperature = _temperature(
        logits, examples.answers[examples.calibrating], examples.weights[examples.calibrating]
    )
    return _Head(regression.coef_[0] * rarity, float(regression.intercept_[0]), temperature)


def _rarity(rows: csr_matrix) -> NDArray[np.float32]:
    """Return how rare each bucket is, so that common characters must earn their weight."""
    counts = np.bincount(rows.indices, minlength=BUCKETS)
    inverse = np.log((rows.shape[0] + 1) / (counts + 1)) + 1
    return np.asarray(inverse**RARITY_POWER, dtype=np.float32)


def _temperature(
    logits: NDArray[np.float64], answers: NDArray[np.bool_], weights: NDArray[np.float64]
) -> float:
    """Return the divisor of the logits under which held-out answers are likeliest."""
    signed = np.where(answers, logits, -logits)
    losses = [float(weights @ np.logaddexp(0, -signed / t)) for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def _weights(feeling: _Head, polarity: _Head) -> Weights:
    heads = (feeling, polarity)
    return Weights(
        np.stack([head.table for head in heads], axis=1).astype(np.float32),
        np.array([head.bias for head in heads], dtype=np.float32),
        np.array([head.temperature for head in heads], dtype=np.float32),
    )


def _accuracy(weights: Weights, tested: Sequence[Line]) -> float:
    read = SentimentModel(weights).score_many(line.text for line in tested)
    right = [one.label == line.label for one, line in zip(read, tested, strict=True)]
    return sum(right) / len(right)


def _counts(lines: Sequence[Line]) -> dict[str, int]:
    names = [line.source for line in lines]
    return {name: names.count(name) for name in sorted(set(names))}
