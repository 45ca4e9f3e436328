"""Slist: one closed form that joins what was taken before, what came after, and the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from core.recommend.explain import ReasonKind
from core.recommend.learning.lags import Sequences
from core.recommend.learning.linear import Learned, LinearModel, takers_of
from core.recommend.learning.links import at_links, blocks_of, strongest
from core.recommend.learning.wording import near

if TYPE_CHECKING:
    from core.recommend.dataset import Dataset, FloatArray, IntArray


class Sums(NamedTuple):
    """What is summed over all histories, each a C × C array."""

    gram: FloatArray
    forward: FloatArray
    followed: FloatArray


class Slist(LinearModel):
    """Ridge regression of every course taken on the decayed past and future around it.

    With X the past of each course taken (the course ``lag`` before it at ``fading ** (lag - 1)``),
    F the future (``fading ** lag``), E the course itself, and text similarity T as a prior, links
    are ``inverse(X'X + back F'F + strength I) (X'E + back F'E + wording T)``, each course's column
    times ``takers ** -discount`` (after Choi et al., WWW 2021). A history of n courses weighs
    ``n ** -evening`` for each of them, lest a few long ones decide.
    """

    shares: ClassVar[tuple[float, float, float]] = (0.0, 0.8, 1.0)

    def __init__(  # noqa: PLR0913 - one for each term of the formula
        self,
        *,
        fading: float = 0.85,
        lags: int = 20,
        back: float = 0.4,
        strength: float = 25.0,
        wording: float = 2.0,
        evening: float = 0.35,
        discount: float = 0.05,
        decay: float | None = None,
    ) -> None:
        """Set the terms of the formula, and how fast a history fades when it is asked with."""
        self.fading = fading
        self.lags = lags
        self.back = back
        self.strength = strength
        self.wording = wording
        self.evening = evening
        self.discount = discount
        self.decay = decay

    def learn(self, dataset: Dataset) -> Learned:
        """Sum over shards of members, and solve once."""
        sums = self._sums(dataset)
        gram, forward, followed = sums
        takers = takers_of(dataset)
        wanted = forward + np.float32(self.back * self.fading) * forward.T
        wanted += np.float32(self.wording) * near(dataset.texts).toarray()
        gram[np.diag_indices(len(gram))] += np.float32(self.strength)
        weights = cho_solve(cho_factor(gram, overwrite_a=True), wanted, overwrite_b=True)
        weights *= (takers + 1) ** np.float32(-self.discount)
        links = strongest(blocks_of(weights), len(takers))
        return Learned(links, at_links(links, followed), takers)

    def kind(self, *, completed: bool) -> ReasonKind:  # noqa: ARG002 - what follows is what counts
        """Say that others went on to the course."""
        return ReasonKind.FOLLOWED

    def _sums(self, dataset: Dataset) -> Sums:
        width = len(dataset.course_ids)
        flat = Sums(*(np.zeros(width * width, dtype=np.float32) for _ in range(3)))
        for shard in dataset.chunks():
            self._add(flat, Sequences(shard))
        gram, forward, followed = (array.reshape(width, width) for array in flat)
        gram += gram.T
        return Sums(gram, forward, followed)

    def _add(self, sums: Sums, taken: Sequences) -> None:
        """Add a shard: a pair at some lag stands in as many pasts and futures as there is room.

        That makes each sum over rows a geometric series, so only pairs are gone through.
        """
        weight = taken.lengths.astype(np.float32) ** np.float32(-self.evening)
        after, before = self._series(taken.after), self.fading**2 * self._series(taken.before)
        own = taken.courses * (taken.width + 1)
        np.add.at(sums.gram, own, weight * (after + self.back * before) / 2)
        for pairs in taken.lagged(self.lags):
            share = weight[pairs.later] * np.float32(self.fading ** (pairs.lag - 1))
            room = after[pairs.later] + self.back * before[pairs.earlier]
            np.add.at(sums.gram, pairs.cells, share * self.fading * room)
            np.add.at(sums.forward, pairs.cells, share)
            np.add.at(sums.followed, pairs.cells, np.float32(1))

    def _series(self, terms: IntArray) -> FloatArray:
        """Return 1 + fading² + fading⁴ + …, so many terms."""
        ratio = np.float32(self.fading**2)
        return (1 - ratio ** terms.astype(np.float32)) / (1 - ratio)
