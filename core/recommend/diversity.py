"""Diversity: a list whose courses are not all about the same (maximal marginal relevance)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from core.recommend.dataset import FloatArray

    BoolArray = NDArray[np.bool_]

RELEVANCE = 0.8
"""λ of MMR: how much of a course's value is its score; the rest is how new its tags are."""


def likeness(tags: Sequence[frozenset[str]]) -> FloatArray:
    """Return how alike n courses are by their tags (n × n): shared over all tags, 0 to 1."""
    vocabulary = {tag: place for place, tag in enumerate(sorted(frozenset().union(*tags)))}
    has = np.zeros((len(tags), len(vocabulary)), dtype=np.float32)
    for row, own in enumerate(tags):
        has[row, [vocabulary[tag] for tag in own]] = 1.0
    shared = has @ has.T
    counts = has.sum(axis=1)
    either = counts[:, np.newaxis] + counts - shared
    alike: FloatArray = shared / np.maximum(either, 1.0)
    return alike


def diversified(  # noqa: PLR0913 - what is chosen from, how much of it, and how
    scores: FloatArray,
    alike: FloatArray,
    count: int,
    *,
    scarce: BoolArray,
    most: int,
    relevance: float = RELEVANCE,
) -> list[int]:
    """Return up to ``count`` indices, each time the one with most ``λ·score − (1 − λ)·likeness``.

    The likeness is that to the most alike of those chosen so far; of equal values the first comes
    (Carbonell & Goldstein, SIGIR 1998). Of those that are ``scarce`` at most ``most`` come.
    """
    nearest = np.zeros(len(scores), dtype=np.float32)
    left = np.ones(len(scores), dtype=np.bool_) if most else ~scarce
    chosen: list[int] = []
    while len(chosen) < count and left.any():
        value = relevance * scores - (1 - relevance) * nearest
        best = int(np.where(left, value, -np.inf).argmax())
        chosen.append(best)
        left[best] = False
        nearest = np.maximum(nearest, alike[best])
        if scarce[chosen].sum() >= most:
            left &= ~scarce
    return chosen
