"""Hindsight: what trying courses out has been worth, estimated from what exploration logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from core.recommend import repository
from core.recommend.evaluation.off_policy import always_exploring, estimate, never_exploring
from core.recommend.exploration import CHANCE

if TYPE_CHECKING:
    from datetime import date

    from core.recommend.evaluation.off_policy import Estimate
    from core.uow import UnitOfWork

LOOKS_BACK = timedelta(days=90)
CLICKED_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Hindsight:
    """How often the last course of a list was clicked, or would have been.

    ``lists`` are those in which something could be tried out. ``logged`` is what was truly seen,
    ``never`` if nothing had been tried, ``always`` if every list had tried something.
    """

    lists: int
    logged: float
    never: Estimate
    always: Estimate

    @property
    def sound(self) -> bool:
        """Whether the log says enough."""
        return self.never.sound and self.always.sound


def hindsight(uow: UnitOfWork, community_id: int) -> Hindsight:
    """Return what the lists of the last three months tell, whose outcome is known by now."""
    until = uow.now - CLICKED_WITHIN
    rows = repository.explorable(uow, community_id, uow.now - LOOKS_BACK, until)
    clicked = np.array([row.clicked_at is not None for row in rows], dtype=np.float64)
    chances = np.array([row.propensity for row in rows], dtype=np.float64)
    explored = np.array([row.explored for row in rows], dtype=np.bool_)
    # Chance is asked once a day for each member, whatever number of lists they are shown.
    draws: dict[tuple[int | None, date], int] = {}
    drawn = np.array(
        [draws.setdefault((row.member_id, row.at.date()), len(draws)) for row in rows],
        dtype=np.int64,
    )
    return Hindsight(
        lists=len(rows),
        logged=float(clicked.mean()) if len(rows) else 0.0,
        never=estimate(clicked, chances, never_exploring(explored), clusters=drawn),
        always=estimate(
            clicked, chances, always_exploring(chances, explored, CHANCE), clusters=drawn
        ),
    )
