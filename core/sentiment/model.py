"""The sentiment model: linear heads, a convolution and rules, blended; quick enough for everything.

Two questions are asked of a text: does it feel anything, and is that good? Each part answers
both; how far each is believed depends on which of the training sets the text resembles. What rules
say, and the convolution of both sides of a "but" or a comma, is believed in one way everywhere and
in another the more a text resembles our own course chat. Texts are read many at a time, one behind
the other: a single one costs several times as much, although it is read in fewer steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING, Self

import numpy as np

from core.sentiment.convolution import ConvolutionReader
from core.sentiment.corpus import EMOTIONS
from core.sentiment.features import (
    LONGEST,
    Frames,
    buckets,
    buckets_of_one,
    counts,
    frame,
    frame_one,
    word_buckets,
    word_buckets_of_one,
)
from core.sentiment.hints import HINTS, Hint, hint_pairs, hinted
from core.sentiment.linear import LinearReader
from core.sentiment.views import QUESTIONS, VIEWS, WORD_VIEWS
from core.sentiment.weights import Weights, load
from core.text import prose
from core.text.reading import NO_SENTIMENT, Sentiment, sentiment_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from core.sentiment.corpus import Emotion

    Floats = NDArray[np.float32]

ALARM = 0.74
"""A text is called negative beyond doubt when p(negative) is above this: chosen on held-out texts
so that of a hundred neutral ones at most five are."""
COARSER = np.uint32(3)
"""The six feelings have an eighth of the buckets: they were learned from fewer texts."""
TOGETHER = 4096
"""How many characters are read in one go: what is looked up for them stays within the cache."""

_STYLES_FROM = QUESTIONS + len(EMOTIONS)
_WORDS_FROM = 1 + len(VIEWS)
_LEARNED_FROM = _WORDS_FROM + len(WORD_VIEWS)
SAID = _LEARNED_FROM + _STYLES_FROM
"""How many numbers the parts say of a text, a one before them."""
EMOTION_SIGNALS = SAID + len(EMOTIONS)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What a community's own lines change: each head's logit is multiplied, then shifted."""

    sharpness: tuple[float, float] = (1.0, 1.0)
    shift: tuple[float, float] = (0.0, 0.0)


_ONE = np.ones(1, np.float32)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the parts say of texts, how much each resembles every style in shares of one, and hints.

    The first style is our own course chat.
    """

    said: Floats
    styles: Floats
    hints: Floats
    runs: NDArray[np.uint32]


class SentimentModel:
    """Reads how texts feel: whether they feel anything, and whether that is good."""

    def __init__(self, weights: Weights, adjustment: Adjustment | None = None) -> None:
        """Score with these weights, and as a community's own lines have adjusted them."""
        self._sides, self._words = LinearReader(weights.sides), LinearReader(weights.words)
        self._emotions = LinearReader(weights.emotions)
        self._convolution = ConvolutionReader(weights.convolution)
        blend = _adjusted(weights.blend, adjustment or Adjustment())
        styled = len(blend) - 2 * HINTS
        self._alone = blend[:SAID]
        self._styled = blend[SAID:styled].reshape(-1, SAID * QUESTIONS)
        self._hinted, self._hinted_at_home = np.split(blend[styled:], 2)
        self._hint_pairs = hint_pairs(blend[styled:])
        self._emotion_blend = weights.emotion_blend

    @classmethod
    def load(cls, path: Path, adjustment: Adjustment | None = None) -> Self:
        """Load weights that the manifest beside them vouches for."""
        return cls(load(path), adjustment)

    def score(self, text: str) -> Sentiment:
        """Return how a text feels; a text without letters or signs is neutral, confidence 0."""
        words = prose(text)
        if not words:
            return NO_SENTIMENT
        return _sentiment(*self._logits_of_one(words))

    def score_many(self, texts: Iterable[str]) -> list[Sentiment]:
        """Return how each text feels, in order."""
        proses = [prose(text) for text in texts]
        odds = iter(self.logits([words for words in proses if words]).tolist())
        return [_sentiment(*next(odds)) if words else NO_SENTIMENT for words in proses]

    def emotions(self, text: str) -> dict[Emotion, float]:
        """Return how likely each of the six feelings is; a text without words is neutral."""
        words = prose(text)
        if not words:
            return {one: float(one == "neutral") for one in EMOTIONS}
        logits = (self.emotion_signals([words]) @ self._emotion_blend)[0]
        shares = np.exp(logits - logits.max())
        return dict(zip(EMOTIONS, (shares / shares.sum()).tolist(), strict=True))

    def emotion(self, text: str) -> Emotion:
        """Return the likeliest of the six feelings."""
        shares = self.emotions(text)
        return max(EMOTIONS, key=lambda one: shares[one])

    def logits(self, proses: Sequence[str]) -> Floats:
        """Return the log odds that non-empty proses feel anything, and that this is good.

        Shape (texts, 2).
        """
        read = [self._logits(some) for some in _together(proses)]
        if not read:
            return np.empty((0, QUESTIONS), np.float32)
        return read[0] if len(read) == 1 else np.concatenate(read)

    def signals(self, proses: Sequence[str]) -> Floats:
        """Return what the parts say of non-empty proses: alone, for each style, and the rules.

        Their product with the blend is what ``logits`` returns without an adjustment.
        """
        return np.concatenate([self._signals(frame(some)) for some in _together(proses)])

    def emotion_signals(self, proses: Sequence[str]) -> Floats:
        """Return what the parts say of the six feelings of non-empty proses."""
        return np.concatenate([self._emotion_signals(frame(some)) for some in _together(proses)])

    def _logits_of_one(self, words: str) -> tuple[float, float]:
        """Return what ``logits`` does for one text."""
        points = frame_one(words)
        runs, size = buckets_of_one(points), len(points)
        hint = Hint.of(words[:LONGEST])
        outputs = self._convolution.read_one(points, runs[size : 2 * size - 1], hint.begin)
        learned = outputs[0]
        said = np.concatenate(
            (
                _ONE,
                self._sides.read_one(runs),
                self._words.read_one(word_buckets_of_one(words, runs, size)),
                learned[:_STYLES_FROM],
            )
        )
        styles = np.exp(learned[_STYLES_FROM:])
        styles /= styles.sum()
        believed = (styles @ self._styled).reshape(SAID, QUESTIONS)
        believed += self._alone
        feels, good = (said @ believed).tolist()
        home = float(styles[0])
        values = hint.values(outputs[1:, :QUESTIONS])
        for value, believed_so in zip(values, self._hint_pairs[hint.kind], strict=False):
            if value:
                for_feeling, for_good, more_feeling, more_good = believed_so
                feels += value * (for_feeling + home * more_feeling)
                good += value * (for_good + home * more_good)
        return feels, good

    def _logits(self, proses: Sequence[str]) -> Floats:
        if len(proses) == 1:
            return np.array([self._logits_of_one(proses[0])], np.float32)
        frames = frame(proses)
        seen = self._see(frames)
        believed = (seen.styles @ self._styled).reshape(-1, SAID, QUESTIONS)
        believed += self._alone
        believed *= seen.said[:, :, None]
        logits: Floats = believed.sum(axis=1)
        logits += seen.hints @ self._hinted
        logits += seen.styles[:, :1] * (seen.hints @ self._hinted_at_home)
        return logits

    def _signals(self, frames: Frames) -> Floats:
        seen = self._see(frames)
        weighed = seen.styles[:, :, None] * seen.said[:, None]
        at_home = seen.styles[:, :1] * seen.hints
        return np.hstack((seen.said, weighed.reshape(len(seen.said), -1), seen.hints, at_home))

    def _emotion_signals(self, frames: Frames) -> Floats:
        seen = self._see(frames)
        found = seen.runs >> COARSER
        linear = self._emotions.read(found, frames.starts, counts(frames.lengths))
        return np.hstack((seen.said, linear))

    def _see(self, frames: Frames) -> _Seen:
        runs = buckets(frames)
        words, starts, worded = word_buckets(frames, runs)
        found = [Hint.of(words) for words in frames.proses]
        turns = np.array([one.begin for one in found])
        learned, apart = self._convolution.read(frames, runs, turns)
        said = np.empty((len(starts), SAID), np.float32)
        said[:, 0] = 1
        said[:, 1:_WORDS_FROM] = self._sides.read(runs, frames.starts, counts(frames.lengths))
        said[:, _WORDS_FROM:_LEARNED_FROM] = self._words.read(words, starts, worded)
        said[:, _LEARNED_FROM:] = learned[:, :_STYLES_FROM]
        styles = np.exp(learned[:, _STYLES_FROM:])
        styles /= styles.sum(axis=1, keepdims=True)
        return _Seen(said, styles, hinted(found, apart[..., :QUESTIONS]), runs)


def no_blend(styles: int) -> Floats:
    """Return a blend that believes nothing yet, for so many styles."""
    return np.zeros((SAID * (1 + styles) + 2 * HINTS, QUESTIONS), np.float32)


def _adjusted(blend: Floats, adjustment: Adjustment) -> Floats:
    """Return a blend whose logits are multiplied and shifted; its first row is for the one."""
    adjusted: Floats = blend * np.array(adjustment.sharpness, np.float32)
    adjusted[0] += np.array(adjustment.shift, np.float32)
    return adjusted


def _together(proses: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield some texts at a time, in order."""
    some: list[str] = []
    size = 0
    for words in proses:
        if some and size + len(words) > TOGETHER:
            yield some
            some, size = [], 0
        some.append(words)
        size += len(words)
    if some:
        yield some


def _sentiment(feels: float, good: float) -> Sentiment:
    """Return what the log odds of both questions say."""
    sided, better = _sigmoid(feels), _sigmoid(good)
    return sentiment_of(sided * (1 - better), 1 - sided, sided * better)


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-value)) if value >= 0 else 1 - 1 / (1 + exp(value))
