"""Factors: one side of a factorisation solved exactly while the other side stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from core.recommend.dataset import FloatArray, IntArray

_AT_ONCE = 2_000_000


def solved(
    values: csr_array, factors: FloatArray, ridge: FloatArray, base: FloatArray | None = None
) -> FloatArray:
    """Return for each row the ridge regression of its values on the factors of its columns.

    ``values`` is rows × columns, ``factors`` columns × size, ``ridge`` one strength per row;
    ``base`` (size × size) is added to every row's Gram matrix. Rows without values are 0.
    """
    size = factors.shape[1]
    result = np.zeros((values.shape[0], size), dtype=np.float32)
    lengths = np.diff(values.indptr)
    common = np.zeros((size, size), dtype=np.float32) if base is None else base
    for length in np.unique(lengths[lengths > 0]).tolist():
        rows = np.flatnonzero(lengths == length)
        step = max(1, _AT_ONCE // (length * size + size * size))
        for first in range(0, len(rows), step):
            some = rows[first : first + step]
            result[some] = _solved(values, some, factors, ridge[some], common)
    return result


def _solved(
    values: csr_array, rows: IntArray, factors: FloatArray, ridge: FloatArray, base: FloatArray
) -> FloatArray:
    """Solve rows that have equally many values."""
    length = int(values.indptr[rows[0] + 1] - values.indptr[rows[0]])
    entries = values.indptr[rows][:, np.newaxis] + np.arange(length)
    held = factors[values.indices[entries]]
    turned = held.transpose(0, 2, 1)
    gram = (
        turned @ held
        + base
        + ridge[:, np.newaxis, np.newaxis] * np.eye(factors.shape[1], dtype=np.float32)
    )
    wanted = turned @ values.data[entries][:, :, np.newaxis]
    answer: FloatArray = np.linalg.solve(gram, wanted)[:, :, 0]
    return answer
