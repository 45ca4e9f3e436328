"""Plans: what a membership is called, how high it stands and what it costs."""

from __future__ import annotations

from dataclasses import dataclass

FREE = "free"
TRIAL_PLAN = "premium"


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of a community; prices are in minor units of ``currency`` (990 is 9.9 元)."""

    code: str
    name: str
    tier: int
    month_price_minor: int
    year_price_minor: int
    currency: str


DEFAULTS = (
    Plan(FREE, "免费成员", 0, 0, 0, "CNY"),
    Plan("basic", "普通会员", 1, 990, 9_900, "CNY"),
    Plan("premium", "高级会员", 2, 2_990, 29_900, "CNY"),
    Plan("vip", "VIP 会员", 3, 9_900, 99_900, "CNY"),
)
"""The plans that a community begins with."""
