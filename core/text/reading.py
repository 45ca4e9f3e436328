"""What is understood of a message: numbers and flags, and nothing of its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from core.text.normalise import prose
from core.text.questions import is_question
from core.text.thanks import is_thanks

if TYPE_CHECKING:
    from collections.abc import Callable

Label = Literal["negative", "neutral", "positive"]


@dataclass(frozen=True, slots=True)
class Sentiment:
    """How a text feels: three probabilities that sum to one, and what follows from them.

    ``label`` is the likeliest of the three and ``confidence`` its probability (0 when nothing
    could be read); ``score`` is positive minus negative, from -1 to 1.
    """

    label: Label
    score: float
    confidence: float
    negative: float
    neutral: float
    positive: float


NO_SENTIMENT = Sentiment("neutral", 0.0, 0.0, 0.0, 1.0, 0.0)


def sentiment_of(negative: float, neutral: float, positive: float) -> Sentiment:
    """Return the sentiment that three probabilities give."""
    shares: dict[Label, float] = {"negative": negative, "neutral": neutral, "positive": positive}
    label = max(shares, key=lambda name: shares[name])
    return Sentiment(label, positive - negative, shares[label], negative, neutral, positive)


@dataclass(frozen=True, slots=True)
class Reading:
    """A message read once, before any transaction; ``length`` counts characters of prose."""

    length: int
    sentiment: Sentiment
    question: bool
    thanks: bool


NOTHING_READ = Reading(0, NO_SENTIMENT, question=False, thanks=False)


def read(text: str, score: Callable[[str], Sentiment]) -> Reading:
    """Read a message; ``score`` is a sentiment model's and is given the whole text."""
    words = prose(text)
    if not words:
        return NOTHING_READ
    return Reading(len(words), score(text), is_question(words), is_thanks(words))
