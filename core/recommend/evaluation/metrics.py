"""The metrics, member by member, all read from courses in the order they would be suggested.

``ranked`` (m × n) holds course indices, best first, `NONE` where nothing is left to suggest;
``relevant`` (m × C) holds what each member really turned to. Each metric of a member lies
between 0 and 1, and is 0 where nothing is relevant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NONE = -1
HEAD = 0.2


def ranked(scores: NDArray[np.floating], count: int, barred: csr_array | None = None) -> Ints:
    """Return each row's best ``count`` columns, best first; of equal scores the first column leads.

    What stands in ``barred`` and what scores minus infinity is left out.
    """
    free = np.array(scores, dtype=np.float64)
    if barred is not None:
        rows = np.repeat(np.arange(barred.shape[0]), np.diff(barred.indptr))
        free[rows, barred.indices] = -np.inf
    rows_count, columns = free.shape
    found = np.full((rows_count, count), NONE, dtype=np.int64)
    width = min(count, columns)
    if width:
        best = _best(free, width)
        values = np.take_along_axis(free, best, axis=1)
        order = np.argsort(-values, axis=1, kind="stable")
        best = np.take_along_axis(best, order, axis=1)
        left = np.take_along_axis(values, order, axis=1) > -np.inf
        found[:, :width] = np.where(left, best, NONE)
    return found


def hits(found: Ints, relevant: csr_array) -> Bools:
    """Return which of the ranked courses are relevant (m × n)."""
    rows = np.repeat(np.arange(relevant.shape[0]), np.diff(relevant.indptr))
    wanted = rows * relevant.shape[1] + relevant.indices
    asked = np.arange(len(found))[:, np.newaxis] * relevant.shape[1] + found
    hit: Bools = np.isin(asked, wanted) & (found != NONE)
    return hit


def recall(hit: Bools, relevant: Ints, count: int) -> Floats:
    """Return the share of the relevant courses (how many: ``relevant``) in the first ``count``."""
    return _over(hit[:, :count].sum(axis=1), relevant)


def ndcg(hit: Bools, relevant: Ints, count: int) -> Floats:
    """Return the gain discounted by log2(rank + 1), over that of min(count, relevant) on top.

    Järvelin & Kekäläinen, TOIS 2002, with gains of 0 and 1.
    """
    gain = 1.0 / np.log2(np.arange(count) + 2.0)
    ideal = np.append(0.0, gain.cumsum())[np.minimum(relevant, count)]
    width = min(count, hit.shape[1])
    return _over(hit[:, :width] @ gain[:width], ideal)


def mrr(hit: Bools, count: int) -> Floats:
    """Return one over the rank of the first relevant course, 0 if it is not in ``count``."""
    first = hit[:, :count]
    return np.where(first.any(axis=1), 1.0 / (first.argmax(axis=1) + 1.0), 0.0)


def average_precision(hit: Bools, relevant: Ints, count: int) -> Floats:
    """Return the mean precision at each relevant course, over min(count, relevant)."""
    first = hit[:, :count]
    precision = first.cumsum(axis=1) / np.arange(1, first.shape[1] + 1)
    return _over((precision * first).sum(axis=1), np.minimum(relevant, count))


def exposures(found: Ints, courses: int) -> Ints:
    """Return how often each of the courses is suggested."""
    return np.bincount(found[found != NONE], minlength=courses).astype(np.int64)


def coverage(exposure: Ints) -> float:
    """Return the share of the courses that anybody is suggested."""
    return float((exposure > 0).mean()) if len(exposure) else 0.0


def gini(exposure: Ints) -> float:
    """Return how unequally courses are shown: 0 all alike, towards 1 one alone."""
    total, count = int(exposure.sum()), len(exposure)
    if not total:
        return 0.0
    share = np.arange(1, count + 1) @ np.sort(exposure) / total
    return float((2.0 * share - count - 1.0) / count)


def long_tail(found: Ints, takers: Ints) -> Floats:
    """Return the share of each member's suggestions that lies outside the head.

    The head is the most popular fifth of the courses that have takers (of equals the first).
    """
    popular = np.argsort(-takers, kind="stable")
    size = int(np.ceil(HEAD * (takers > 0).sum()))
    tail = np.ones(len(takers) + 1, dtype=np.bool_)  # the last stands for `NONE`
    tail[popular[:size]] = False
    tail[NONE] = False
    return _over(tail[found].sum(axis=1), (found != NONE).sum(axis=1))


def _best(scores: Floats, count: int) -> Ints:
    """Return the columns of the ``count`` best of each row, from left to right, exactly."""
    last = scores.shape[1] - count
    bound = np.partition(scores, last, axis=1)[:, last, np.newaxis]
    above, level = scores > bound, scores == bound
    wanted = count - above.sum(axis=1, keepdims=True)
    level &= level.cumsum(axis=1, dtype=np.int32) <= wanted
    return np.nonzero(above | level)[1].reshape(len(scores), count).astype(np.int64)


def _over(part: NDArray[np.number], whole: NDArray[np.number]) -> Floats:
    shares: Floats = np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
    return shares
