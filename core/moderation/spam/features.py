"""What the spam model sees of a message: three views of it, hashed into one table's buckets."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from core.text import Parts

BITS = 19
BUCKETS = 1 << BITS
LONGEST = 2048
COUNTED = 3
CLAUSE = 14

BETWEEN = "\0\0"
_BEGIN, _END = "\x02", "\x03"
# Each class is a character of the private use area, so that no text can pretend to be one.
_MIXED, _LATIN, _FEW, _MANY, _RARE, _ODD, _INVITE, _LINK, _MENTION = map(chr, range(0xE000, 0xE009))
_MIXED_RUN = re.compile(r"(?=[a-z_\-]*\d)(?=[\d_\-]*[a-z])[a-z\d_\-]{4,}")
_LATIN_RUN = re.compile(r"[a-z]+")
_MANY_RUN = re.compile(r"\d{5,}")
_FEW_RUN = re.compile(r"\d+")
_PLAIN = re.compile(r"[a-z\d]")
# Greek and Cyrillic letters, combining marks, arrows, frames and ornaments, letters of scripts
# that a Chinese chat does not write.
_ODD_RUN = re.compile(
    "[\u0250-\u03ff\u0400-\u052f\u07c0-\u07ff\u0e00-\u0e7f\u10a0-\u10ff\u1d00-\u1dff\u20a0-\u20ff"
    "\u2190-\u23ff\u2500-\u25ff\u2600-\u2604\u260e-\u261f\u2700-\u27bf\u2e80-\u2fff\u3040-\u312f\ua4d0-\uabff]"
)
_INVITING = re.compile(
    r"(?:^|//|\.)(?:t\.me|telegram\.(?:me|dog)|discord\.gg|wa\.me|chat\.whatsapp)\b"
)
_NOT_A_LETTER = re.compile(r"[\W_]+")

_SPREAD = np.uint32(0x9E3779B1)
_CHAIN = np.uint32(0x85EBCA6B)
_MIX = np.uint32(0xC2B2AE35)
_HALF = np.uint32(15)
_SHIFT = np.uint32(32 - BITS)


def buckets(parts: Parts) -> NDArray[np.uint32]:
    """Return the bucket of every 1-gram to 3-gram of all views of a text, repetitions kept."""
    text = views(parts)
    one = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32) * _SPREAD
    one ^= one >> _HALF
    two = one[:-1] * _CHAIN + one[1:]
    three = two[:-1] * _CHAIN + one[2:]
    hashes = np.concatenate((one, two, three))
    hashes ^= hashes >> _HALF
    hashes *= _MIX
    hashes >>= _SHIFT
    return hashes


def rows(many: Sequence[Parts]) -> tuple[NDArray[np.uint32], NDArray[np.bool_], NDArray[np.int64]]:
    """Lay the views of many texts in one row, zeros between, so that they are hashed in one go.

    Returns the buckets of the 1-gram to 3-gram that begins at each place and whether it lies in
    one text, both of shape (places, 3), and the number of characters of each text.
    """
    texts = [views(parts) for parts in many]
    row = BETWEEN.join((*texts, ""))
    points = np.frombuffer(row.encode("utf-32-le", "surrogatepass"), np.uint32)
    one = points * _SPREAD
    one ^= one >> _HALF
    two = one[:-1] * _CHAIN + one[1:]
    three = two[:-1] * _CHAIN + one[2:]
    hashes = np.stack((one[:-2], two[:-1], three), axis=1)
    hashes ^= hashes >> _HALF
    hashes *= _MIX
    hashes >>= _SHIFT
    said = points != 0
    whole = np.stack((said[:-2], said[:-2] & said[1:-1], said[:-2] & said[1:-1] & said[2:]), axis=1)
    return hashes, whole, np.array([len(text) for text in texts])


def views(parts: Parts) -> str:
    """Return the views of a text that say something new, in one framed string.

    The views are the prose; its shape, in which ids, runs of digits and rare characters become
    classes, with the links and mentions that were set apart; and the prose without anything
    between its letters.
    """
    prose = parts.prose[:LONGEST]
    found = [prose]
    shaped = shape(prose) + _addresses(parts)
    if shaped != prose:
        found.append(shaped)
    bare = _NOT_A_LETTER.sub("", prose)
    if bare != prose:
        found.append(bare)
    return _BEGIN + f"{_END}{_BEGIN}".join(found) + _END


def shortness(parts: Parts) -> float:
    """Return how little there is to judge by: 1 for nothing, 0 for a clause or an address."""
    if parts.urls or parts.mentions:
        return 0.0
    return max(0.0, 1 - len(parts.prose) / CLAUSE)


def _addresses(parts: Parts) -> str:
    if not parts.urls and not parts.mentions:
        return ""
    kinds = (_INVITE * COUNTED if _INVITING.search(url) else _LINK for url in parts.urls[:COUNTED])
    return "".join(kinds) + _MENTION * min(len(parts.mentions), COUNTED)


def shape(prose: str) -> str:
    """Return the prose with ids, runs of digits or letters, and rare characters as classes."""
    if _PLAIN.search(prose):
        prose = _MIXED_RUN.sub(_MIXED, prose)
        prose = _LATIN_RUN.sub(_LATIN, prose)
        prose = _MANY_RUN.sub(_MANY, prose)
        prose = _FEW_RUN.sub(_FEW, prose)
    return _rare_run().sub(_RARE, _ODD_RUN.sub(_ODD, prose))


@cache
def _rare_run() -> re.Pattern[str]:
    """Return what matches Han characters outside the 3,755 of GB 2312's first level."""
    usual = {
        bytes((row, cell)).decode("gb2312", "ignore")
        for row in range(0xB0, 0xD8)
        for cell in range(0xA1, 0xFF)
    }
    rare = (chr(code) for code in range(0x3400, 0xA000) if chr(code) not in usual)
    return re.compile(f"[{''.join(rare)}\U00020000-\U0003ffff]")
