"""Reasoning: of all models' reasons, that of the model which adds most to a course's score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.recommend.explain import Reason, ReasonKind
from core.recommend.models.content import Content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.recommend.dataset import BoolArray, FloatArray, IntArray
    from core.recommend.model import Model
    from core.recommend.ranking.scoring import Scored

_NONE = Reason(ReasonKind.UNTAKEN)


def reasons_of(models: Sequence[Model], found: Scored, courses: IntArray) -> list[list[Reason]]:
    """Return why courses (m × k) are for the members that were scored, row by row.

    A model without a reason leaves it to the one that adds next to most. That it is about what
    the member follows is said before how many study it.
    """
    rows, count = courses.shape
    flat = courses.ravel()
    members = np.repeat(found.asked.members, count)
    added = _added(models, found, courses)
    order = np.argsort(-added, axis=0, kind="stable")
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
    for place, model in enumerate(models):
        if isinstance(model, Content):
            _tell_tags(model, reasons, members, flat, added[place] > 0)
    said = [reason or _NONE for reason in reasons]
    return [said[row * count : (row + 1) * count] for row in range(rows)]


def _tell_tags(
    model: Content,
    reasons: list[Reason | None],
    members: IntArray,
    courses: IntArray,
    adds: BoolArray,
) -> None:
    """Put the tags that match, where they add to the score, in the place of popularity."""
    popular = [
        cell
        for cell in np.flatnonzero(adds).tolist()
        if (reason := reasons[cell]) and reason.kind is ReasonKind.POPULAR
    ]
    given = model.reasons(members[popular], courses[popular]) if popular else []
    for cell, reason in zip(popular, given, strict=True):
        if reason and reason.kind is ReasonKind.TAGS:
            reasons[cell] = reason


def _added(models: Sequence[Model], found: Scored, courses: IntArray) -> FloatArray:
    """Return what each model (by place) adds to each cell (models × cells)."""
    added = np.empty((len(models), courses.size), dtype=np.float32)
    for place in range(len(models)):
        own = found.weights[:, place][:, np.newaxis] * found.scaled(place, courses)
        added[place] = own.ravel()
    return added
