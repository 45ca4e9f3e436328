"""Beginnings: which course comes next on the first steps, which are not like the later ones."""

from __future__ import annotations

from typing import ClassVar

from core.recommend.models.transitions import Transitions


class Beginnings(Transitions):
    """Transitions of which the second course of a history counts most, and later ones less.

    That leads members with few courses further than what follows on the whole.
    """

    shares: ClassVar[tuple[float, float, float]] = (0.0, 0.8, 0.2)

    def __init__(
        self,
        *,
        fading: float = 0.65,
        earliness: float = 1.0,
        shrinkage: float = 20.0,
        decay: float | None = None,
    ) -> None:
        """Set what fades, the evidence needed, and the query's fading."""
        super().__init__(fading=fading, earliness=earliness, shrinkage=shrinkage, decay=decay)
