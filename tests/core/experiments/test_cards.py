"""Administrators read what is known, what is not, and never a conclusion that does not hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core.cards import Comparison, from_json, to_json
from core.experiments import State, Verdict, cards, cards_results, templates
from core.experiments.experiment import Metric, Rule, Surface
from core.experiments.intervals import Clusters, Moments
from core.experiments.planning import Forecast
from core.experiments.report import ArmReport, Report, report
from core.experiments.tally import Tallies, Tally
from core.i18n import speaking
from core.recommend.models import discovered
from core.recommend.wordings import COPIES
from tests.core.experiments.designs import MONDAY, experiment

if TYPE_CHECKING:
    from core.cards import Card
    from core.experiments import Experiment

NOW = MONDAY + timedelta(days=10)
ZONE = "Asia/Shanghai"
PLENTY = Forecast(eligible=1000, per_variant=500, findable=0.3)


def _report(one: Experiment, *hits: int, n: int = 294, units: int = 0) -> Report:
    arms = [
        Tally(
            variant=variant.name,
            units=units if units and not place else n,
            settled=units if units and not place else n,
            waiting=0,
            values=dict.fromkeys(Metric, Moments(n, hit, hit)),
            rates=dict.fromkeys(Metric, Clusters.of([(2, 1)] * hit + [(2, 0)] * (n - hit))),
        )
        for place, (variant, hit) in enumerate(zip(one.variants, hits, strict=True))
    ]
    return report(one, Tallies(tuple(arms)))


def _page(one: Experiment, found: Report) -> Card:
    return cards_results.page(one, found, [], NOW, ZONE)


def _labels(card: Card) -> list[str]:
    return [button.label for row in card.buttons for button in row]


def test_a_draft_says_what_it_takes_and_can_be_changed() -> None:
    card = cards.draft(experiment(state=State.DRAFT), PLENTY)
    assert "每组满 294 人再下结论。平时约 20.0%，想看出升到 30.0%" in card.body
    assert "⚠️" not in card.body
    assert _labels(card)[0] == "✓ 点击"
    assert _labels(card)[-2:] == ["开始实验", "删除草稿"]


def test_a_draft_warns_of_too_few_members() -> None:
    few = cards.draft(experiment(), Forecast(120, 60, 1.0))
    assert "大约只看得出从 20.0% 升到 40.0% 以上的变化" in few.body
    none = cards.draft(experiment(), Forecast(4, 2, float("inf")))
    assert "差别再大也很难看出来" in none.body


def test_times_have_no_other_place() -> None:
    variants = templates.variants(templates.TIMES, "12", "20")
    card = cards.draft(experiment(variants=variants, surface=Surface.LETTER), PLENTY)
    assert "换位置" not in _labels(card)
    assert "比较：12:00（对照）和20:00" in card.body


@pytest.mark.parametrize(
    ("hits", "n", "verdict", "said"),
    [
        ((5, 6), 20, Verdict.TOO_FEW, "数据不足：每组至少要有 30 人过了 7 天的观察期"),
        ((20, 60), 200, Verdict.OPEN, "还没到预定人数，现在的差别只供参考"),
        ((59, 95), 294, Verdict.WINNER, "结论：「接着学」更好"),
        ((95, 59), 294, Verdict.CONTROL, "结论：原来的「标准」更好"),
        ((60, 64), 294, Verdict.NONE, "结论：看不出差别。想看的 +50% 这么大的提升多半不存在"),
    ],
)
def test_each_verdict_is_said_in_words(
    hits: tuple[int, int], n: int, verdict: Verdict, said: str
) -> None:
    one = experiment()
    found = _report(one, *hits, n=n)
    assert found.verdict is verdict
    assert said in _page(one, found).body


def test_what_was_seen_of_too_few_is_not_said_to_be_nothing() -> None:
    """Nobody of 32 clicked in either variant: that excludes no lift."""
    one = experiment(horizon=32)
    found = _report(one, 0, 0, n=32)
    assert found.verdict is Verdict.NONE
    body = _page(one, found).body
    assert "多半不存在" not in body
    assert "有没有想看的 +50% 这么大的提升，不能断定" in body
    wide = experiment(lift=0.2)
    assert "不能断定" in _page(wide, _report(wide, 60, 64)).body


def test_a_mismatch_warns_and_offers_nothing_to_adopt() -> None:
    one = experiment()
    card = _page(one, _report(one, 59, 95, units=400))
    assert "⚠️ 各组人数 400 : 294（不算最近两天的），和设定的比例对不上" in card.body
    assert "结论：" not in card.body
    assert "个百分点" not in card.body
    assert card.chart is None
    assert _labels(card) == ["停止实验"]
    stopped = experiment(state=State.STOPPED, stopped_at=NOW)
    card = _page(stopped, _report(stopped, 59, 95, units=400))
    assert "请先停止实验" not in card.body
    assert _labels(card) == []


def test_the_board_says_how_far_each_has_come() -> None:
    running = experiment()
    stopped = experiment(state=State.STOPPED, stopped_at=NOW)
    found = [
        (experiment(state=State.DRAFT), _report(running, 0, 0, n=0)),
        (running, _report(running, 20, 30, n=200)),
        (running, _report(running, 59, 95)),
        (running, _report(running, 59, 95, units=400)),
        (stopped, _report(stopped, 59, 95, units=400)),
        (stopped, _report(stopped, 59, 95)),
        (replace(stopped, winner="next"), _report(stopped, 59, 95)),
    ]
    lines = cards.board(found).body.split("\n")
    assert [line.partition(" · ")[2] for line in lines[: len(found)]] == [
        "草稿",
        "进行中，每组 200/294",
        "有结果了",
        "⚠️ 结果不能信",
        "已结束，⚠️ 结果不能信",
        "已结束",
        "已结束，采用了「接着学」",
    ]


def test_who_is_over_the_horizon_is_told_apart_from_who_counts() -> None:
    one = experiment()
    found = _report(one, 59, 95)
    arms = tuple(replace(arm, units=400, known=350) for arm in found.arms)
    body = _page(one, replace(found, arms=arms)).body
    assert "标准（对照）：看到的 400 人，满观察期的 350 人，按先后取前 294 人：20.1%" in body


def test_stopping_is_asked_back() -> None:
    one = experiment()
    early = cards_results.stopping(one, _report(one, 20, 30, n=200))
    assert "这个实验就没有结论了" in early.body
    assert _labels(early) == ["确定停止", "继续进行"]
    assert "没有结论" not in cards_results.stopping(one, _report(one, 59, 95)).body


def test_groups_are_called_groups() -> None:
    one = experiment(surface=Surface.GROUP, baseline=1.5, layer="group", buckets=5000)
    body = cards.draft(one, Forecast(200, 100, 0.3, seen=40)).body
    assert "平时约 1.50 人，想看出升到 2.25 人" in body
    assert "「平时」是最近四周看过推荐的 40 个群的实际数字。" in body
    assert "一半的群参加" in body
    assert "成员参加" not in body
    assert "参加：一半的群" in _labels(cards.draft(one, PLENTY))
    few = cards.draft(one, Forecast(1, 0, float("inf"))).body
    assert "⚠️ 群太少：现在能参加的有 1 个，每组至少要 30 个群才能开始。" in few
    assert "平均每组 0" not in few


def test_a_draft_that_nobody_can_take_part_in_says_why() -> None:
    body = cards.draft(experiment(), Forecast(0, 0, float("inf"))).body
    assert "还没有成员同意「按我的学习记录推荐课程」" in body
    assert "平均每组" not in body


def test_money_is_in_the_currency_in_which_it_was_paid() -> None:
    one = experiment(metric=Metric.REVENUE, baseline=500.0)
    assert "平时约 5.00 USD" in cards.draft(one, replace(PLENTY, currency="USD")).body


def test_a_promotion_says_whom_it_holds_for() -> None:
    one = experiment(state=State.STOPPED, winner="next")
    said = cards_results.promoted(one).body
    assert said == "✅ 已采用「接着学」：从现在起，所有人发送 /suggest 看到的推荐都用这个方案。"


def test_with_too_few_no_interval_and_no_picture_is_shown() -> None:
    one = experiment()
    card = _page(one, _report(one, 1, 9, n=20))
    assert "%（95%" not in card.body
    assert "p " not in card.body
    assert card.chart is None


def test_a_sequential_experiment_says_that_it_may_be_looked_at() -> None:
    one = experiment(rule=Rule.SEQUENTIAL)
    body = _page(one, _report(one, 60, 66, n=200)).body
    assert "随时有效的区间" in body
    assert "天天看也不会增加误判" in body


def test_a_winner_is_adopted_by_one_button_and_a_stopped_one_by_either() -> None:
    one = experiment()
    found = _report(one, 59, 95)
    assert _labels(_page(one, found)) == ["采用「接着学」", "停止实验"]
    stopped = experiment(state=State.STOPPED, stopped_at=NOW)
    assert _labels(_page(stopped, found)) == ["采用「标准」", "采用「接着学」"]
    adopted = experiment(state=State.STOPPED, stopped_at=NOW, winner="next")
    assert _labels(_page(adopted, found)) == ["撤销采用"]


def test_figures_come_with_their_intervals() -> None:
    one = experiment()
    body = _page(one, _report(one, 59, 95)).body
    assert (
        "标准（对照）：看到的 294 人，满观察期的 294 人：20.1%（95% 区间 15.9% 到 25.0%）" in body
    )
    assert "「接着学」比「标准」+12.2 个百分点（相对 +61%，区间 +5.1 到 +19.2，p < 0.001）" in body
    assert "接着学：展示 588 次，点击 16.2% ±2.7%" in body


def test_revenue_is_money() -> None:
    one = experiment(metric=Metric.REVENUE)
    body = _page(one, _report(one, 59, 95)).body
    assert "0.00 元（95% 区间" in body


def test_the_picture_shows_each_variant_and_the_difference() -> None:
    one = experiment()
    chart = _page(one, _report(one, 59, 95)).chart
    assert isinstance(chart, Comparison)
    assert [arm.label for arm in chart.arms] == ["标准", "接着学"]
    assert [arm.note for arm in chart.arms] == ["20.1%", "32.3%"]
    assert [lift.note for lift in chart.lifts] == ["+12.2"]
    assert chart.arms[0].low < 20.1 < chart.arms[0].high
    card = _page(one, _report(one, 59, 95))
    assert from_json(to_json(card)) == card


def test_a_letter_tells_the_answer_and_where_to_see_more() -> None:
    one = experiment()
    card = cards_results.ended(one, _report(one, 59, 95), NOW)
    assert card.title == "实验 #1 有结果了"
    assert (
        "结论：「接着学」更好，可以放心采用。\n发送「/experiments 1」看全部数字和图。" in card.body
    )
    broken = cards_results.ended(one, _report(one, 59, 95, units=400), NOW)
    assert broken.title == "实验 #1 出了问题"


def test_english_readers_read_english() -> None:
    one = experiment()
    groups = experiment(surface=Surface.GROUP, layer="group", buckets=5000)
    with speaking("en"):
        found = _report(one, 59, 95)
        texts = [
            _page(one, found).body,
            _page(one, replace(found, arms=_cut(found))).body,
            _page(one, _report(one, 59, 95, units=400)).body,
            _page(one, _report(one, 60, 64)).body,
            cards_results.stopping(one, _report(one, 20, 30, n=200)).text,
            cards.draft(one, Forecast(120, 60, 1.0, seen=30)).text,
            cards.draft(one, Forecast(0, 0, 1.0)).text,
            cards.draft(groups, Forecast(9, 4, 1.0)).text,
        ]
    for shown in texts:
        own = shown.replace(one.hypothesis, "").replace(one.name, "")
        assert not [char for char in own if "一" <= char <= "鿿"]


def _cut(found: Report) -> tuple[ArmReport, ...]:
    return tuple(replace(arm, known=arm.judged + 1) for arm in found.arms)


def test_what_a_template_names_is_there() -> None:
    names = {model.__module__.rsplit(".", 1)[-1] for model in discovered()}
    for option in templates.WAYS.options:
        assert set(option.recipe["models"]) <= names
    assert [option.recipe["copy"] for option in templates.COPIES.options] == list(COPIES)
