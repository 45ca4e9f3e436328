"""Order: the best by weights are put in order anew by the network, and popular ones marked down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from core.recommend.models.popular import Popular
from core.recommend.ranking.features import seen
from core.recommend.ranking.scoring import scored
from core.recommend.ranking.weights import ONE
from core.recommend.scaling import stretched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.recommend.dataset import FloatArray, IntArray
    from core.recommend.model import Model
    from core.recommend.ranking.network import Network
    from core.recommend.ranking.scoring import Asked, Scored

CANDIDATES = 60


@dataclass(frozen=True, slots=True, eq=False)
class Tuned:
    """What was learned: weights (buckets × models), and how candidates are put in order.

    ``part`` is the network's part in the order, 0 to 1, and ``discounts`` (buckets,) say how far
    the most popular course is marked down, on the scale from the worst candidate to the best.
    """

    weights: FloatArray
    discounts: FloatArray
    network: Network | None = None
    part: float = 0.0

    @classmethod
    def plain(cls, weights: FloatArray) -> Tuned:
        """Return nothing but weights."""
        return cls(weights, np.zeros(len(weights), dtype=np.float32))


class Ordered(NamedTuple):
    """Candidates (m × K), no longer in order, and their values on the scale of the totals.

    Candidates that are out have the value minus infinity.
    """

    scored: Scored
    candidates: IntArray
    values: FloatArray


def ordered(
    tuned: Tuned, models: Sequence[Model], asked: Asked, count: int = CANDIDATES
) -> Ordered:
    """Return at least ``count`` candidates, if there are so many courses, with their values."""
    needed = [*_popular(models)] if tuned.discounts.any() else []
    if tuned.network is not None:
        needed += seen(models)
    found = scored(models, asked, tuned.weights, needed)
    candidates = found.best(min(max(CANDIDATES, count), len(asked.dataset.course_ids)))
    logits = None
    if tuned.network is not None:
        logits = tuned.network.score(found.features(models, candidates))
    places = mixed(logits, found, candidates, tuned.part)
    if tuned.discounts.any():
        discounts = tuned.discounts[found.buckets][:, np.newaxis]
        places = places - discounts * popularity(models, found, candidates)
    return Ordered(found, candidates, _on_scale(found, candidates, places))


def mixed(
    logits: FloatArray | None, found: Scored, candidates: IntArray, part: float
) -> FloatArray:
    """Return where candidates stand between the worst (0) and the best (1) of their list.

    The network has its ``part`` in it for those who have a history.
    """
    plain = stretched(found.at(found.total, candidates))
    if logits is None or not part:
        return plain
    share = np.where(found.buckets >= ONE, np.float32(part), np.float32(0))[:, np.newaxis]
    mixture: FloatArray = plain + share * (stretched(logits) - plain)
    return mixture


def popularity(models: Sequence[Model], found: Scored, candidates: IntArray) -> FloatArray:
    """Return how popular candidates are, the most popular course being 1; 0 if nobody counts."""
    for place in _popular(models):
        raw = found.raw[place]
        if raw is not None and raw.size:
            most = np.maximum(raw.max(axis=1, keepdims=True), np.float32(1e-9))
            shares: FloatArray = np.divide(found.at(raw, candidates), most, dtype=np.float32)
            return shares
    return np.zeros(candidates.shape, dtype=np.float32)


def _on_scale(found: Scored, candidates: IntArray, places: FloatArray) -> FloatArray:
    """Return values between the lowest and the highest total of the candidates."""
    totals = found.at(found.total, candidates)
    if not totals.shape[1]:
        return totals
    low = totals.min(axis=1, keepdims=True)
    width = totals.max(axis=1, keepdims=True) - low
    values: FloatArray = low + width * stretched(places)
    values[~found.free(candidates)] = -np.inf
    return values


def _popular(models: Sequence[Model]) -> tuple[int, ...]:
    return tuple(place for place, model in enumerate(models) if isinstance(model, Popular))
