"""Chinese words: the one place that knows the segmenters.

Messages are cut by rjieba, which takes about a microsecond; the words that tell most about a
text are found by jieba, with its rarities and our course terms, whenever they are asked for.
"""

from __future__ import annotations

import warnings
from collections import Counter
from functools import cache
from importlib.resources import files
from math import log
from threading import Lock
from typing import TYPE_CHECKING

import rjieba

from core.text.normalise import Prose, prose
from core.text.stopwords import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jieba import Tokenizer

LONGEST = 4096
TERMS = "data/terms.txt"
_lock = Lock()


def words(text: str) -> tuple[str, ...]:
    """Return a text's words in order, normalised, without punctuation, addresses and mentions.

    At most the first 4,096 characters are read. Calls from several threads are safe.
    """
    return tuple([word for word in tokens(prose(text)) if word[0].isalnum()])


def word_spans(prose: str) -> list[tuple[int, int]]:
    """Return where each word and each sign of normalised prose begins and ends, in order."""
    return [(start, end) for _word, start, end in rjieba.tokenize(prose[:LONGEST])]


def tokens(prose: str) -> Sequence[str]:
    """Return each word and each sign of normalised prose in order; together they are all of it.

    A `Prose` remembers them, so that it is cut once however many ask.
    """
    if not isinstance(prose, Prose):
        return _cut(prose)
    if not hasattr(prose, "cut"):
        prose.cut = _cut(prose)
    return prose.cut


def is_word(text: str) -> bool:
    """Tell whether the dictionary holds a word, such as 威信 or 女装."""
    return bool(rjieba.has_word(text))


def keywords(text: str, limit: int = 10) -> tuple[str, ...]:
    """Return the words that tell most about a text by tf-idf, best first, without stop words.

    Course terms such as 矩阵分解 count as one word. The first call loads jieba's dictionary
    (about a second); calls from several threads are safe.
    """
    with _lock:
        tokenizer = _tokenizer()
    cut = tokenizer.lcut(prose(text)[:LONGEST])
    counts = Counter(word for word in cut if word[0].isalnum() and word not in STOP_WORDS)
    rarity, usual = _rarity()
    weight = {word: count * rarity.get(word, usual) for word, count in counts.items()}
    return tuple(sorted(weight, key=lambda word: (-weight[word], word))[:limit])


def _cut(prose: str) -> Sequence[str]:
    found: Sequence[str] = rjieba.cut(prose[:LONGEST])
    return found


@cache
def _tokenizer() -> Tokenizer:
    """Load the dictionary without the segmenter's log lines and its cache in the shared /tmp."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415 - a second and a hundred megabytes, only where needed
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for term in files("core.text").joinpath(TERMS).read_text("utf-8").split():
        tokenizer.add_word(term)
    return tokenizer


@cache
def _rarity() -> tuple[Mapping[str, float], float]:
    """Return each word's inverse document frequency, and the one for a word not listed."""
    lines = files("jieba").joinpath("analyse/idf.txt").read_text("utf-8").splitlines()
    rarity = {word: float(value) for word, _, value in (line.partition(" ") for line in lines)}
    return rarity, max(rarity.values(), default=log(len(lines) + 1))
