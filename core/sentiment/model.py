"""The sentiment model: linear heads, a convolution and rules, blended; quick enough for everything.

Two questions are asked of a text: does it feel anything, and is that good? Each part answers
both; how far each is believed depends on which of the training sets the text resembles.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING, Self

import numpy as np

from core.sentiment.companding import expander
from core.sentiment.convolution import ConvolutionReader
from core.sentiment.corpus import EMOTIONS
from core.sentiment.features import buckets, points
from core.sentiment.rules import RULES, rules
from core.sentiment.weights import Weights, load
from core.text import prose
from core.text.reading import NO_SENTIMENT, Sentiment, sentiment_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from core.sentiment.corpus import Emotion
    from core.sentiment.weights import Table

ALARM = 0.74
"""A text is called negative beyond doubt when p(negative) is above this: chosen on held-out texts
so that of a hundred neutral ones at most five are."""
HEADS = 2
COARSER = np.uint32(4)
"""The six feelings have a sixteenth of the buckets: they were learned from fewer texts."""

_STYLES_FROM = HEADS + len(EMOTIONS)
_SAID = 1 + 2 * HEADS
_ONE = np.ones(1, np.float32)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What a community's own lines change: each head's logit is multiplied, then shifted."""

    sharpness: tuple[float, float] = (1.0, 1.0)
    shift: tuple[float, float] = (0.0, 0.0)


class LinearReader:
    """Linear heads over buckets, ready to read."""

    def __init__(self, table: Table) -> None:
        """Keep the codes as they are, and look their values up while reading."""
        self._codes = table.codes.view(np.uint8)
        self._values = expander(1.0)
        self._largest = table.largest

    def read(self, found: NDArray[np.uint32]) -> NDArray[np.float32]:
        """Return each head's answer for a text's buckets; the blend adds the bias."""
        values = self._values.take(self._codes.take(found, axis=0))
        each = np.full(len(found), len(found) ** -0.5, np.float32)
        answers: NDArray[np.float32] = each @ values * self._largest
        return answers


class SentimentModel:
    """Reads how a text feels: whether it feels anything, and whether that is good."""

    def __init__(self, weights: Weights, adjustment: Adjustment | None = None) -> None:
        """Score with these weights, and as a community's own lines have adjusted them."""
        self._sides, self._emotions = LinearReader(weights.sides), LinearReader(weights.emotions)
        self._convolution = ConvolutionReader(weights.convolution)
        self._alone, self._styled, self._ruled = _parted(weights.blend)
        self._emotion_blend = weights.emotion_blend
        self._adjustment = adjustment or Adjustment()

    @classmethod
    def load(cls, path: Path, adjustment: Adjustment | None = None) -> Self:
        """Load weights that the manifest beside them vouches for."""
        return cls(load(path), adjustment)

    def score(self, text: str) -> Sentiment:
        """Return how a text feels; a text without letters or signs is neutral, confidence 0."""
        words = prose(text)
        if not words:
            return NO_SENTIMENT
        logits = self.logits(words)
        feels, good = _sigmoid(logits[0]), _sigmoid(logits[1])
        return sentiment_of(feels * (1 - good), 1 - feels, feels * good)

    def score_many(self, texts: Iterable[str]) -> list[Sentiment]:
        """Return how each text feels, in order."""
        return [self.score(text) for text in texts]

    def emotions(self, text: str) -> dict[Emotion, float]:
        """Return how likely each of the six feelings is; a text without words is neutral."""
        words = prose(text)
        if not words:
            return {one: float(one == "neutral") for one in EMOTIONS}
        logits = self.emotion_signals(words) @ self._emotion_blend
        shares = np.exp(logits - logits.max())
        return dict(zip(EMOTIONS, (shares / shares.sum()).tolist(), strict=True))

    def emotion(self, text: str) -> Emotion:
        """Return the likeliest of the six feelings."""
        shares = self.emotions(text)
        return max(EMOTIONS, key=lambda one: shares[one])

    def logits(self, words: str) -> tuple[float, float]:
        """Return the log odds that non-empty prose feels anything, and that this is good."""
        said, styles = self._said(words)
        styled = styles @ self._styled
        believed = self._alone + (styled[:-1] / styled[-1]).reshape(_SAID, HEADS)
        feels, good = (said @ believed).tolist()
        for value, (for_feeling, for_good) in zip(rules(words), self._ruled, strict=True):
            if value:
                feels += value * for_feeling
                good += value * for_good
        sharpness, shift = self._adjustment.sharpness, self._adjustment.shift
        return feels * sharpness[0] + shift[0], good * sharpness[1] + shift[1]

    def signals(self, words: str) -> NDArray[np.float32]:
        """Return what the parts say of non-empty prose: alone, for each style, and the rules.

        Their product with the blend is what ``logits`` returns without an adjustment.
        """
        said, styles = self._said(words)
        weighed = np.outer(styles / styles.sum(), said).ravel()
        return np.concatenate((said, weighed, rules(words)), dtype=np.float32)

    def _said(self, words: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return a one with the parts' answers, and how much the text resembles each style.

        The latter are in proportion, and do not sum to one.
        """
        framed = points(words)
        found = buckets(framed)
        seen = self._convolution.read(framed, found)
        said = np.ones(_SAID, np.float32)
        said[1 : 1 + HEADS] = self._sides.read(found)
        said[1 + HEADS :] = seen[:HEADS]
        return said, np.exp(seen[_STYLES_FROM:])

    def emotion_signals(self, words: str) -> NDArray[np.float32]:
        """Return what the parts say of the six feelings of non-empty prose, after a one."""
        framed = points(words)
        found = buckets(framed)
        linear = self._emotions.read(found >> COARSER)
        seen = self._convolution.read(framed, found)[HEADS:_STYLES_FROM]
        return np.concatenate((_ONE, linear, seen))


def no_blend(styles: int) -> NDArray[np.float32]:
    """Return a blend that believes nothing yet, for so many styles."""
    return np.zeros((_SAID * (1 + styles) + RULES, HEADS), np.float32)


def _parted(
    blend: NDArray[np.float32],
) -> tuple[NDArray[np.float32], NDArray[np.float32], list[tuple[float, float]]]:
    """Return the parts of a blend: for each answer, for each answer by style, for each rule.

    The middle one has a last column of ones, which sums the styles up.
    """
    styled = blend[_SAID : len(blend) - RULES].reshape(-1, _SAID * HEADS)
    summing = np.ones((len(styled), 1), np.float32)
    ruled = [(float(feels), float(good)) for feels, good in blend[len(blend) - RULES :]]
    return blend[:_SAID], np.hstack((styled, summing)), ruled


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-value)) if value >= 0 else 1 - 1 / (1 + exp(value))
