"""Texts as numbers of their characters and pairs: what every convolution is fitted to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from core.sentiment.convolution import (
    PAIR_BITS,
    numbering,
    numbers_of,
    pair_numbering,
    shortened,
)
from core.sentiment.features import buckets, frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

RAREST = 4
MOST_PAIRS = 32_000
_FRAME = (2, 3)
_MOST = 1 << 17


@dataclass(frozen=True, slots=True)
class Numbered:
    """Texts whose characters and pairs have numbers, as ``Convolution`` explains.

    ``numbers`` and ``pairs`` hold each text's, ``lengths`` how many there are.
    """

    alphabet: NDArray[np.uint32]
    known_pairs: NDArray[np.uint32]
    numbers: list[NDArray[np.uint16]]
    pairs: list[NDArray[np.uint16]]
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """Give the characters and the commonest pairs of texts their numbers."""
        counts = Counter(character for text in texts for character in text)
        often = sorted(ord(one) for one, count in counts.items() if count >= RAREST)
        known = [point for point in often if _FRAME[-1] < point < _MOST]
        alphabet = np.array([*_FRAME, *known], np.uint32)
        seen = [_seen(text) for text in texts]
        numbers = numbering(alphabet)
        known_pairs = _commonest([pairs for _points, pairs in seen])
        pair_numbers = pair_numbering(known_pairs)
        return cls(
            alphabet,
            known_pairs,
            [numbers_of(points, numbers) for points, _pairs in seen],
            [pair_numbers.take(pairs) for _points, pairs in seen],
            np.array([len(points) for points, _pairs in seen]),
        )


def _seen(text: str) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the code points of a framed text, and the bucket of the pair at each."""
    frames = frame([text])
    points, pairs, _lengths = shortened(frames, buckets(frames))
    return points[1:-1], pairs[1:-1]


def _commonest(found: Sequence[NDArray[np.uint32]]) -> NDArray[np.uint32]:
    """Return the pairs' buckets that occur most often, in order."""
    counts = np.bincount(np.concatenate(found), minlength=(1 << PAIR_BITS) + 1)
    counts[-1] = 0
    often = np.argsort(-counts, kind="stable")[:MOST_PAIRS]
    return np.sort(often[counts[often] >= RAREST]).astype(np.uint32)
