"""EASE: the linear item-item model with a closed form, asked with a history that fades."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from core.recommend.learning.linear import Learned, LinearModel, together
from core.recommend.learning.links import at_links, blocks_of, strongest

if TYPE_CHECKING:
    from core.recommend.dataset import Dataset


class Ease(LinearModel):
    """Links ``B = I - P / diag(P)`` with ``P = inverse(G + strength * I)``.

    Here G counts the members who took both of two courses (Steck, WWW 2019). The model is
    trained on whole histories and asked with histories that fade.
    """

    shares: ClassVar[tuple[float, float, float]] = (0.0, 0.3, 0.5)

    def __init__(self, *, strength: float = 200.0, decay: float | None = None) -> None:
        """Set the strength of the ridge and how fast a history fades, None to find out."""
        self.strength = strength
        self.decay = decay

    def learn(self, dataset: Dataset) -> Learned:
        """Invert the counts of members who took both of two courses."""
        both = together(dataset)
        width = len(both)
        takers = both.diagonal().copy()
        ridged = both + np.float32(self.strength) * np.eye(width, dtype=np.float32)
        inverse = cho_solve(cho_factor(ridged, overwrite_a=True), np.eye(width, dtype=np.float32))
        weights = inverse / -inverse.diagonal()
        np.fill_diagonal(weights, 0.0)
        links = strongest(blocks_of(weights), width)
        return Learned(links, at_links(links, both), takers)
