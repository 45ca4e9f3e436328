"""Transitions: which course comes next, by how often one followed another."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.recommend.explain import ReasonKind
from core.recommend.learning.lags import transitions
from core.recommend.learning.linear import Learned, LinearModel, takers_of
from core.recommend.learning.links import at_links, blocks_of, strongest

if TYPE_CHECKING:
    from core.recommend.dataset import Dataset


class Transitions(LinearModel):
    """Links ``f / (n + shrinkage)`` with f how often the column's course followed the row's.

    A course that came later by ``lag`` counts ``fading ** (lag - 1)``, up to ``lags``, and
    ``k ** -earliness`` if it was preceded by k courses. n members took the row's course, and
    count as much as if the next one had followed.
    """

    shares: ClassVar[tuple[float, float, float]] = (0.0, 0.8, 0.6)

    def __init__(
        self,
        *,
        lags: int = 8,
        fading: float = 0.65,
        earliness: float = 0.0,
        shrinkage: float = 20.0,
        decay: float | None = None,
    ) -> None:
        """Set how far to look ahead, what fades, the evidence needed, and the query's fading."""
        self.lags = lags
        self.fading = fading
        self.earliness = earliness
        self.shrinkage = shrinkage
        self.decay = decay

    def learn(self, dataset: Dataset) -> Learned:
        """Count what followed what."""
        decayed, followed, counted = transitions(dataset, self.lags, self.fading, self.earliness)
        takers = takers_of(dataset)
        decayed /= (counted + np.float32(self.shrinkage))[:, np.newaxis]
        links = strongest(blocks_of(decayed), len(takers))
        return Learned(links, at_links(links, followed), takers)

    def kind(self, *, completed: bool) -> ReasonKind:  # noqa: ARG002 - what follows is what counts
        """Say that others went on to the course."""
        return ReasonKind.FOLLOWED
