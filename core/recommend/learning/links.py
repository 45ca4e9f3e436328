"""Links: weights from a course of the history to the course that is scored, the strongest kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from core.recommend.dataset import STUDIED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from core.recommend.dataset import Dataset, FloatArray, IntArray

Matrix = TypeVar("Matrix", csr_array, NDArray[np.float32])

KEPT = 200
DENSE = 4_096
"""Up to so many courses the links are also held densely, which scores a member in microseconds."""
_AT_ONCE = 1_000
_NOTHING = np.float32(1e-12)


def strongest(blocks: Iterable[FloatArray], width: int, count: int = KEPT) -> csr_array:
    """Return a matrix, given as blocks of rows, with only the ``count`` strongest weights of each.

    Weights are compared by size whatever their sign, and zeros are left out.
    """
    parts = [_strongest(block, count) for block in blocks]
    return vstack(parts, format="csr") if parts else csr_array((0, width), dtype=np.float32)


def blocks_of(matrix: Matrix) -> Iterator[Matrix]:
    """Cut a matrix into blocks of rows, so that what is computed on them stays small."""
    for first in range(0, matrix.shape[0], _AT_ONCE):
        yield matrix[first : first + _AT_ONCE]


def at_links(links: csr_array, counts: NDArray[Any]) -> csr_array:
    """Return the counts (dense C × C) that stand behind positive links, sparse."""
    coordinates = links.tocoo()
    row, column = coordinates.row, coordinates.col
    found = counts[row, column].astype(np.int32)
    kept = (coordinates.data > 0) & (found > 0)
    return csr_array((found[kept], (row[kept], column[kept])), shape=links.shape)


def entries(
    matrix: csr_array | NDArray[Any], rows: NDArray[Any], columns: NDArray[Any]
) -> FloatArray:
    """Return what a dense or sparse matrix holds at n places, densely (n,)."""
    found = matrix[rows, columns]
    held: FloatArray = found if isinstance(found, np.ndarray) else found.toarray()
    return held


class Lookup:
    """Finds what a sparse matrix holds at places, quickly for few of them and for many."""

    def __init__(self, matrix: csr_array) -> None:
        """Put the places in order."""
        ordered = matrix.sorted_indices()
        rows = np.repeat(np.arange(ordered.shape[0]), np.diff(ordered.indptr))
        self._width = ordered.shape[1]
        self._keys = rows * self._width + ordered.indices
        self._data = ordered.data

    def at(self, rows: NDArray[Any], columns: NDArray[Any]) -> NDArray[Any]:
        """Return what stands at n places, 0 where nothing does."""
        if not len(self._keys):
            return np.zeros(len(rows), dtype=self._data.dtype)
        keys = rows * self._width + columns
        near = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return np.where(self._keys[near] == keys, self._data[near], 0)


def linked(
    dataset: Dataset, members: IntArray, decay: float, links: csr_array | FloatArray
) -> FloatArray:
    """Return what members' histories, fading by ``decay``, give to each course (members × C).

    One member alone, who waits for an answer, is spared the making of a sparse matrix.
    """
    if len(members) == 1 and isinstance(links, np.ndarray):
        rows, _ = dataset.rows_of(members)
        weights = dataset.weights[rows]
        taken = weights >= STUDIED
        later = (np.count_nonzero(taken) - np.cumsum(taken)).astype(np.float32)
        fading = weights * np.float32(decay) ** later
        alone: FloatArray = fading[np.newaxis] @ links[dataset.courses[rows]]
        return alone
    return product(dataset.query(decay, members=members), links)


def product(query: csr_array, links: csr_array | FloatArray) -> FloatArray:
    """Return what histories (members × C) give to each course, densely."""
    scores = query @ links
    dense: FloatArray = scores if isinstance(scores, np.ndarray) else scores.toarray()
    return dense


def _strongest(block: FloatArray, count: int) -> csr_array:
    if block.shape[1] > count:
        size = np.abs(block)
        least = np.partition(size, -count, axis=1)[:, -count][:, np.newaxis]
        block = np.where(size >= np.maximum(least, _NOTHING), block, np.float32(0))
    return csr_array(block)


def unit_rows(matrix: csr_array) -> csr_array:
    """Return the rows of a sparse matrix scaled to length 1; empty ones stay empty."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    length = np.sqrt(np.bincount(rows, matrix.data**2, matrix.shape[0]))
    scaled = csr_array(matrix, copy=True)
    scaled.data /= np.where(length > 0, length, 1)[rows]
    return scaled


def unit_points(points: FloatArray) -> FloatArray:
    """Return the rows of a dense matrix scaled to length 1; zeros stay zeros."""
    length: FloatArray = np.linalg.norm(points, axis=1, keepdims=True)
    scaled: FloatArray = np.divide(points, np.maximum(length, _NOTHING))
    return scaled
