"""Tallies count members by what came of their first sight, and exposures by what they caused."""

from __future__ import annotations

import json
from datetime import timedelta

from core.experiments.experiment import Exposure, Metric, Surface
from core.experiments.intervals import Clusters, Moments
from core.experiments.report import Verdict, report
from core.experiments.tally import Deed, Tallies, tally
from tests.core.experiments.designs import MONDAY, experiment

DAY = timedelta(days=1)
LATER = MONDAY + 30 * DAY


def _seen(unit: int, day: float, *courses: int, variant: str = "plain") -> Exposure:
    at = MONDAY + day * DAY
    return Exposure(unit, variant, at, courses or (1, 2, 3), at.date())


def _did(
    member: int, day: float, course: int = 1, metric: Metric = Metric.CLICK, amount: int = 0
) -> Deed:
    currency = "CNY" if metric is Metric.ORDER else ""
    return Deed(member, course, metric, MONDAY + day * DAY, amount, currency)


def _plain(exposures: list[Exposure], *deeds: Deed, days: float = 30) -> Tallies:
    done = {unit: [one for one in deeds if one.member_id == unit] for unit in range(10)}
    return tally(experiment(), exposures, done, MONDAY + days * DAY)


def test_a_member_counts_once_however_often_they_clicked() -> None:
    arm = _plain([_seen(1, 0)], _did(1, 1), _did(1, 2), _did(1, 3, course=2)).arms[0]
    assert arm.values[Metric.CLICK] == Moments(1, 1.0, 1.0)
    assert arm.rates[Metric.CLICK].ratio == 1.0


def test_only_what_followed_within_the_window_and_was_shown_counts() -> None:
    for deed in (_did(1, -0.1), _did(1, 7.1), _did(1, 1, course=9)):
        arm = _plain([_seen(1, 0)], deed).arms[0]
        assert arm.values[Metric.CLICK].total == arm.rates[Metric.CLICK].total == 0


def test_the_metrics_are_counted_apart() -> None:
    deeds = [
        _did(1, 1),
        _did(1, 1, metric=Metric.ENROL),
        _did(1, 2, metric=Metric.ORDER, amount=9900),
        _did(1, 3, course=2, metric=Metric.ORDER, amount=100),
    ]
    values = _plain([_seen(1, 0), _seen(2, 0)], *deeds).arms[0].values
    assert {metric: sums.total for metric, sums in values.items()} == {
        Metric.CLICK: 1,
        Metric.ENROL: 1,
        Metric.ORDER: 1,
        Metric.REVENUE: 10_000,
    }
    assert values[Metric.REVENUE].mean == 5000


def test_who_saw_it_lately_waits() -> None:
    arm = _plain([_seen(1, 0), _seen(2, 5)], _did(2, 5.5), days=8).arms[0]
    assert (arm.units, arm.waiting) == (2, 1)
    assert arm.values[Metric.CLICK] == Moments(1, 0.0, 0.0)


def test_whoever_comes_after_the_horizon_changes_no_verdict() -> None:
    one = experiment(horizon=2)
    exposures = [_seen(n, n) for n in range(5)]
    done = {4: [_did(4, 5)]}
    arm = tally(one, exposures, done, LATER).arms[0]
    assert (arm.units, arm.waiting) == (5, 0)
    assert arm.values[Metric.CLICK] == Moments(2, 0.0, 0.0)
    assert arm.rates[Metric.CLICK].total == 1


def test_a_days_outcomes_become_known_together_so_that_the_first_ones_never_change() -> None:
    one = experiment(horizon=8)
    exposures = [_seen(n, n / 48) for n in range(40)]
    done = {n: [_did(n, n / 48)] for n in range(0, 40, 3)}
    by_hours = [
        tally(one, exposures, done, MONDAY + 7 * DAY + timedelta(hours=hours)).arms[0]
        for hours in range(48)
    ]
    judged = [arm.values[Metric.CLICK] for arm in by_hours if arm.values[Metric.CLICK].n]
    assert {sums.n for sums in judged} == {8}
    assert len({sums.total for sums in judged}) == 1
    assert by_hours[19].waiting == 40
    assert by_hours[20].waiting == 0


def test_chance_says_who_of_a_day_was_first() -> None:
    exposures = [_seen(n, n / 100) for n in range(20)]
    done = {n: [_did(n, n / 100)] for n in range(10)}
    first = {
        number: tally(experiment(number, horizon=10), exposures, done, LATER).arms[0]
        for number in range(1, 30)
    }
    totals = [arm.values[Metric.CLICK].total for arm in first.values()]
    assert all(total < 10 for total in totals)
    assert abs(sum(totals) / len(totals) - 5) < 1


def test_the_first_day_comes_before_the_second_all_the_same() -> None:
    exposures = [_seen(n, n // 10) for n in range(20)]
    done = {n: [_did(n, n // 10)] for n in range(10)}
    arm = tally(experiment(horizon=10), exposures, done, LATER).arms[0]
    assert arm.values[Metric.CLICK].total == 10


def test_letters_of_one_day_that_arrive_at_two_hours_are_no_mismatch() -> None:
    """Those for 20 o'clock come at once, those for noon on the next day, when some are due."""
    one = experiment()
    wednesday = MONDAY + 2 * DAY + timedelta(hours=8)
    evening = [Exposure(n, "plain", wednesday, (1,), wednesday.date()) for n in range(122)]
    noon = wednesday + timedelta(hours=16)
    later = [Exposure(200 + n, "next", noon, (1,), wednesday.date()) for n in range(118)]
    morning = report(one, tally(one, evening, {}, noon - timedelta(hours=3)))
    assert [arm.units for arm in morning.arms] == [122, 0]
    assert morning.verdict is Verdict.TOO_FEW
    half = report(one, tally(one, [*evening, *later[:40]], {}, noon))
    assert half.verdict is Verdict.TOO_FEW
    settled = report(one, tally(one, [*evening, *later], {}, wednesday + 3 * DAY))
    assert [arm.settled for arm in settled.arms] == [122, 118]
    assert settled.balance > 0.5
    lost = report(one, tally(one, [*evening, *later[:40]], {}, wednesday + 3 * DAY))
    assert lost.verdict is Verdict.MISMATCH


def test_a_deed_is_put_down_to_the_last_exposure_before_it() -> None:
    exposures = [_seen(1, 0), _seen(1, 3), _seen(1, 9)]
    arm = _plain(exposures, _did(1, 4)).arms[0]
    assert arm.rates[Metric.CLICK] == Clusters.of([(3, 1)])


def test_a_members_value_is_that_of_the_first_window_alone() -> None:
    exposures = [_seen(1, 0), _seen(1, 10)]
    arm = _plain(exposures, _did(1, 11)).arms[0]
    assert arm.values[Metric.CLICK].total == 0
    assert arm.rates[Metric.CLICK].total == 1


def test_exposures_whose_outcome_is_open_are_left_out_of_the_rates() -> None:
    arm = _plain([_seen(1, 0), _seen(1, 20)], _did(1, 21), days=22).arms[0]
    assert arm.rates[Metric.CLICK] == Clusters.of([(1, 0)])


def test_who_saw_two_variants_counts_in_none() -> None:
    found = _plain([_seen(1, 0), _seen(1, 2, variant="next"), _seen(2, 0)])
    assert [arm.units for arm in found.arms] == [1, 0]
    assert found.several == 1


def test_money_counts_in_the_currency_seen_most() -> None:
    dollars = Deed(2, 1, Metric.ORDER, MONDAY + DAY, 700, "USD")
    yuan = [_did(n, 1, metric=Metric.ORDER, amount=100) for n in (1, 3)]
    found = _plain([_seen(n, 0) for n in (1, 2, 3)], dollars, *yuan)
    assert found.currency == "CNY"
    assert found.arms[0].values[Metric.REVENUE].total == 200
    assert found.arms[0].values[Metric.ORDER].total == 3


def test_a_chats_value_is_how_many_of_its_members_did_it() -> None:
    one = experiment(surface=Surface.GROUP)
    done = {7: [_did(1, 1), _did(2, 2), _did(2, 3, course=2)]}
    found = tally(one, [_seen(7, 0)], done, LATER)
    assert found.arms[0].values[Metric.CLICK].total == 2


def test_sums_that_an_older_version_kept_can_be_read() -> None:
    found = _plain([_seen(1, 0)], _did(1, 1))
    kept = json.loads(json.dumps(found.to_json()))
    for arm in kept["arms"]:
        del arm["settled"]
        arm["exposures"] = 7
    assert Tallies.from_json(kept) == found


def test_tallies_come_back_from_json_as_they_were() -> None:
    found = _plain([_seen(1, 0), _seen(2, 1, variant="next")], _did(1, 1))
    assert Tallies.from_json(json.loads(json.dumps(found.to_json()))) == found
