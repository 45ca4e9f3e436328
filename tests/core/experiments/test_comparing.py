"""Tests of no difference reject as often as promised, and find what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.experiments.comparing import always_valid, means, shares
from core.experiments.horizon import SEQUENTIAL, for_mean, for_share
from core.experiments.intervals import Moments

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from core.experiments.comparing import Difference

TRIALS = 4000


def _share(rng: np.random.Generator, chance: float, n: int) -> Moments:
    hits = int(rng.binomial(n, chance))
    return Moments(n, hits, hits)


def _spent(rng: np.random.Generator, buyers: float, n: int) -> NDArray[np.float64]:
    """Return what n members spend: most nothing, some much, in minor units."""
    return np.where(rng.random(n) < buyers, rng.lognormal(9.0, 0.6, n), 0.0)


def _rejected(draw: Callable[[np.random.Generator], Difference], seed: int = 7) -> float:
    rng = np.random.default_rng(seed)
    return sum(draw(rng).p < 0.05 for _ in range(TRIALS)) / TRIALS


@pytest.mark.parametrize(("chance", "n"), [(0.05, 1000), (0.2, 294), (0.5, 100)])
def test_shares_that_do_not_differ_are_told_apart_in_five_of_a_hundred(
    chance: float, n: int
) -> None:
    rate = _rejected(lambda rng: shares(_share(rng, chance, n), _share(rng, chance, n)))
    assert rate == pytest.approx(0.05, abs=0.01)


def test_revenues_that_do_not_differ_are_told_apart_in_five_of_a_hundred() -> None:
    def draw(rng: np.random.Generator) -> Difference:
        first, second = (Moments.of(_spent(rng, 0.15, 400).tolist()) for _ in range(2))
        return means(first, second)

    rng = np.random.default_rng(3)
    rate = sum(draw(rng).p < 0.05 for _ in range(2500)) / 2500
    assert rate == pytest.approx(0.05, abs=0.01)


def test_the_horizon_has_the_power_that_it_promises() -> None:
    n = for_share(0.2, 0.5)
    rate = _rejected(lambda rng: shares(_share(rng, 0.2, n), _share(rng, 0.3, n)))
    assert rate == pytest.approx(0.8, abs=0.03)


def test_the_horizon_of_a_mean_has_its_power_too() -> None:
    n = for_mean(2.0, 0.5)

    def draw(rng: np.random.Generator) -> Difference:
        return means(
            Moments.of(rng.normal(1.0, 2.0, n).tolist()),
            Moments.of(rng.normal(1.5, 2.0, n).tolist()),
        )

    rng = np.random.default_rng(3)
    rate = sum(draw(rng).p < 0.05 for _ in range(1500)) / 1500
    assert rate == pytest.approx(0.8, abs=0.03)


def _ever_rejected(judge: Callable[[Moments, Moments], Difference], other: float) -> float:
    """Look after every fifty members of each variant, up to two thousand, and stop at p < .05."""
    rng = np.random.default_rng(11)
    found, trials = 0, 1500
    for _ in range(trials):
        first = np.cumsum(rng.binomial(50, 0.2, 40))
        second = np.cumsum(rng.binomial(50, other, 40))
        looks = zip(range(100, 2001, 50), first[1:], second[1:], strict=False)
        found += any(
            judge(Moments(n, int(a), int(a)), Moments(n, int(b), int(b))).p < 0.05
            for n, a, b in looks
        )
    return found / trials


def _sequential(control: Moments, other: Moments) -> Difference:
    return always_valid(control, other, effect=0.1, rate=True)


def test_looking_often_spoils_a_fixed_test_but_not_the_sequential_one() -> None:
    assert _ever_rejected(shares, 0.2) > 0.2
    assert _ever_rejected(_sequential, 0.2) <= 0.05


def test_the_sequential_test_finds_what_is_there() -> None:
    assert _ever_rejected(_sequential, 0.3) > 0.95


def test_at_twice_the_horizon_the_sequential_test_has_the_power_of_the_fixed_one() -> None:
    n = SEQUENTIAL * for_share(0.2, 0.5)
    rate = _rejected(lambda rng: _sequential(_share(rng, 0.2, n), _share(rng, 0.3, n)))
    assert rate > 0.8


def test_interval_and_p_value_of_the_sequential_test_say_the_same() -> None:
    rng = np.random.default_rng(2)
    for _ in range(300):
        found = _sequential(_share(rng, 0.2, 400), _share(rng, 0.28, 400))
        assert (found.p < 0.05) == (found.low > 0 or found.high < 0)


def test_the_interval_of_a_difference_of_shares_is_newcombes() -> None:
    """His example: 56 of 70 against 48 of 80, 95 % interval .0524 to .3339."""
    found = shares(Moments(80, 48, 48), Moments(70, 56, 56))
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_where_nobody_did_anything_there_is_no_difference() -> None:
    nothing = Moments(50, 0, 0)
    assert shares(nothing, nothing).p == means(nothing, nothing).p == 1.0
    assert _sequential(nothing, nothing).p == 1.0
