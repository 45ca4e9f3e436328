"""Figures as they are read: shares in percent, amounts of money, p-values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.experiments.experiment import Metric
from core.experiments.report import in_groups, is_share
from core.i18n import t

if TYPE_CHECKING:
    from core.experiments.experiment import Experiment

MINUS = "\N{MINUS SIGN}"
_SMALLEST_P = 0.001


def share(value: float) -> str:
    """Write a share in percent, to one place."""
    return f"{100 * value:.1f}%"


def amount(value: float, currency: str = "CNY") -> str:
    """Write an amount given in minor units."""
    number = f"{value / 100:.2f}"
    if currency == "CNY":
        return t("{number} 元", number=number)
    return f"{number} {currency}"


def count(value: float) -> str:
    """Write how many members of a chat did something, a mean."""
    return t("{n} 人", n=f"{value:.2f}")


def outcome(experiment: Experiment, value: float, currency: str = "CNY") -> str:
    """Write a value of an experiment's own metric: a share, an amount, or a mean of counts."""
    if is_share(experiment):
        return share(value)
    if experiment.design.metric is Metric.REVENUE:
        return amount(value, currency)
    return count(value)


def counted(experiment: Experiment, number: int) -> str:
    """Write a number of those who are counted: members, or chats."""
    if in_groups(experiment):
        return t("{n} 个群", n=number)
    return t("{n} 人", n=number)


def sized(
    experiment: Experiment, value: float, currency: str = "CNY", *, bare: bool = False
) -> str:
    """Write a difference with its sign; that of shares is in percentage points."""
    if is_share(experiment):
        number = signed(f"{abs(100 * value):.1f}", value)
        return number if bare else t("{n} 个百分点", n=number)
    return signed(outcome(experiment, abs(value), currency), value)


def signed(text: str, value: float) -> str:
    """Put a sign before what a figure's size reads as."""
    return f"{MINUS}{text}" if value < 0 else f"+{text}"


def p_value(p: float) -> str:
    """Write a p-value as is usual: to three places, or below a thousandth."""
    return "p < 0.001" if p < _SMALLEST_P else f"p = {p:.3f}"
