"""Files that run when they are opened, however they are named."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from core.moderation.hits.evasion import rows
from core.text.reading import Hit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

LIKELY = 0.8
TURNED = "bidi"
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(r"[\u200b-\u200d\u2060\ufeff\x00-\x1f\x7f]")
_SHOWN = re.compile(r"[a-z0-9]{2,5}")


def file_hits(
    files: Iterable[str], denied: Collection[str] = (), allowed: Collection[str] = ()
) -> Iterator[Hit]:
    """Yield a hit for every file of a denied type; ``files`` are names or mere extensions.

    The entry is the type, like ``exe``, and both when a name pretends to another one, like
    ``pdf.exe``; ``bidi`` when its letters are turned around to hide the type.
    """
    types = _denied(tuple(denied))
    for name in files:
        entry, score = _judged(name, types)
        if entry and entry not in allowed and f".{entry}" not in allowed:
            yield Hit("file", 0, 0, entry, score)


@cache
def dangerous() -> frozenset[str]:
    """Return the extensions that are denied everywhere."""
    return frozenset(kind for kind, _, _ in rows("files.tsv"))


@lru_cache
def _denied(more: tuple[str, ...]) -> frozenset[str]:
    """Return the extensions that are denied in a community."""
    return dangerous().union(kind.lower().lstrip(".") for kind in more)


def _judged(name: str, types: frozenset[str]) -> tuple[str, float]:
    if _BIDI.search(name):
        return TURNED, 1.0
    plain = normalize("NFKC", _INVISIBLE.sub("", name)).lower().rstrip(". ")
    *stem, kind = (part.strip() for part in plain.split("."))
    if kind not in types:
        return "", 0.0
    if len(stem) > 1 and _SHOWN.fullmatch(stem[-1]) and not stem[-1].isdecimal():
        return f"{stem[-1]}.{kind}", 1.0
    return kind, LIKELY
