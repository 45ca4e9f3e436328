"""Texts as sparse counts of hashed runs: what linear heads are fitted to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def hashed_counts(found: Sequence[NDArray[np.uint32]], size: int) -> csr_matrix:
    """Return how often each text's buckets occur, over the root of their number (texts × size)."""
    lengths = np.array([len(row) for row in found])
    ends = np.concatenate(([0], np.cumsum(lengths)))
    values = np.repeat(1 / np.sqrt(lengths), lengths).astype(np.float32)
    columns = np.concatenate(found).astype(np.int32)
    matrix = csr_matrix((values, columns, ends), shape=(len(found), size))
    matrix.sum_duplicates()
    return matrix
