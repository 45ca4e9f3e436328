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

    Here G counts the members who took both of two courses (Steck, WWW 2019). A history of n
    courses counts ``n ** -evening`` for each pair, lest a few long ones decide, with a factor
    that lets an interaction weigh 1 on average; each course's column is multiplied by
    ``takers ** -discount``. The model is trained on whole histories and asked with histories
    that fade.
    """

    shares: ClassVar[tuple[float, float, float]] = (0.0, 0.3, 0.5)

    def __init__(
        self,
        *,
        strength: float = 100.0,
        evening: float = 0.35,
        discount: float = 0.05,
        decay: float | None = None,
    ) -> None:
        """Set the terms of the formula, and how fast a history fades, None to find out."""
        self.strength = strength
        self.evening = evening
        self.discount = discount
        self.decay = decay

    def learn(self, dataset: Dataset) -> Learned:
        """Invert the counts of members who took both of two courses."""
        both = together(dataset)
        width, takers = len(both), both.diagonal().copy()
        gram = together(dataset, evening=self.evening) if self.evening else both.copy()
        gram *= takers.sum() / max(float(gram.trace()), 1.0)
        gram[np.diag_indices(width)] += np.float32(self.strength)
        inverse = cho_solve(cho_factor(gram, overwrite_a=True), np.eye(width, dtype=np.float32))
        weights = inverse / -inverse.diagonal()
        np.fill_diagonal(weights, 0.0)
        weights *= (takers + 1) ** np.float32(-self.discount)
        links = strongest(blocks_of(weights), width)
        return Learned(links, at_links(links, both), takers)
