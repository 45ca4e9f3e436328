"""SnowNLP behind the same interface, for comparison and for those who prefer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.text import prose
from core.text.reading import NO_SENTIMENT, sentiment_of

if TYPE_CHECKING:
    from collections.abc import Iterable

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

    def score_many(self, texts: Iterable[str]) -> list[Sentiment]:
        """Return how each text feels, in order."""
        return [self.score(text) for text in texts]
