"""Chinese text: one written form, words, and a reading that lives in memory only."""

from core.text.languages import Languages
from core.text.normalise import Parts, Prose, letters, normalise, prose, set_apart
from core.text.reading import (
    NOTHING_READ,
    Hit,
    Reading,
    Screen,
    Sentiment,
    read,
    read_many,
    warm_up,
)
from core.text.segment import is_word, keywords, tokens, word_spans, words
from core.text.topics import TOPICS, topic_title

__all__ = [
    "NOTHING_READ",
    "TOPICS",
    "Hit",
    "Languages",
    "Parts",
    "Prose",
    "Reading",
    "Screen",
    "Sentiment",
    "is_word",
    "keywords",
    "letters",
    "normalise",
    "prose",
    "read",
    "read_many",
    "set_apart",
    "tokens",
    "topic_title",
    "warm_up",
    "word_spans",
    "words",
]
