"""Item neighbours: courses that the same people study, by cosine with shrinkage."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.recommend.learning.linear import Learned, LinearModel, together
from core.recommend.learning.links import at_links, blocks_of, strongest

if TYPE_CHECKING:
    from core.recommend.dataset import Dataset, FloatArray


class ItemNeighbours(LinearModel):
    """Links ``c / sqrt(n_i n_j) * c / (c + shrinkage)`` between courses i and j.

    Here c people studied both, n_i and n_j each; for every course the ``neighbours`` nearest
    are kept (Sarwar et al., WWW 2001; shrinkage as in Bell & Koren, ICDM 2007).
    """

    shares: ClassVar[tuple[float, float, float]] = (0.0, 1.0, 1.0)

    def __init__(
        self, *, shrinkage: float = 10.0, neighbours: int = 200, decay: float | None = None
    ) -> None:
        """Set the evidence a link needs, how many a course keeps, and the query's fading."""
        self.shrinkage = shrinkage
        self.neighbours = neighbours
        self.decay = decay

    def learn(self, dataset: Dataset) -> Learned:
        """Count who studied what together."""
        both = together(dataset)
        takers = both.diagonal().copy()
        size: FloatArray = np.sqrt(np.maximum(takers, 1))
        cosine: FloatArray = both / size[:, np.newaxis] / size
        cosine *= both / (both + np.float32(self.shrinkage))
        np.fill_diagonal(cosine, 0.0)
        links = strongest(blocks_of(cosine.T), len(takers), self.neighbours).T.tocsr()
        return Learned(links, at_links(links, both), takers)
