"""What the linear heads see of a text: its runs of one to four characters, hashed into buckets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BITS = 22
BUCKETS = 1 << BITS
LONGEST = 4096

_BEGIN, _END = "\x02", "\x03"
_SPREAD = np.uint32(0x9E3779B1)
_CHAIN = np.uint32(0x85EBCA6B)
_MIX = np.uint32(0xC2B2AE35)
_HALF = np.uint32(15)
_SHIFT = np.uint32(32 - BITS)


def points(prose: str) -> NDArray[np.uint32]:
    """Return the code points of normalised prose, framed: "?" at the end differs from one inside.

    Shape ``(len(prose) + 2,)``; at most the first 4,096 characters are read.
    """
    framed = f"{_BEGIN}{prose[:LONGEST]}{_END}".encode("utf-32-le", "surrogatepass")
    return np.frombuffer(framed, np.uint32)


def buckets(framed: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the bucket of every 1-gram to 4-gram of framed code points, repetitions kept.

    Shape ``(4 * len(framed) - 6,)`` for four code points or more.
    """
    one = framed * _SPREAD
    one ^= one >> _HALF
    two = one[:-1] * _CHAIN + one[1:]
    three = two[:-1] * _CHAIN + one[2:]
    four = three[:-1] * _CHAIN + one[3:]
    hashes = np.concatenate((one, two, three, four))
    hashes ^= hashes >> _HALF
    hashes *= _MIX
    hashes >>= _SHIFT
    return hashes
