"""The verdict follows the rule that was stated, and nothing is said of too little."""

from __future__ import annotations

import pytest

from core.experiments.experiment import BUCKETS, Experiment, Metric, Rule, Surface, Variant
from core.experiments.intervals import Clusters, Moments
from core.experiments.report import Report, Verdict, report
from core.experiments.tally import Tallies, Tally
from tests.core.experiments.designs import experiment


def _arm(name: str, n: int, hits: float, units: int | None = None) -> Tally:
    return Tally(
        variant=name,
        units=n if units is None else units,
        settled=n if units is None else units,
        waiting=(units or n) - n,
        values=dict.fromkeys(Metric, Moments(n, hits, hits)),
        rates=dict.fromkeys(Metric, Clusters.of([(1, 1)] * int(hits) + [(1, 0)] * (n - int(hits)))),
    )


def _report(
    one: Experiment, *hits: float, n: int = 294, units: tuple[int, ...] | None = None
) -> Report:
    names = [variant.name for variant in one.variants]
    seen = units or (n,) * len(names)
    arms = [_arm(*row) for row in zip(names, (n,) * len(names), hits, seen, strict=True)]
    return report(one, Tallies(tuple(arms)))


def test_at_the_horizon_the_better_one_wins() -> None:
    found = _report(experiment(), 59, 95)
    assert (found.verdict, found.winner) == (Verdict.WINNER, "next")
    assert found.differences[0].low > 0


def test_at_the_horizon_the_control_may_be_the_better_one() -> None:
    found = _report(experiment(), 95, 59)
    assert (found.verdict, found.winner) == (Verdict.CONTROL, "plain")


def test_at_the_horizon_no_difference_is_an_answer() -> None:
    found = _report(experiment(), 60, 64)
    assert (found.verdict, found.winner) == (Verdict.NONE, "")


def test_before_the_horizon_a_fixed_design_says_nothing_whatever_is_seen() -> None:
    found = _report(experiment(), 20, 150, n=293)
    assert (found.verdict, found.winner) == (Verdict.OPEN, "")
    assert found.differences[0].p < 0.001


def test_a_sequential_design_ends_as_soon_as_it_is_sure_and_not_before_a_hundred() -> None:
    one = experiment(rule=Rule.SEQUENTIAL)
    assert _report(one, 10, 50, n=99).verdict is Verdict.OPEN
    assert _report(one, 10, 50, n=100).verdict is Verdict.WINNER
    assert _report(one, 20, 28, n=100).verdict is Verdict.OPEN
    assert _report(one, 60, 64).verdict is Verdict.NONE


def test_too_few_members_show_nothing() -> None:
    found = _report(experiment(), 0, 29, n=29)
    assert found.verdict is Verdict.TOO_FEW
    assert not found.enough


@pytest.mark.parametrize("n", [10, 294])
def test_a_mismatch_of_the_shares_comes_before_any_verdict(n: int) -> None:
    found = _report(experiment(), 1, 9, n=n, units=(1000, 850))
    assert found.verdict is Verdict.MISMATCH
    assert not found.verdict.final
    assert not found.winner


def test_with_three_variants_each_comparison_must_be_surer() -> None:
    shares = (BUCKETS // 2, BUCKETS // 4, BUCKETS // 4)
    three = tuple(Variant(f"v{n}", share) for n, share in enumerate(shares))
    one = experiment(variants=three)
    found = _report(one, 59, 80, 79, units=(1000, 500, 500))
    assert 0.025 < found.differences[0].p < 0.05
    assert found.verdict is Verdict.NONE
    best = _report(one, 59, 95, 99, units=(1000, 500, 500))
    assert (best.verdict, best.winner) == (Verdict.WINNER, "v2")
    worse = _report(one, 99, 59, 99, units=(1000, 500, 500))
    assert worse.verdict is Verdict.NONE


def test_revenue_and_groups_are_compared_by_their_means() -> None:
    for one in (experiment(metric=Metric.REVENUE), experiment(surface=Surface.GROUP)):
        found = _report(one, 59, 95)
        assert found.verdict is Verdict.WINNER
        assert found.arms[0].value.low < found.arms[0].value.value < found.arms[0].value.high
