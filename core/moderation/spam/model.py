"""How likely a message is spam, and how likely abuse: two linear heads over one table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from core.moderation.spam.features import buckets
from core.moderation.spam.weights import Weights, load
from core.text import set_apart

if TYPE_CHECKING:
    from core.text import Parts

WEIGHTS = Path(__file__).parent / "weights"
FILE = WEIGHTS / "spam.npz"

# Chosen on what was held back from training; docs/moderation-model.md states what they give.
SPAM_ALARM: Final = 0.95
ABUSE_HINT: Final = 0.75


@dataclass(frozen=True, slots=True)
class Scores:
    """How likely a message is spam, and how likely it insults: probabilities from 0 to 1."""

    spam: float
    abuse: float


NOTHING_SAID = Scores(0.0, 0.0)


class SpamModel:
    """Reads whether a message advertises, and whether it insults."""

    def __init__(self, weights: Weights) -> None:
        """Score with these weights."""
        self._table = weights.table
        self._bias = (float(weights.bias[0]), float(weights.bias[1]))
        self._sharpness = (1 / float(weights.temperature[0]), 1 / float(weights.temperature[1]))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Load weights that the manifest beside them vouches for."""
        return cls(load(path))

    def scores(self, parts: Parts) -> Scores:
        """Return both scores of a text taken apart; one without words, links and names has none."""
        if not (parts.prose or parts.urls or parts.mentions):
            return NOTHING_SAID
        found = buckets(parts)
        sums = self._table.take(found, axis=0).sum(axis=0) / np.sqrt(len(found))
        return Scores(
            _sigmoid((float(sums[0]) + self._bias[0]) * self._sharpness[0]),
            _sigmoid((float(sums[1]) + self._bias[1]) * self._sharpness[1]),
        )


def scores(parts: Parts) -> Scores:
    """Return how likely a message is spam and abuse, with its links and mentions in view."""
    return shipped().scores(parts)


def spam_score(prose: str) -> float:
    """Return how likely words alone are spam; ``scores`` sees links and mentions too."""
    return scores(set_apart(prose)).spam


def abuse_score(prose: str) -> float:
    """Return how likely words are an insult. It is a hint to people and never decides."""
    return scores(set_apart(prose)).abuse


@cache
def shipped() -> SpamModel:
    """Return the model whose weights come with the product; it is loaded once."""
    return SpamModel.load(FILE)


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-value)) if value >= 0 else 1 - 1 / (1 + exp(value))
