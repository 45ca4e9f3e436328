"""Linear heads over buckets, ready to read many texts in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.weights import expander

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.sentiment.weights import Table


class LinearReader:
    """Linear heads over buckets, ready to read."""

    def __init__(self, table: Table) -> None:
        """Keep the codes as they are, and look their values up while reading."""
        self._codes = table.codes.view(np.uint8)
        self._values = expander(1.0)
        self._largest = table.largest

    def read(
        self, found: NDArray[np.uint32], starts: NDArray[np.int64], counts: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """Return each head's answer for each text, shape (texts, heads); the blend adds the bias.

        ``found`` has shape (kinds, places): texts begin at the places ``starts``, and have so many
        buckets that are not empty.
        """
        values = self._values.take(self._codes.take(found, axis=0)).sum(axis=0)
        sums = np.add.reduceat(values, starts, axis=0)
        sums *= self._largest
        sums /= np.sqrt(counts, dtype=np.float32)[:, None]
        answers: NDArray[np.float32] = sums
        return answers

    def read_one(self, found: NDArray[np.uint32]) -> NDArray[np.float32]:
        """Return each head's answer for the buckets of one text, shape (heads,)."""
        values = self._values.take(self._codes.take(found, axis=0))
        each = np.full(len(found), len(found) ** -0.5, np.float32)
        answers: NDArray[np.float32] = each @ values * self._largest
        return answers
