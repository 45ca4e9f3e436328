"""Reasoning: of all models' reasons, that of the model which adds most to a course's score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.recommend.explain import Reason, ReasonKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.recommend.dataset import IntArray
    from core.recommend.model import Model
    from core.recommend.ranking.scoring import Scored

_NONE = Reason(ReasonKind.UNTAKEN)


def reasons_of(models: Sequence[Model], found: Scored, courses: IntArray) -> list[list[Reason]]:
    """Return why courses (m × k) are for the members that were scored, row by row.

    A model without a reason leaves it to the one that adds next to most.
    """
    rows, count = courses.shape
    flat = courses.ravel()
    members = np.repeat(found.asked.members, count)
    order = _order(models, found, courses)
    reasons: list[Reason | None] = [None] * len(flat)
    waiting = np.arange(len(flat))
    for turn in order:
        asked = turn[waiting]
        for place in np.unique(asked).tolist():
            some = waiting[asked == place]
            given = models[place].reasons(members[some], flat[some])
            for cell, reason in zip(some.tolist(), given, strict=True):
                reasons[cell] = reason
        waiting = np.array([cell for cell in waiting.tolist() if reasons[cell] is None], dtype=int)
        if not len(waiting):
            break
    said = [reason or _NONE for reason in reasons]
    return [said[row * count : (row + 1) * count] for row in range(rows)]


def _order(models: Sequence[Model], found: Scored, courses: IntArray) -> IntArray:
    """Return the models (by place) from who adds most to who adds least (models × cells)."""
    added = np.empty((len(models), courses.size), dtype=np.float32)
    for place in range(len(models)):
        own = found.weights[:, place][:, np.newaxis] * found.scaled(place, courses)
        added[place] = own.ravel()
    return np.argsort(-added, axis=0, kind="stable")
