"""Comparing a variant with the control: the difference, its interval, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, exp, log, sqrt

from core.experiments.intervals import ALPHA, Moments, quantile, wilson


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more a variant has than the control; ``p`` is a two-sided p-value."""

    variant: str
    value: float
    low: float
    high: float
    p: float


def shares(control: Moments, other: Moments, alpha: float = ALPHA) -> Difference:
    """Compare shares of zeros and ones: pooled z-test, Newcombe's interval (1998, method 10)."""
    value = other.mean - control.mean
    first = wilson(control.total, control.n, alpha)
    second = wilson(other.total, other.n, alpha)
    low = value - sqrt((second.value - second.low) ** 2 + (first.high - first.value) ** 2)
    high = value + sqrt((second.high - second.value) ** 2 + (first.value - first.low) ** 2)
    return Difference("", value, low, high, _p(value, pooled(control, other)))


def means(control: Moments, other: Moments, alpha: float = ALPHA) -> Difference:
    """Compare means whose variances may differ, in large samples."""
    value, variance = other.mean - control.mean, unpooled(control, other)
    half = quantile(alpha) * sqrt(variance)
    return Difference("", value, value - half, value + half, _p(value, variance))


def always_valid(
    control: Moments, other: Moments, *, effect: float, rate: bool, alpha: float = ALPHA
) -> Difference:
    """Compare means so that looking at any time, as often as one likes, is allowed.

    The mixture sequential probability ratio test with a normal mixture whose standard deviation is
    the smallest ``effect`` worth finding (Johari, Pekelis and Walsh 2015), and the confidence
    sequence that belongs to it.
    """
    value = other.mean - control.mean
    variance = pooled(control, other) if rate else unpooled(control, other)
    mixture = effect * effect
    if variance <= 0 or mixture <= 0:
        return Difference("", value, value, value, 1.0)
    both = variance + mixture
    strength = mixture * value * value / (2 * variance * both) - log(both / variance) / 2
    half = sqrt(variance * both / mixture * (2 * log(1 / alpha) + log(both / variance)))
    return Difference("", value, value - half, value + half, min(1.0, exp(min(0.0, -strength))))


def pooled(control: Moments, other: Moments) -> float:
    """Return the variance of a difference of shares if there were none."""
    n = control.n + other.n
    if not control.n or not other.n:
        return 0.0
    share = (control.total + other.total) / n
    return share * (1 - share) * (1 / control.n + 1 / other.n)


def unpooled(control: Moments, other: Moments) -> float:
    """Return the variance of a difference of means, each with a variance of its own."""
    if not control.n or not other.n:
        return 0.0
    return control.variance / control.n + other.variance / other.n


def _p(value: float, variance: float) -> float:
    return erfc(abs(value) / sqrt(2 * variance)) if variance > 0 else 1.0
