"""How likely a message is spam, and how likely abuse: two linear heads over one table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from core.moderation.spam.features import BETWEEN, buckets, rows, shortness
from core.moderation.spam.weights import Weights, load
from core.text import set_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.text import Parts

WEIGHTS = Path(__file__).parent / "weights"
FILE = WEIGHTS / "spam.npz"

# Chosen on what was held back from training; docs/moderation-model.md states what they give.
SPAM_ALARM: Final = 0.55
ABUSE_HINT: Final = 0.75
# What training cannot show: most chat is short and next to none of it advertises, while half of
# what is short among the generated lines does. So a few characters must tell the more.
SHORT_PRICE: Final = 6.0


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
        if not _says_something(parts):
            return NOTHING_SAID
        found = buckets(parts)
        each = np.full(len(found), len(found) ** -0.5, np.float32)
        sums = each @ self._table.take(found, axis=0)
        return self._scores(parts, *sums.tolist())

    def scores_many(self, many: Sequence[Parts]) -> list[Scores]:
        """Return what `scores` returns for each of many texts, but for the rounding of sums."""
        if len(many) == 1:
            return [self.scores(many[0])]
        said = [parts for parts in many if _says_something(parts)]
        found = iter(self._sums(said)) if said else iter(())
        return [
            self._scores(parts, *next(found)) if _says_something(parts) else NOTHING_SAID
            for parts in many
        ]

    def _sums(self, many: Sequence[Parts]) -> list[list[float]]:
        hashes, whole, lengths = rows(many)
        values = self._table.take(hashes, axis=0)
        each = np.einsum("prh,pr->ph", values, whole.astype(np.float32))
        starts = np.cumsum(lengths + len(BETWEEN)) - (lengths + len(BETWEEN))
        sums = np.add.reduceat(each, starts, axis=0) / np.sqrt(3 * lengths - 3)[:, None]
        return list(sums.tolist())

    def _scores(self, parts: Parts, spam: float, abuse: float) -> Scores:
        price = SHORT_PRICE * shortness(parts)
        return Scores(
            _sigmoid((spam + self._bias[0]) * self._sharpness[0] - price),
            _sigmoid((abuse + self._bias[1]) * self._sharpness[1]),
        )


def scores(parts: Parts) -> Scores:
    """Return how likely a message is spam and abuse, with its links and mentions in view."""
    return shipped().scores(parts)


def scores_many(many: Sequence[Parts]) -> list[Scores]:
    """Return the scores of many messages, in order and in one go."""
    return shipped().scores_many(many)


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


def _says_something(parts: Parts) -> bool:
    return bool(parts.prose or parts.urls or parts.mentions)


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-value)) if value >= 0 else 1 - 1 / (1 + exp(value))
