"""Weights: how much each model counts, by how much of a member's history there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.recommend.dataset import NOBODY
from core.recommend.models.popular import Popular

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.recommend.dataset import Dataset, FloatArray, IntArray, Profile
    from core.recommend.model import Model

UNKNOWN, TOLD, ONE, FEW, MANY = range(5)
"""Courses taken: none and nothing known either, only a profile or looks, 1, 2-4, 5 or more."""
BUCKETS = 5
_SHARE_OF = (0, 0, 1, 2, 2)
_STARTS = np.array([1, 2, 5])
CUT = 10
STEPS = (0.4, 0.4, 0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05)
GAIN = 1e-4
"""A step that raises NDCG by less is not taken."""
LOSS = 3e-4
"""A model without which NDCG falls by no more is left out."""


def buckets(dataset: Dataset, members: IntArray) -> IntArray:
    """Return the bucket of each member by the courses taken; if 0, by what else is known."""
    lengths = dataset.history_lengths(members)
    looked = np.diff(dataset.rows_of(members)[1]) > 0
    found: IntArray = np.searchsorted(_STARTS, lengths, side="right") + 1
    for place in np.flatnonzero((lengths == 0) & ~looked).tolist():
        member = int(members[place])
        known = member != NOBODY and told(dataset.profiles[member])
        found[place] = TOLD if known else UNKNOWN
    return found


def default(models: Sequence[Model]) -> FloatArray:
    """Return the weights (buckets × models) that stand where there is too little to learn from.

    Of whom nothing is known, popularity alone decides, if it is among the models.
    """
    shares = np.array([model.shares for model in models], dtype=np.float32).reshape(-1, 3)
    weights = np.ascontiguousarray(shares.T[list(_SHARE_OF)])
    popular = np.array([isinstance(model, Popular) for model in models], dtype=np.bool_)
    if popular.any():
        weights[UNKNOWN, ~popular] = 0
    return weights


def searched(scores: FloatArray, answers: FloatArray, start: FloatArray) -> FloatArray:
    """Return weights (models,) that rank the answers high, searched one step of one at a time.

    ``scores`` (Q × K × models) are the candidates' and ``answers`` (Q × models) the right
    courses' scores, each scaled to 0-1 per question; what is no rival scores -1. The measure is
    NDCG@10, with the answer behind rivals that score as much. The search sets out
    from ``start`` and from the best model alone.
    """
    alone = max(np.eye(len(start), dtype=np.float32), key=lambda one: _of(scores, answers, one))
    climbed = [_climbed(scores, answers, begin) for begin in (start.astype(np.float32), alone)]
    return _pruned(scores, answers, max(climbed, key=lambda one: _of(scores, answers, one)))


def _climbed(scores: FloatArray, answers: FloatArray, start: FloatArray) -> FloatArray:
    weights = start.copy()
    rivals, right = scores @ weights, answers @ weights
    best = _gain(rivals, right)
    for step in STEPS:
        tried = [
            (_gain(rivals + moved * scores[..., one], right + moved * answers[:, one]), one, moved)
            for one in range(len(weights))
            for moved in (np.float32(step), np.float32(-step))
            if weights[one] + moved >= 0
        ]
        gain, one, moved = max(tried, default=(0.0, 0, np.float32(0)))
        if gain <= best + GAIN:
            continue
        best = gain
        weights[one] += moved
        rivals += moved * scores[..., one]
        right += moved * answers[:, one]
    return weights


def _pruned(scores: FloatArray, answers: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the weights without those of models that the others do as well without."""
    best = _of(scores, answers, weights)
    for one in np.argsort(weights, kind="stable").tolist():
        without = np.where(np.arange(len(weights)) == one, np.float32(0), weights)
        if without.any() and _of(scores, answers, without) >= best - LOSS:
            weights = without
    return weights


def gains(above: IntArray) -> FloatArray:
    """Return the NDCG@10 of answers that have so many candidates above them."""
    return np.where(above < CUT, 1 / np.log2(above + 2.0), 0.0).astype(np.float32)


def told(profile: Profile) -> bool:
    """Say whether a profile tells what interests its member."""
    return bool(profile.interests or profile.asked or profile.answered)


def _of(scores: FloatArray, answers: FloatArray, weights: FloatArray) -> float:
    return _gain(scores @ weights, answers @ weights)


def _gain(rivals: FloatArray, right: FloatArray) -> float:
    return float(gains((rivals >= right[:, np.newaxis]).sum(axis=1)).mean())
