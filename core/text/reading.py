"""What is understood of a message, once and before any transaction; it lives in memory only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from core.text.languages import NO_LANGUAGES, Languages, languages_of
from core.text.normalise import Parts, set_apart
from core.text.questions import is_question
from core.text.segment import words
from core.text.thanks import is_thanks
from core.text.topics import topics_of

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
    likeliest = max(negative, neutral, positive)
    label: Label = "positive"
    if likeliest == negative:
        label = "negative"
    elif likeliest == neutral:
        label = "neutral"
    return Sentiment(label, positive - negative, likeliest, negative, neutral, positive)


@dataclass(frozen=True, slots=True)
class Hit:
    """What a moderation rule found, and where in the normalised prose.

    ``entry`` names what of ours it was found by (a list's word, a pattern, a domain), never more
    of what was said; ``score`` is how sure the rule is, from 0 to 1.
    """

    rule: str
    start: int
    end: int
    entry: str = ""
    score: float = 1.0


Screen = Callable[[Parts], tuple[Hit, ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A message read; ``text`` is its normalised prose, and ``length`` counts its characters.

    ``topics`` are keys of the table of topics, ``urls`` the addresses in the message,
    ``mentions`` how many people or channels it names. What was said is not stored,
    and not shown when a reading is logged.
    """

    text: str = field(repr=False)
    length: int
    words: tuple[str, ...] = field(repr=False)
    languages: Languages
    sentiment: Sentiment
    question: bool
    thanks: bool
    topics: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()
    urls: tuple[str, ...] = field(default=(), repr=False)
    mentions: int = 0


NOTHING_READ = Reading("", 0, (), NO_LANGUAGES, NO_SENTIMENT, question=False, thanks=False)


def read(text: str, score: Callable[[str], Sentiment], screen: Screen | None = None) -> Reading:
    """Read a message; ``score`` is a sentiment model's and is given the normalised prose."""
    parts = set_apart(text)
    hits = screen(parts) if screen else ()
    return _reading(parts, hits, score(parts.prose) if parts.prose else NO_SENTIMENT)


def read_many(
    texts: Iterable[str],
    score_many: Callable[[Sequence[str]], Sequence[Sentiment]],
    screen_many: Callable[[Sequence[Parts]], Sequence[tuple[Hit, ...]]],
) -> list[Reading]:
    """Read messages as `read` does, in order.

    Each stage is gone through for all of them, so that a model's tables and a rule's code are
    fetched into the processor's cache once.
    """
    parts = [set_apart(text) for text in texts]
    hits = screen_many(parts)
    feelings = score_many([one.prose for one in parts])
    return [_reading(*one) for one in zip(parts, hits, feelings, strict=True)]


def warm_up() -> None:
    """Load the tables and dictionaries that reading needs, so that the first message need not wait.

    Safe to call from any thread and more than once.
    """
    read("繁體字 :)", lambda _prose: NO_SENTIMENT)


def _reading(parts: Parts, hits: tuple[Hit, ...], sentiment: Sentiment) -> Reading:
    prose = parts.prose
    asks = is_question(prose)
    return Reading(
        text=prose,
        length=len(prose),
        words=words(prose),
        languages=languages_of(prose),
        sentiment=sentiment,
        question=asks,
        thanks=not asks and is_thanks(prose),
        topics=topics_of(parts),
        hits=hits,
        urls=parts.urls,
        mentions=len(parts.mentions),
    )
