"""Characters that look alike or not at all: compatibility forms, capitals, what is invisible."""

from __future__ import annotations

import re
from unicodedata import combining, normalize

MARKS_KEPT = 2
PASSES = 4

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u20e3\u2800\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U0001f3fb-\U0001f3ff"
    "\U000e0000-\U000e0fff]"
)
_JOINER = "\u200d"
# A man's or a woman's sign that only tells which kind of emoji stands before it.
_KIND = re.compile(f"{_JOINER}[\u2640\u2642]")
# NFKC does the same, but slowly, and half of all Chinese messages hold some of these.
_PUNCTUATION = tuple(zip("，？！：；（）～…", (*",?!:;()~", "..."), strict=True))
# Wherever a combining mark may stand; most texts hold none of these characters.
_MARKED = re.compile(
    "[\u0300-\u1fff\u20d0-\u20ff\u2c00-\u2dff\u302a-\u302f\u3099\u309a\ua000-\uabff\ufb1e\ufe20-\ufe2f"
    "\U00010000-\U0001efff]"
)


def plain(text: str) -> str:
    """Return the text in NFKC and lower case, without invisible characters and skin tones.

    Linear in the length; the result can be encoded.
    """
    visible = _INVISIBLE.sub("", _KIND.sub("", text) if _JOINER in text else text)
    if visible.isascii():
        return visible.lower()
    if _MARKED.search(visible):
        return _settled(visible)
    for wide, narrow in _PUNCTUATION:
        visible = visible.replace(wide, narrow)
    low = normalize("NFKC", visible).lower()
    return _settled(low) if _MARKED.search(low) else low


def _settled(text: str) -> str:
    """Normalise until nothing changes any more: marks may meet and leave letters in between."""
    for _ in range(PASSES):
        once = normalize("NFKC", _tame(normalize("NFKC", _tame(text)).lower()))
        once = _INVISIBLE.sub("", once)
        if once == text:
            break
        text = once
    return text


def _tame(text: str) -> str:
    """Keep a few combining marks per character: ordering a long run of them is not linear."""
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if combining(character) else 0
        if marks <= MARKS_KEPT:
            kept.append(character)
    return "".join(kept)
