"""The sample-ratio check: whether members came to the variants in the shares that were set."""

from __future__ import annotations

from math import erfc, exp, pi, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ALARM = 0.001
"""Below this p-value something decides who is counted, and the result is not trusted."""


def sample_ratio(counts: Sequence[int], shares: Sequence[int]) -> float:
    """Return the chi-square test's p-value for counts against their shares; 1 of nothing."""
    total, whole = sum(counts), sum(shares)
    expected = [total * share / whole for share in shares]
    if not total or not all(expected):
        return 1.0
    pairs = zip(counts, expected, strict=True)
    return chi_square(sum((count - mean) ** 2 / mean for count, mean in pairs), len(counts) - 1)


def chi_square(statistic: float, freedom: int) -> float:
    """Return the upper tail of the chi-square distribution with whole degrees of freedom."""
    half = statistic / 2
    if freedom % 2:
        tail, term, step = erfc(sqrt(half)), exp(-half) * 2 * sqrt(half / pi), 1.5
    else:
        tail, term, step = exp(-half), exp(-half) * half, 2.0
    for _ in range((freedom - 1) // 2):
        tail += term
        term *= half / step
        step += 1
    return min(1.0, tail)
