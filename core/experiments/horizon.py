"""The horizon: how many members each variant needs to find a change worth finding."""

from __future__ import annotations

from math import ceil, sqrt

from core.experiments.intervals import ALPHA, NORMAL, quantile

POWER = 0.8
"""The chance that a change of the stated size is found if it is there."""
SEQUENTIAL = 2
"""Looking at any time costs so many times the members, at most, for the same power."""
_MOST = 10_000_000


def for_share(baseline: float, lift: float, *, arms: int = 2) -> int:
    """Return the members per variant that tell a share from one ``lift`` (relative) higher.

    With two-sided ``ALPHA``, parted among the comparisons with the control, and `POWER`.
    """
    higher = min(baseline * (1 + lift), 0.999)
    middle = (baseline + higher) / 2
    alone = sqrt(2 * middle * (1 - middle))
    apart = sqrt(baseline * (1 - baseline) + higher * (1 - higher))
    reach = quantile(ALPHA / (arms - 1)) * alone + NORMAL.inv_cdf(POWER) * apart
    return min(_MOST, ceil((reach / (higher - baseline)) ** 2))


def for_mean(deviation: float, effect: float, *, arms: int = 2) -> int:
    """Return the members per variant that tell a mean from one ``effect`` higher."""
    reach = quantile(ALPHA / (arms - 1)) + NORMAL.inv_cdf(POWER)
    return min(_MOST, max(2, ceil(2 * (reach * deviation / effect) ** 2)))


def findable_share(baseline: float, members: int, *, arms: int = 2) -> float:
    """Return the smallest relative lift of a share that so many members per variant can tell.

    Infinite when even certainty could not be told apart.
    """
    low, high = 0.0, 0.999 / baseline - 1
    if for_share(baseline, high, arms=arms) > members:
        return float("inf")
    for _ in range(40):
        middle = (low + high) / 2
        if for_share(baseline, middle, arms=arms) > members:
            low = middle
        else:
            high = middle
    return high
