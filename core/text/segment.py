"""Chinese words: the one place that knows the segmenter."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from functools import cache
from importlib.resources import files
from math import log
from threading import Lock
from typing import TYPE_CHECKING

from core.text.normalise import prose
from core.text.stopwords import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jieba import Tokenizer

LONGEST = 4096
_WORD = re.compile(r"\w")
_lock = Lock()


def words(text: str) -> tuple[str, ...]:
    """Return a text's words in order, normalised, without punctuation, addresses and mentions.

    At most the first 4,096 characters are read. The first call loads the dictionary (about a
    second); calls from several threads are safe.
    """
    cut = _tokenizer().lcut(prose(text)[:LONGEST])
    return tuple(word for word in cut if _WORD.match(word))


def keywords(text: str, limit: int = 10) -> tuple[str, ...]:
    """Return the words that tell most about a text by tf-idf, best first, without stop words."""
    counts = Counter(word for word in words(text) if word not in STOP_WORDS)
    rarity, usual = _rarity()
    weight = {word: count * rarity.get(word, usual) for word, count in counts.items()}
    return tuple(sorted(weight, key=lambda word: (-weight[word], word))[:limit])


def warm_up() -> None:
    """Load the dictionary now, so that the first text need not wait for it.

    Safe to call from any thread and more than once: whoever asks for words meanwhile waits for
    this load, and nothing is loaded twice.
    """
    _tokenizer()


def _tokenizer() -> Tokenizer:
    with _lock:
        return _load_tokenizer()


@cache
def _load_tokenizer() -> Tokenizer:
    """Load the dictionary without the segmenter's log lines and its cache in the shared /tmp."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415 - loading is lazy by intention
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


@cache
def _rarity() -> tuple[Mapping[str, float], float]:
    """Return each word's inverse document frequency, and the one for a word not listed."""
    lines = files("jieba").joinpath("analyse/idf.txt").read_text("utf-8").splitlines()
    rarity = {word: float(value) for word, _, value in (line.partition(" ") for line in lines)}
    return rarity, max(rarity.values(), default=log(len(lines) + 1))
