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
LENT = 0.5
"""A course that nobody took is lent half of what those near to it have."""
HALF = 1.0
"""With so many takers a course's links are half its own, half borrowed."""
ENOUGH, USUAL = 20.0, 0.25
"""Few are less than so many takers, and less than such a share of what courses have on average."""
DIRECT = 0.5
"""Direct links are so many times as strong as the borrowed ones, whatever their model's scale."""


def with_borrowed(links: csr_array, takers: FloatArray, texts: tuple[CourseText, ...]) -> csr_array:
    """Return links (C × C) in which courses with few takers have borrowed what they lack.

    Such a course takes the columns of the courses nearest in text, weighted by how near they
    are, and a link from each course it is itself near to; both fade as takers arrive.
    """
    few = _few(takers)
    cold = np.flatnonzero(few)
    if len(cold) in {0, len(few)}:
        return links
    lacking = (HALF / (takers + HALF)).astype(np.float32)
    nearness = near(texts)[cold]
    borrowed = links @ _lenders(nearness, few).T
    strength = DIRECT * _size(borrowed) / (_size(nearness) or 1.0)
    borrowed = borrowed + np.float32(strength) * nearness.T
    own = csr_array(links, copy=True)
    own.data *= np.where(few, 1 - lacking, 1)[links.indices]
    return _with_columns(own, borrowed @ diags_array(lacking[cold]), cold)


def with_untaken(links: csr_array, takers: FloatArray, texts: tuple[CourseText, ...]) -> csr_array:
    """Return links (n × C) from whatever, in which courses nobody took have borrowed columns."""
    untaken = np.flatnonzero(takers == 0)
    if len(untaken) in {0, len(takers)}:
        return links
    return _with_columns(links, links @ _lenders(near(texts)[untaken], _few(takers)).T, untaken)


def _few(takers: FloatArray) -> BoolArray:
    """Say which courses have too few takers to be known by them (C,)."""
    usual = float(takers.mean()) if len(takers) else 0.0
    few: BoolArray = (takers < min(ENOUGH, USUAL * usual)) | (takers == 0)
    return few


def _size(links: csr_array) -> float:
    return float(np.linalg.norm(links.data))


def _with_columns(links: csr_array, lent: csr_array, places: IntArray) -> csr_array:
    """Return links (n × C) with the columns lent (n × K) added at K places."""
    found = lent.tocoo()
    added = csr_array((found.data, (found.row, places[found.col])), shape=links.shape)
    return (links + added).astype(np.float32)


def _lenders(nearness: csr_array, few: BoolArray) -> csr_array:
    """Return for each cold course the `LENDERS` nearest that are not, with their shares.

    The nearer they are, the larger these are (the kernel of Nadaraya and Watson, 1964); they sum
    to `LENT`.
    """
    warm = csr_array(nearness, copy=True)
    warm.data *= ~few[warm.indices]
    lenders = strongest((block.toarray() for block in blocks_of(warm)), len(few), LENDERS)
    lenders.data **= np.float32(SHARPNESS)
    total = lenders.sum(axis=1)
    return diags_array(np.float32(LENT) / np.where(total > 0, total, 1)) @ lenders
