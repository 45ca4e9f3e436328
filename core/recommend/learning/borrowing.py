"""Borrowing: a course that few took yet is linked as the courses nearest to its words are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, diags_array

from core.recommend.learning.links import blocks_of, strongest
from core.recommend.learning.wording import near

if TYPE_CHECKING:
    from core.recommend.dataset import BoolArray, CourseText, FloatArray, IntArray

LENDERS = 100
SHARPNESS = 2.0
"""A lender as near as another by half has a quarter of its share."""
HALF = 1.0
"""With so many takers a course's links are half its own, half borrowed."""
ENOUGH = 20.0
DIRECT = 0.05


def with_borrowed(links: csr_array, takers: FloatArray, texts: tuple[CourseText, ...]) -> csr_array:
    """Return links (C × C) in which courses with few takers have borrowed what they lack.

    Such a course takes the columns of the courses nearest in text, weighted by how near they
    are, and a link from each course it is itself near to; both fade as takers arrive.
    """
    few = takers < ENOUGH
    cold = np.flatnonzero(few)
    if len(cold) in {0, len(few)}:
        return links
    lacking = (HALF / (takers + HALF)).astype(np.float32)
    nearness = near(texts)[cold]
    borrowed = links @ _lenders(nearness, few).T + DIRECT * nearness.T
    own = csr_array(links, copy=True)
    own.data *= np.where(few, 1 - lacking, 1)[links.indices]
    return _with_columns(own, borrowed @ diags_array(lacking[cold]), cold)


def with_untaken(links: csr_array, takers: FloatArray, texts: tuple[CourseText, ...]) -> csr_array:
    """Return links (n × C) from whatever, in which courses nobody took have borrowed columns."""
    untaken = np.flatnonzero(takers == 0)
    if len(untaken) in {0, len(takers)}:
        return links
    return _with_columns(links, links @ _lenders(near(texts)[untaken], takers < ENOUGH).T, untaken)


def _with_columns(links: csr_array, lent: csr_array, places: IntArray) -> csr_array:
    """Return links (n × C) with the columns lent (n × K) added at K places."""
    found = lent.tocoo()
    added = csr_array((found.data, (found.row, places[found.col])), shape=links.shape)
    return (links + added).astype(np.float32)


def _lenders(nearness: csr_array, few: BoolArray) -> csr_array:
    """Return for each cold course the `LENDERS` nearest that are not, with shares that sum to 1.

    The nearer they are, the larger their shares (the kernel of Nadaraya and Watson, 1964).
    """
    warm = csr_array(nearness, copy=True)
    warm.data *= ~few[warm.indices]
    lenders = strongest((block.toarray() for block in blocks_of(warm)), len(few), LENDERS)
    lenders.data **= np.float32(SHARPNESS)
    total = lenders.sum(axis=1)
    return diags_array(1 / np.where(total > 0, total, 1)) @ lenders
