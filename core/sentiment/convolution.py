"""What a convolution over characters sees of a text: the strongest match of each of its filters.

A filter looks at three characters in a row and at the pair that each makes with the next. What a
character or a pair adds to a filter depends only on itself and its place, so it is multiplied out
once at load, and reading a text is looking rows up, adding them and taking the maximum
(Kim 2014, "Convolutional Neural Networks for Sentence Classification", with max-over-time pooling).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from core.sentiment.features import BITS, NO_BUCKET

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.sentiment.features import Frames

_Whole = TypeVar("_Whole", np.int8, np.int16)

WIDTH = 3
PAIR_BITS = 20
PADDING, UNKNOWN = 0, 1
NO_PAIR = 0
LONGEST = 256

_POINTS = 1 << 17
_STEPS = 127.0
_LARGE, _LARGEST = 5000.0, 10000
_SAMPLE, _BLOCK = 16, 2048
_COARSER = np.uint32(BITS - PAIR_BITS)


@dataclass(frozen=True, slots=True)
class Convolution:
    """What was learned of characters, of pairs of them, and of filters over them.

    ``alphabet`` holds the code points of the characters numbered from 2 on, ``known_pairs`` the
    buckets of the pairs numbered from 1 on. ``characters`` has shape (2 + alphabet, depth),
    ``mixing`` (depth, WIDTH * filters), ``pairs`` (1 + known_pairs, pair depth), ``pair_mixing``
    (pair depth, WIDTH * filters), ``bias`` (filters,), ``heads`` (filters, outputs) and
    ``head_bias`` (outputs,).
    """

    alphabet: NDArray[np.uint32]
    characters: NDArray[np.float32]
    mixing: NDArray[np.float32]
    known_pairs: NDArray[np.uint32]
    pairs: NDArray[np.float32]
    pair_mixing: NDArray[np.float32]
    bias: NDArray[np.float32]
    heads: NDArray[np.float32]
    head_bias: NDArray[np.float32]


def numbering(alphabet: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """Return the number of every code point below 2 ** 17; the last entry is for all others.

    Code point 0 is the room around texts.
    """
    numbers = np.full(_POINTS, UNKNOWN, np.uint16)
    numbers[0] = PADDING
    numbers[alphabet] = np.arange(2, 2 + len(alphabet), dtype=np.uint16)
    return numbers


def pair_numbering(known_pairs: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """Return the number of the pair in every bucket, NO_PAIR in most and in that of none."""
    numbers = np.full((1 << PAIR_BITS) + 1, NO_PAIR, np.uint16)
    numbers[known_pairs] = np.arange(1, 1 + len(known_pairs), dtype=np.uint16)
    return numbers


def numbers_of(points: NDArray[np.uint32], numbers: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Return the number of each code point; those beyond the table are unknown."""
    return numbers.take(points, mode="clip")


def shortened(
    frames: Frames, runs: NDArray[np.uint32]
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.int64]]:
    """Return code points, pairs' buckets and framed lengths of the first 256 code points of texts.

    ``runs`` are the frames' buckets, of which the pairs' come second.
    """
    points, pairs, lengths = frames.points, runs[1] >> _COARSER, frames.lengths
    if len(points) > LONGEST and lengths.max() > LONGEST:
        texts = np.append(1, lengths + 1)
        behind = np.arange(len(points)) - np.append(0, frames.starts).repeat(texts)
        pairs[behind == LONGEST - 1] = NO_BUCKET >> _COARSER
        kept = behind < LONGEST
        kept[frames.starts + lengths] = True
        points, pairs, lengths = points[kept], pairs[kept], np.minimum(lengths, LONGEST)
    return points, pairs, lengths


class ConvolutionReader:
    """A convolution multiplied out, ready to read."""

    def __init__(self, learned: Convolution) -> None:
        """Multiply out what each character adds to each filter at each place.

        Every window has one character in its middle, so that is what brings the bias along.
        """
        filters = len(learned.bias)
        some = learned.pairs[::_SAMPLE] @ learned.pair_mixing
        others = learned.characters[::_SAMPLE] @ learned.mixing
        largest = max(np.abs(some).max() / _STEPS, np.abs(others).max() / _LARGE)
        scale = np.float32(largest or 1.0)
        self._single = _multiplied_out(learned.characters, learned.mixing / scale, np.int16)
        self._single[:, filters : 2 * filters] += np.rint(learned.bias / scale).astype(np.int16)
        self._double = _multiplied_out(learned.pairs, learned.pair_mixing / scale, np.int8)
        self._numbers = numbering(learned.alphabet)
        self._pair_numbers = pair_numbering(learned.known_pairs)
        self._heads, self._head_bias = learned.heads * scale, learned.head_bias

    def read(
        self, frames: Frames, runs: NDArray[np.uint32], turns: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the outputs for texts and their buckets, and those for both sides of each turn.

        Shapes (texts, outputs) and (texts with a turn, 2, outputs). ``turns`` says at which of its
        characters a text turns, 0 if it does not. The room between two texts, and around them all,
        adds nothing to any filter.
        """
        points, pairs, lengths = shortened(frames, runs)
        starts = (lengths + 1).cumsum() - (lengths + 1)
        added = self._single.take(numbers_of(points, self._numbers), axis=0)
        added += self._double.take(self._pair_numbers.take(pairs), axis=0)
        windows = _windows(added)
        if len(starts) > 1:
            windows[starts[1:] - 1] = 0
        turned = np.flatnonzero(turns)
        sides = np.sort(np.concatenate((starts, starts[turned] + turns[turned] + 1)))
        strongest = np.maximum.reduceat(windows, sides, axis=0)
        np.maximum(strongest, 0, out=strongest)
        firsts = sides.searchsorted(starts)
        whole = np.maximum.reduceat(strongest, firsts, axis=0)
        before = firsts[turned]
        apart = strongest[np.stack((before, before + 1), axis=1)]
        return self._said(whole), self._said(apart)

    def read_one(
        self, points: NDArray[np.uint32], pairs: NDArray[np.uint32], turn: int
    ) -> NDArray[np.float32]:
        """Return the outputs for one framed text and the buckets of its pairs, shape (1, outputs).

        If it turns at a character, those for what is before and behind it stand below.
        """
        numbers = numbers_of(points[:LONGEST], self._numbers)
        added = np.zeros((len(numbers) + 2, self._single.shape[1]), np.int16)
        self._single.take(numbers, axis=0, out=added[1:-1], mode="clip")
        paired = added[1:-2]
        paired += self._double.take(
            self._pair_numbers.take(pairs[: LONGEST - 1] >> _COARSER), axis=0
        )
        windows = _windows(added)
        if not turn:
            return self._said(windows.max(axis=0, initial=0)[None])
        strongest = np.empty((3, windows.shape[1]), np.int16)
        windows[: turn + 1].max(axis=0, initial=0, out=strongest[1])
        windows[turn + 1 :].max(axis=0, initial=0, out=strongest[2])
        np.maximum(strongest[1], strongest[2], out=strongest[0])
        return self._said(strongest)

    def _said(self, strongest: NDArray[np.int16]) -> NDArray[np.float32]:
        outputs: NDArray[np.float32] = strongest.astype(np.float32) @ self._heads
        outputs += self._head_bias
        return outputs


def _windows(added: NDArray[np.int16]) -> NDArray[np.int16]:
    """Return each filter's match at every character but the first and the last.

    ``added`` says what each adds to the filters at the first place of a window, at the second and
    at the third. The places of one window stand equally far apart, so all are added in two steps;
    that makes sums of no use as well, and is quicker than leaving them out.
    """
    columns = added.shape[1]
    filters = columns // WIDTH
    apart = columns + filters
    every = np.empty((len(added) - 2) * columns, np.int16)
    flat, sums = added.reshape(-1), every[: (1 - WIDTH) * filters]
    np.add(flat[: -2 * apart], flat[apart:-apart], out=sums)
    sums += flat[2 * apart :]
    return every.reshape(-1, columns)[:, :filters]


def _multiplied_out(
    rows: NDArray[np.float32], mixing: NDArray[np.float32], kind: type[_Whole]
) -> NDArray[_Whole]:
    """Return what each row adds, in whole steps; the few that are too large are cut.

    It is done block by block, which stays within the processor's cache. Three of the largest
    of two bytes and three of one byte still fit into two bytes.
    """
    most = min(np.iinfo(kind).max, _LARGEST)
    result = np.empty((len(rows), mixing.shape[1]), kind)
    for at in range(0, len(rows), _BLOCK):
        added = rows[at : at + _BLOCK] @ mixing
        np.rint(added, out=added)
        result[at : at + _BLOCK] = np.clip(added, -most, most, out=added)
    return result
