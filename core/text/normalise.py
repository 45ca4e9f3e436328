"""One written form for what looks alike, so that rules, models and searches compare alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import combining, normalize

from core.text.traditional import simplified

MARKS_KEPT = 2
REPEATS_KEPT = 3

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_REPEATED = re.compile(r"([^\d])\1{3,}")
_FENCED = r"```.*?```|`[^`\n]+`"
_URL = r"(?:https?://|www\.|t\.me/)[!-~]+"
_MENTION = r"<[@#][!&]?\d+>|<a?:\w+:\d+>|(?<![\w.])@\w+"
_APART = re.compile(f"(?P<code>{_FENCED})|(?P<url>{_URL})|(?P<mention>{_MENTION})", re.DOTALL)
_SPACES = re.compile(r"\s+")
_NOT_A_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Parts:
    """A normalised text taken apart: its prose, and what is not prose."""

    prose: str
    urls: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    code: tuple[str, ...] = ()


def normalise(text: str) -> str:
    """Return the text in NFKC, lower case and simplified script, invisible characters removed.

    More than three equal characters become three (digits stay), so that ``www.`` and a code
    fence survive. Linear in the length; normalising twice changes nothing more.
    """
    while (once := _step(text)) != text:
        text = once
    return text


def set_apart(text: str) -> Parts:
    """Normalise a text and take its addresses, mentions and code out of its prose."""
    clean = normalise(text)
    found: dict[str, list[str]] = {"code": [], "url": [], "mention": []}
    for match in _APART.finditer(clean):
        found[match.lastgroup or ""].append(match.group())
    return Parts(
        _without(clean), tuple(found["url"]), tuple(found["mention"]), tuple(found["code"])
    )


def prose(text: str) -> str:
    """Return the normalised text without addresses, mentions and code, single-spaced."""
    return _without(normalise(text))


def letters(text: str) -> str:
    """Return only the letters, digits and Han characters, for telling whether two texts are one."""
    return _NOT_A_LETTER.sub("", normalise(text))


def _without(clean: str) -> str:
    return _SPACES.sub(" ", _APART.sub(" ", clean)).strip()


def _step(text: str) -> str:
    visible = _INVISIBLE.sub("", text)
    if visible.isascii():
        return _REPEATED.sub(r"\1\1\1", visible.lower())
    tamed = _tame(normalize("NFKC", _tame(visible)).lower())
    return _REPEATED.sub(r"\1\1\1", simplified(normalize("NFKC", tamed)))


def _tame(text: str) -> str:
    """Keep a few combining marks per character: ordering a long run of them is not linear."""
    if not any(map(combining, text)):
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if combining(character) else 0
        if marks <= MARKS_KEPT:
            kept.append(character)
    return "".join(kept)
