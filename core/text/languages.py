"""Which scripts a message is written in, by its letters."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Languages:
    """Shares of a text's letters; they sum to one, or all are 0 where there are no letters."""

    han: float
    latin: float
    other: float


NO_LANGUAGES = Languages(0.0, 0.0, 0.0)

_LETTERS = re.compile(r"[^\W\d_]+")
_HAN = re.compile("[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")
_LATIN = re.compile("[a-zA-Z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]+")


def languages_of(prose: str) -> Languages:
    """Return how the letters of normalised prose are shared out among scripts."""
    letters = "".join(_LETTERS.findall(prose))
    if not letters:
        return NO_LANGUAGES
    if letters.isascii():
        return Languages(0.0, 1.0, 0.0)
    latin = sum(map(len, _LATIN.findall(letters)))
    han = sum(map(len, _HAN.findall(letters)))
    whole = len(letters)
    return Languages(han / whole, latin / whole, (whole - han - latin) / whole)
