"""The sentiment model: two linear heads over hashed characters, fast enough for every message."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, Self

import numpy as np

from core.sentiment.features import buckets
from core.sentiment.weights import Weights, load
from core.text import prose
from core.text.reading import NO_SENTIMENT, Sentiment, sentiment_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class SentimentModel:
    """Reads how a text feels: whether it feels anything, and whether that is good."""

    def __init__(self, weights: Weights) -> None:
        """Score with these weights."""
        self._table = weights.table
        self._bias = (float(weights.bias[0]), float(weights.bias[1]))
        self._sharpness = (1 / float(weights.temperature[0]), 1 / float(weights.temperature[1]))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Load weights that the manifest beside them vouches for."""
        return cls(load(path))

    def score(self, text: str) -> Sentiment:
        """Return how a text feels; a text without letters or signs is neutral, confidence 0."""
        words = prose(text)
        if not words:
            return NO_SENTIMENT
        found = buckets(words)
        sums = self._table.take(found, axis=0).sum(axis=0) / np.sqrt(len(found))
        feels = _sigmoid((float(sums[0]) + self._bias[0]) * self._sharpness[0])
        good = _sigmoid((float(sums[1]) + self._bias[1]) * self._sharpness[1])
        return sentiment_of(feels * (1 - good), 1 - feels, feels * good)

    def score_many(self, texts: Iterable[str]) -> list[Sentiment]:
        """Return how each text feels, in order."""
        return [self.score(text) for text in texts]


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-value)) if value >= 0 else 1 - 1 / (1 + exp(value))
