"""Intervals agree with the literature, and hold the truth as often as they promise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from core.experiments.balance import chi_square, sample_ratio
from core.experiments.horizon import findable_share, for_mean, for_share
from core.experiments.intervals import Clusters, Moments, mean, ratio, wilson


@pytest.mark.parametrize(("hits", "n"), [(0, 10), (1, 10), (5, 10), (10, 10), (17, 240), (1, 1)])
def test_wilson_is_that_of_scipy(hits: int, n: int) -> None:
    theirs = stats.binomtest(hits, n).proportion_ci(method="wilson")
    ours = wilson(hits, n)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)
    assert ours.value == hits / n


def test_nothing_seen_could_be_anything() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)
    assert mean(Moments()).value == ratio(Clusters()).value == 0.0


def test_moments_are_mean_and_variance() -> None:
    values = [3.0, 0.0, 7.5, 7.5, -2.0]
    moments = Moments.of(values)
    assert moments.mean == pytest.approx(float(np.mean(values)))
    assert moments.variance == pytest.approx(float(np.var(values, ddof=1)))


def test_with_one_exposure_each_the_ratio_is_the_mean() -> None:
    values = [0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0]
    found = ratio(Clusters.of((1, value) for value in values))
    plain = mean(Moments.of(values))
    assert found.value == pytest.approx(plain.value)
    assert found.high == pytest.approx(plain.high)


def test_the_interval_per_exposure_holds_the_truth_although_members_differ() -> None:
    """Some are shown much and click always: a naive interval would be far too narrow."""
    rng = np.random.default_rng(5)
    truth, held, naive, trials = 0.0, 0, 0, 1500
    taste, weight = np.array([0.02, 0.6]), np.array([0.7, 0.3])
    sizes = np.array([2, 12])
    truth = float((weight * sizes * taste).sum() / (weight * sizes).sum())
    for _ in range(trials):
        kinds = rng.choice(2, 150, p=weight)
        totals = rng.binomial(sizes[kinds], taste[kinds])
        found = ratio(Clusters.of(zip(sizes[kinds].tolist(), totals.tolist(), strict=True)))
        held += found.low <= truth <= found.high
        plain = wilson(int(totals.sum()), int(sizes[kinds].sum()))
        naive += plain.low <= truth <= plain.high
    assert held / trials == pytest.approx(0.95, abs=0.02)
    assert naive / trials < 0.88


@pytest.mark.parametrize("freedom", range(1, 9))
@pytest.mark.parametrize("statistic", [0.0, 0.3, 2.0, 9.5, 40.0])
def test_the_tail_of_chi_square_is_that_of_scipy(statistic: float, freedom: int) -> None:
    assert chi_square(statistic, freedom) == pytest.approx(stats.chi2.sf(statistic, freedom))


def test_the_ratio_check_alarms_when_somebody_is_lost_and_seldom_otherwise() -> None:
    assert sample_ratio([5000, 4600], [1, 1]) < 0.001
    assert sample_ratio([5000, 4950], [1, 1]) > 0.001
    assert sample_ratio([900, 100], [9, 1]) == 1.0
    assert sample_ratio([0, 0], [1, 1]) == 1.0
    rng = np.random.default_rng(1)
    draws = rng.binomial(20_000, 0.5, 3000).tolist()
    alarms = sum(sample_ratio([n, 20_000 - n], [1, 1]) < 0.05 for n in draws)
    assert alarms / 3000 == pytest.approx(0.05, abs=0.01)


def test_the_horizon_is_the_textbooks() -> None:
    """Fleiss, Levin and Paik without their correction: 20 % against 30 % takes 294 in each."""
    assert for_share(0.2, 0.5) == 294
    assert for_mean(10.0, 5.0) == 63
    assert for_share(0.2, 0.5, arms=3) > for_share(0.2, 0.5)


@pytest.mark.parametrize("members", [30, 100, 294, 5000])
def test_what_can_be_found_is_the_horizon_turned_round(members: int) -> None:
    lift = findable_share(0.2, members)
    assert for_share(0.2, lift) <= members < for_share(0.2, lift * 0.97)


def test_nobody_can_find_anything() -> None:
    assert findable_share(0.2, 2) == float("inf")
