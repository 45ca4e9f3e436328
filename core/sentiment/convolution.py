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

from core.sentiment.features import BITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
    """Return the number of every code point below 2 ** 17; the last entry is for all others."""
    numbers = np.full(_POINTS, UNKNOWN, np.uint16)
    numbers[alphabet] = np.arange(2, 2 + len(alphabet), dtype=np.uint16)
    return numbers


def padded(framed: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return at most the first 256 code points of a frame with room for the filters around."""
    room = np.zeros(min(len(framed), LONGEST) + 2, np.uint32)
    room[1:-1] = framed[:LONGEST]
    return room


def pair_numbering(known_pairs: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """Return the number of the pair in every bucket, NO_PAIR in most."""
    numbers = np.full(1 << PAIR_BITS, NO_PAIR, np.uint16)
    numbers[known_pairs] = np.arange(1, 1 + len(known_pairs), dtype=np.uint16)
    return numbers


def pair_buckets(found: NDArray[np.uint32], length: int) -> NDArray[np.uint32]:
    """Return the bucket of each pair among at most the first 256 code points of a frame.

    ``found`` are the buckets of a frame of that length, of which the pairs' come second.
    """
    return found[length : length + min(length, LONGEST) - 1] >> _COARSER


def numbers_of(room: NDArray[np.uint32], numbers: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Return the number of each code point; those beyond the table are unknown."""
    return numbers.take(room, mode="clip")


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
        self._places = [slice(place * filters, (place + 1) * filters) for place in range(WIDTH)]
        self._numbers = numbering(learned.alphabet)
        self._pair_numbers = pair_numbering(learned.known_pairs)
        self._heads, self._head_bias = learned.heads * scale, learned.head_bias

    def read(self, framed: NDArray[np.uint32], found: NDArray[np.uint32]) -> NDArray[np.float32]:
        """Return the outputs for a text's framed code points and their buckets."""
        added = self._single.take(numbers_of(padded(framed), self._numbers), axis=0)
        pairs = self._pair_numbers.take(pair_buckets(found, len(framed)))
        added[1:-2] += self._double.take(pairs, axis=0)
        first, second, third = self._places
        windows = added[:-2, first] + added[1:-1, second]
        windows += added[2:, third]
        strongest = windows.max(axis=0, initial=0).astype(np.float32)
        outputs: NDArray[np.float32] = strongest @ self._heads + self._head_bias
        return outputs


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
