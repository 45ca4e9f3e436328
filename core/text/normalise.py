"""One written form for what looks alike, so that rules, models and searches compare alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.text.apart import Apart, take_out
from core.text.characters import plain
from core.text.emoticons import with_signs
from core.text.script import simplified

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PASSES = 8
REPEATS_KEPT = 3

# More than three equal characters or syllables of laughter become three, and so do numbers that
# are laughter or tears (2333333, 66666, 55555). Other digits stay: they may be a telephone's.
_REPEATED = re.compile(r"(\D)\1\1\1+")
_LAUGHED = re.compile(r"(h[aeio]|x[ix]|ka|lo|wu)\1{3,}")
_COUNTED = re.compile(r"2333++|6666++|5555++")
_GOES_ON = re.compile(r"[a-z0-9_.:,+*/=-]")
_GOES_ON_BEHIND = re.compile(r"[a-z0-9_.:,%+*/=元块号-]")
_NOT_A_LETTER = re.compile(r"[\W_]+")


class Prose(str):
    """Text that is normalised, stripped and free of what is no prose.

    Only ``prose`` and ``set_apart`` make it; given one, they return it as it is, so a text that
    passes through several hands is normalised once. ``cut`` is set by the first who needs its
    words, so it is also cut once.
    """

    __slots__ = ("cut",)

    cut: Sequence[str]


@dataclass(frozen=True, slots=True)
class Parts:
    """A normalised text taken apart: its prose, and what is not prose. Nothing of it is shown."""

    prose: Prose = field(repr=False)
    urls: tuple[str, ...] = field(default=(), repr=False)
    mentions: tuple[str, ...] = field(default=(), repr=False)
    code: tuple[str, ...] = field(default=(), repr=False)


def normalise(text: str) -> str:
    """Return the text in NFKC, lower case and simplified script, invisible characters removed.

    Stickers and faces made of signs become one sign each, and more than three equal characters
    three (digits stay), so that ``www.`` and a code fence survive. Linear in the length;
    normalising twice changes nothing more.
    """
    return _settled(_plain(text), _folded)


def set_apart(text: str) -> Parts:
    """Normalise a text and take its addresses, mentions and code out of its prose."""
    if isinstance(text, Prose):
        return Parts(text)
    found = Apart()
    kept = _settled(_plain(text), lambda given: _prose(given, found))
    return Parts(Prose(kept), tuple(found.urls), tuple(found.mentions), tuple(found.code))


def prose(text: str) -> Prose:
    """Return the normalised text without addresses, mentions and code, single-spaced."""
    return set_apart(text).prose


def letters(text: str) -> str:
    """Return only the letters, digits and Han characters, for telling whether two texts are one."""
    return _NOT_A_LETTER.sub("", normalise(text))


def _settled(text: str, step: Callable[[str], str]) -> str:
    """Take a step until nothing changes any more: what is taken out may leave something new."""
    for _ in range(PASSES):
        if (once := step(text)) == text:
            break
        text = once
    return text


def _plain(text: str) -> str:
    even = plain(text)
    return even if even.isascii() else simplified(even)


def _prose(text: str, found: Apart) -> str:
    return " ".join(_folded(take_out(text, found)).split())


def _folded(text: str) -> str:
    """Write faces as signs, and repetitions three times."""
    once = _LAUGHED.sub(_thrice, _REPEATED.sub(_thrice, with_signs(text)))
    return _COUNTED.sub(_laughter, once)


def _thrice(match: re.Match[str]) -> str:
    return match[1] * REPEATS_KEPT


def _laughter(match: re.Match[str]) -> str:
    """Shorten a number unless it goes on to a side, as a telephone's and a price may."""
    before = match.string[match.start() - 1 : match.start()]
    behind = match.string[match.end() : match.end() + 1]
    whole = _GOES_ON.match(before) or _GOES_ON_BEHIND.match(behind)
    return match[0] if whole else match[0][:REPEATS_KEPT]
