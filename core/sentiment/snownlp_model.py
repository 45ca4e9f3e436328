"""SnowNLP behind the same interface, for comparison and for those who prefer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.sentiment.corpus import EMOTIONS
from core.text import prose
from core.text.reading import NO_SENTIMENT, sentiment_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.sentiment.corpus import Emotion
    from core.text import Sentiment


class SnowNlpModel:
    """SnowNLP's review classifier: it knows no neutral texts, so the undecided middle is that."""

    def __init__(self) -> None:
        """Load SnowNLP (two seconds, 400 MB), which is why it is not imported before."""
        from snownlp import SnowNLP  # noqa: PLC0415

        self._read = SnowNLP

    def score(self, text: str) -> Sentiment:
        """Return how a text feels; the neutral share is largest where SnowNLP is undecided."""
        words = prose(text)
        if not words:
            return NO_SENTIMENT
        positive = float(self._read(words).sentiments)
        neutral = 1 - abs(2 * positive - 1)
        return sentiment_of((1 - neutral) * (1 - positive), neutral, (1 - neutral) * positive)

    def emotions(self, text: str) -> dict[Emotion, float]:
        """Return shares of happy, neutral and sad: SnowNLP tells only good from bad."""
        read = self.score(text)
        told: dict[Emotion, float] = {
            "happy": read.positive,
            "neutral": read.neutral,
            "sad": read.negative,
        }
        return {one: told.get(one, 0.0) for one in EMOTIONS}

    def emotion(self, text: str) -> Emotion:
        """Return the likeliest of the feelings that SnowNLP can tell."""
        shares = self.emotions(text)
        return max(EMOTIONS, key=lambda one: shares[one])

    def score_many(self, texts: Iterable[str]) -> list[Sentiment]:
        """Return how each text feels, in order."""
        return [self.score(text) for text in texts]
