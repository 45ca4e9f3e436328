"""What the linear heads see of texts: their runs of characters and of words, hashed into buckets.

Many texts are looked at in one go, one behind the other, which costs a fraction of a look each.
One text by itself is looked at in fewer steps: at that length a step's price is all that counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.text import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BITS = 21
BUCKETS = 1 << BITS
NO_BUCKET = BUCKETS
"""The bucket of runs that would go on into the next text; it never has a weight."""
WORD_BITS = 20
WORD_BUCKETS = 1 << WORD_BITS
NO_WORD_BUCKET = WORD_BUCKETS
RUN = 4
LONGEST = 4096

_ROOM, _BEGIN, _END = "\x00", "\x02", "\x03"
_SPREAD = np.uint32(0x9E3779B1)
_CHAIN = np.uint32(0x85EBCA6B)
_MIX = np.uint32(0xC2B2AE35)
_HALF = np.uint32(15)
_SHIFT = np.uint32(32 - BITS)
_WORD_SHIFT = np.uint32(32 - WORD_BITS)
# The places, counted from the room behind a text, where runs begin that leave it.
_LEAVING = [(run, back) for run in range(RUN) for back in range(run + 1)]
_RUNS, _BACK = np.array(_LEAVING).T[:, :, None]


@dataclass(frozen=True, slots=True)
class Frames:
    """Non-empty normalised texts one behind the other, each framed by a sign at either end.

    So "?" at the end differs from one inside. ``points`` are the code points of them all, with
    one that is 0 before, between and behind them; ``starts`` and ``lengths`` say where each text
    begins and how long it is with its frame.
    """

    proses: Sequence[str]
    points: NDArray[np.uint32]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]


def frame(proses: Sequence[str]) -> Frames:
    """Frame texts, of each at most the first 4,096 characters."""
    cut = [prose if len(prose) <= LONGEST else prose[:LONGEST] for prose in proses]
    joined = f"{_ROOM}{_BEGIN}{f'{_END}{_ROOM}{_BEGIN}'.join(cut)}{_END}{_ROOM}"
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.array([len(prose) + 2 for prose in cut])
    starts = (lengths + 1).cumsum() - lengths
    return Frames(cut, points, starts, lengths)


def buckets(frames: Frames) -> NDArray[np.uint32]:
    """Return the bucket of every 1-gram to 4-gram, repetitions kept; NO_BUCKET where none begins.

    Shape ``(4, code points)``: the bucket of a run stands where the run begins.
    """
    size = len(frames.points)
    hashes = np.zeros((RUN, size), np.uint32)
    one, *longer = hashes
    shorter = np.multiply(frames.points, _SPREAD, out=one)
    one ^= one >> _HALF
    for run, two in enumerate(longer, start=1):
        np.multiply(shorter, _CHAIN, out=two)
        two[:-run] += one[run:]
        shorter = two
    _mix(hashes, _SHIFT)
    hashes[:, 0] = NO_BUCKET
    hashes.reshape(-1)[frames.starts + frames.lengths + _RUNS * size - _BACK] = NO_BUCKET
    return hashes


def counts(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many runs texts of these framed lengths have."""
    return RUN * lengths - RUN * (RUN - 1) // 2


def word_buckets(
    frames: Frames, runs: NDArray[np.uint32]
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
    """Return the bucket of every word and every pair of words, where each text's begin, how many.

    The buckets have shape ``(2, words)``, NO_WORD_BUCKET for pairs of two texts; ``runs`` are the
    frames' buckets. Every sign is a word, and so is the beginning of a frame. A word of four
    characters at most is known by its run of characters, a longer one by its first and its last
    four.
    """
    size = runs.shape[1]
    top = (RUN - 1) * size
    places: list[int] = []
    starts: list[int] = []
    long: list[int] = []
    tails: list[int] = []
    for prose, start in zip(frames.proses, frames.starts.tolist(), strict=True):
        starts.append(len(places))
        places.append(start)
        begin = start + 1
        for word in tokens(prose):
            length = len(word)
            if length <= RUN:
                places.append((length - 1) * size + begin)
            else:
                long.append(len(places))
                places.append(top + begin)
                tails.append(top + begin + length - RUN)
            begin += length
    flat = runs.reshape(-1)
    hashes = np.zeros((2, len(places)), np.uint32)
    one, two = hashes
    np.multiply(flat.take(places), _SPREAD, out=one)
    if long:
        one[long] += flat.take(tails)
    one ^= one >> _HALF
    np.multiply(one, _CHAIN, out=two)
    two[:-1] += one[1:]
    _mix(hashes, _WORD_SHIFT)
    begins = np.array([*starts, len(places)])
    two[begins - 1] = NO_WORD_BUCKET
    return hashes, begins[:-1], 2 * (begins[1:] - begins[:-1]) - 1


def frame_one(prose: str) -> NDArray[np.uint32]:
    """Return the code points of one text between its signs, of at most its first 4,096."""
    framed = f"{_BEGIN}{prose[:LONGEST]}{_END}"
    return np.frombuffer(framed.encode("utf-32-le", "surrogatepass"), np.uint32)


def buckets_of_one(points: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the bucket of every 1-gram of a framed text, then of every 2-gram, to the 4-grams.

    Shape ``(4 * code points - 6,)``: what ``buckets`` finds, without the room for other texts.
    """
    one = points * _SPREAD
    one ^= one >> _HALF
    runs = [one]
    for run in range(1, RUN):
        longer = runs[-1][:-1] * _CHAIN
        longer += one[run:]
        runs.append(longer)
    return _mix(np.concatenate(runs), _SHIFT)


def word_buckets_of_one(prose: str, runs: NDArray[np.uint32], size: int) -> NDArray[np.uint32]:
    """Return the bucket of every word of a text, then of every pair, as ``word_buckets`` does.

    ``runs`` are its buckets, and ``size`` is how many code points it has with its frame.
    """
    firsts = [run * size - run * (run - 1) // 2 for run in range(RUN)]
    places = [0]
    begin = 1
    long: list[int] = []
    tails: list[int] = []
    for word in tokens(prose):
        length = len(word)
        if length <= RUN:
            places.append(firsts[length - 1] + begin)
        else:
            long.append(len(places))
            places.append(firsts[-1] + begin)
            tails.append(firsts[-1] + begin + length - RUN)
        begin += length
    one = runs.take(places)
    one *= _SPREAD
    if long:
        one[long] += runs.take(tails)
    one ^= one >> _HALF
    two = one[:-1] * _CHAIN
    two += one[1:]
    return _mix(np.concatenate((one, two)), _WORD_SHIFT)


def _mix(hashes: NDArray[np.uint32], shift: np.uint32) -> NDArray[np.uint32]:
    """Turn hashes into buckets, in place."""
    hashes ^= hashes >> _HALF
    hashes *= _MIX
    hashes >>= shift
    return hashes
