"""Confidence intervals: of shares, of means, and of rates per exposure that cluster by member."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ALPHA = 0.05
NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with the bounds of its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Moments:
    """The sums from which mean and variance of independent values follow."""

    n: int = 0
    total: float = 0.0
    squares: float = 0.0

    @classmethod
    def of(cls, values: Iterable[float]) -> Moments:
        """Sum up values."""
        held = list(values)
        return cls(len(held), sum(held), sum(value * value for value in held))

    @property
    def mean(self) -> float:
        """The mean, 0 of nothing."""
        return self.total / self.n if self.n else 0.0

    @property
    def variance(self) -> float:
        """The unbiased variance, 0 of fewer than two values."""
        if self.n < 2:  # noqa: PLR2004
            return 0.0
        return max(0.0, (self.squares - self.n * self.mean**2) / (self.n - 1))


@dataclass(frozen=True, slots=True)
class Clusters:
    """The sums from which a ratio of two totals follows, over clusters (members).

    Each cluster has ``size`` exposures and a ``total`` of outcomes; the products are summed.
    """

    n: int = 0
    size: float = 0.0
    total: float = 0.0
    size_squares: float = 0.0
    total_squares: float = 0.0
    products: float = 0.0

    @classmethod
    def of(cls, pairs: Iterable[tuple[float, float]]) -> Clusters:
        """Sum up (size, total) of each cluster."""
        held = list(pairs)
        return cls(
            n=len(held),
            size=sum(size for size, _ in held),
            total=sum(total for _, total in held),
            size_squares=sum(size * size for size, _ in held),
            total_squares=sum(total * total for _, total in held),
            products=sum(size * total for size, total in held),
        )

    @property
    def ratio(self) -> float:
        """The outcomes per exposure, 0 of nothing."""
        return self.total / self.size if self.size else 0.0

    @property
    def variance(self) -> float:
        """The ratio's variance by the delta method, with clusters as the independent units."""
        if self.n < 2 or not self.size:  # noqa: PLR2004
            return 0.0
        ratio, n = self.ratio, self.n
        residuals = self.total_squares - 2 * ratio * self.products + ratio**2 * self.size_squares
        return max(0.0, residuals) * n / (n - 1) / self.size**2


def quantile(alpha: float) -> float:
    """Return how many standard errors a two-sided interval that misses ``alpha`` reaches."""
    return NORMAL.inv_cdf(1 - alpha / 2)


def wilson(hits: float, n: int, alpha: float = ALPHA) -> Estimate:
    """Return a share with Wilson's score interval (1927), which never leaves 0 to 1."""
    if not n:
        return Estimate(0.0, 0.0, 1.0)
    z, share = quantile(alpha), hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return Estimate(
        share,
        min(share, max(0.0, middle - half)),
        max(share, min(1.0, middle + half)),
    )


def mean(moments: Moments, alpha: float = ALPHA) -> Estimate:
    """Return a mean with its normal interval."""
    half = quantile(alpha) * sqrt(moments.variance / moments.n) if moments.n else 0.0
    return Estimate(moments.mean, moments.mean - half, moments.mean + half)


def ratio(clusters: Clusters, alpha: float = ALPHA) -> Estimate:
    """Return outcomes per exposure with an interval that is robust to clustering by member."""
    half = quantile(alpha) * sqrt(clusters.variance)
    return Estimate(clusters.ratio, max(0.0, clusters.ratio - half), clusters.ratio + half)
