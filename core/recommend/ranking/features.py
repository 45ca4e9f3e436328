"""Features: what the network sees of each candidate, from the models' scores and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.recommend.learning.linear import LinearModel
from core.recommend.learning.links import entries
from core.recommend.models.content import Content
from core.recommend.models.popular import Popular
from core.recommend.models.second_order import SecondOrder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from core.recommend.dataset import Dataset, FloatArray, IntArray
    from core.recommend.model import Model

LATEST = 3
"""Of so many latest courses the links to a candidate are looked at one by one."""
_TINY = np.float32(1e-9)


def seen(models: Sequence[Model]) -> list[int]:
    """Return the places of the models whose scores the network looks at."""
    kinds = (LinearModel, SecondOrder, Content, Popular)
    return [place for place, model in enumerate(models) if isinstance(model, kinds)]


def features(
    models: Sequence[Model],
    scores: Sequence[FloatArray],
    candidates: IntArray,
    dataset: Dataset,
    members: IntArray,
) -> FloatArray:
    """Return the features (m × K × F) of candidates (m × K), which stand best first.

    ``scores`` are those of `seen` models and last the blend's own (each m × K).
    """
    history = _History(dataset, members, candidates)
    columns = [*_scores(scores), *history.links(models)]
    order = np.arange(candidates.shape[1], dtype=np.float32)
    columns += [order, np.log1p(history.lengths, dtype=np.float32)[:, np.newaxis]]
    stacked = np.empty((*candidates.shape, len(columns)), dtype=np.float32)
    for place, column in enumerate(columns):
        stacked[..., place] = column
    return stacked


def _scores(scores: Sequence[FloatArray]) -> Iterator[FloatArray]:
    """Give each score as it is, and over the best of its list."""
    for score in scores:
        yield score
        yield score / np.maximum(score.max(axis=1, keepdims=True), _TINY)


class _History:
    """The courses of some members, and where links from them to candidates are found."""

    def __init__(self, dataset: Dataset, members: IntArray, candidates: IntArray) -> None:
        rows, bounds = dataset.rows_of(members)
        courses = dataset.courses[rows].astype(np.int64)
        self.width = len(dataset.course_ids)
        self.lengths = np.diff(bounds)
        self.bounds = bounds
        self.candidates = candidates
        self.weights = np.append(dataset.weights[rows], np.float32(0))[:, np.newaxis]
        owners = np.repeat(np.arange(len(members)), self.lengths)
        self.cells = courses[:, np.newaxis] * self.width + candidates[owners]
        self.ends = np.append(courses, 0)[self._back(1)]

    def links(self, models: Sequence[Model]) -> Iterator[FloatArray]:
        """Give the links of each of the latest courses, of all, and those back to the last."""
        for model in models:
            if isinstance(model, LinearModel):
                found = self._from_all(model.weights_)
                yield from self._latest(found)
                yield self._whole(found)
                back = self.candidates * self.width + self.ends[:, np.newaxis]
                yield np.where(self._there(1), self._at(model.weights_, back), np.float32(0))
            elif isinstance(model, Content):
                yield from self._latest(self._from_all(model.links_))

    def _from_all(self, links: csr_array | FloatArray) -> FloatArray:
        """Return the links of every row, and one row of nothing after them."""
        nothing = np.zeros((1, self.candidates.shape[1]), dtype=np.float32)
        return np.concatenate((self._at(links, self.cells), nothing))

    def _at(self, links: csr_array | FloatArray, cells: IntArray) -> FloatArray:
        if isinstance(links, np.ndarray):
            dense: FloatArray = links.ravel()[cells]
            return dense
        flat = cells.ravel()
        return entries(links, flat // self.width, flat % self.width).reshape(cells.shape)

    def _latest(self, found: FloatArray) -> Iterator[FloatArray]:
        for back in range(1, LATEST + 1):
            yield found[self._back(back)]

    def _whole(self, found: FloatArray) -> FloatArray:
        """Return the sum over a history in which nothing fades."""
        summed = np.add.reduceat(self.weights * found, self.bounds[:-1], axis=0)
        return np.where(self._there(1), summed, np.float32(0))

    def _there(self, back: int) -> NDArray[np.bool_]:
        there: NDArray[np.bool_] = (self.lengths >= back)[:, np.newaxis]
        return there

    def _back(self, back: int) -> IntArray:
        """Return the row of the course so many before the end, or the one after all rows."""
        return np.where(self.lengths >= back, self.bounds[1:] - back, self.bounds[-1])
