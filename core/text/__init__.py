"""Chinese text: one written form, words, and a reading that keeps numbers only."""

from core.text.normalise import Parts, letters, normalise, prose, set_apart
from core.text.reading import NOTHING_READ, Reading, Sentiment, read
from core.text.segment import keywords, warm_up, words

__all__ = [
    "NOTHING_READ",
    "Parts",
    "Reading",
    "Sentiment",
    "keywords",
    "letters",
    "normalise",
    "prose",
    "read",
    "set_apart",
    "warm_up",
    "words",
]
