"""Off-policy estimates: what another way of choosing would have earned, from what was logged.

Inverse propensity scoring (Horvitz and Thompson 1952), its self-normalised form (Swaminathan and
Joachims 2015) and its clipped one (Ionides 2008), with the effective sample size (Kong 1992) that
says how much of the log still speaks. Choices that one draw decided together count as one, in the
interval and in the effective size. A sanity report, no substitute for an experiment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Labels = NDArray[np.int64]

CLIP = 10.0
"""No logged choice counts for more than this many."""
Z = 1.96
FEWEST_EFFECTIVE = 30.0
"""With fewer effective choices an estimate says nothing."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The mean reward that a way of choosing would have earned, estimated in three ways.

    ``ips`` has the bounds ``low`` and ``high`` (95 %). ``mean_weight`` is 1 but for chance when
    the propensities are right; ``effective`` is how many independent choices of the log count in
    the end, ``clipped_share`` how many of them (0 to 1) were clipped.
    """

    n: int
    ips: float
    low: float
    high: float
    self_normalised: float
    clipped: float
    clipped_share: float
    effective: float
    mean_weight: float

    @property
    def sound(self) -> bool:
        """Whether enough of the log speaks, and the propensities can be right."""
        off = abs(self.mean_weight - 1.0)
        spread = Z / max(1.0, self.effective) ** 0.5
        return self.effective >= FEWEST_EFFECTIVE and off <= max(0.1, 2 * spread)


def estimate(
    rewards: Floats,
    propensities: Floats,
    targets: Floats,
    *,
    clusters: Labels | None = None,
    clip: float = CLIP,
) -> Estimate:
    """Estimate another way's mean reward from a log (all arrays (n,)).

    ``propensities`` (above 0) are the probabilities with which the logged choices were made,
    ``targets`` those with which the other way would make them; ``clusters`` labels (0, 1, …) the
    choices that were drawn together, each is its own without. Raises ValueError for a propensity
    that is none.
    """
    if not len(rewards):
        return Estimate(0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    if not (np.all(propensities > 0) and np.all(propensities <= 1)):
        message = "a propensity must be above 0 and at most 1"
        raise ValueError(message)
    weights = targets / propensities
    earned = weights * rewards
    labels = np.arange(len(rewards)) if clusters is None else clusters
    ips, total = float(earned.mean()), float(weights.sum())
    together = np.bincount(labels, weights=weights)
    squares = float((together * together).sum())
    effective = total * total / squares if squares else 0.0
    half = _half(np.bincount(labels, weights=earned - ips).astype(np.float64)) / len(rewards)
    # Where nothing was earned the spread says nothing: three in so many would have shown (95 %).
    unseen = 0.0 if earned.any() else min(1.0, 3 / max(1.0, effective))
    return Estimate(
        n=len(rewards),
        ips=ips,
        low=max(0.0, ips - half),
        high=ips + max(half, unseen),
        self_normalised=float(earned.sum()) / total if total else 0.0,
        clipped=float((np.minimum(weights, clip) * rewards).mean()),
        clipped_share=float((weights > clip).mean()),
        effective=effective,
        mean_weight=total / len(rewards),
    )


def _half(residuals: Floats) -> float:
    """Return half the width of the interval of a sum, from the residuals of its clusters."""
    n = len(residuals)
    return Z * float((residuals @ residuals) * n / (n - 1)) ** 0.5 if n > 1 else 0.0


def never_exploring(explored: Flags) -> Floats:
    """Return with what chance the logged choices would be made if nothing were tried out."""
    return np.where(explored, 0.0, 1.0)


def always_exploring(propensities: Floats, explored: Flags, chance: float) -> Floats:
    """Return with what chance they would be made if every list tried something out.

    The log was written by trying with a ``chance`` (above 0) and staying greedy otherwise, so a
    try has ``chance`` times its own probability, and the greedy choice the rest on top.
    """
    greedily = np.where(explored, 0.0, 1.0 - chance)
    return np.clip((propensities - greedily) / chance, 0.0, 1.0)
