"""What administrators read about experiments before they run, and after something is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Button, Card
from core.experiments.experiment import Metric, Rule, State, Surface
from core.experiments.figures import counted, outcome
from core.experiments.report import FEWEST_SHOWN, Verdict, in_groups
from core.experiments.templates import shown
from core.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.experiments.experiment import Experiment
    from core.experiments.planning import Forecast
    from core.experiments.report import Report

START_ACTION = "experiment.start"
CHANGE_ACTION = "experiment.change"
DISCARD_ACTION = "experiment.discard"
OPEN_ACTION = "experiment.open"
MOST_BUTTONS = 5
# A change of more than this (elevenfold) is none that anybody could hope for.
LARGEST_LIFT = 10.0

METRICS = {
    Metric.CLICK: "点击",
    Metric.ENROL: "报名",
    Metric.ORDER: "下单",
    Metric.REVENUE: "收入",
}
PLACES = {
    Surface.COMMAND: "发送 /suggest 看到的推荐",
    Surface.LETTER: "每周私信里的推荐",
    Surface.GROUP: "每周群内推荐",
}
_MEASURED = {
    Metric.CLICK: "第一次看到后 {days} 天内，点开、喜欢或报名了推荐课程的成员占多少",
    Metric.ENROL: "第一次看到后 {days} 天内，报名了推荐课程的成员占多少",
    Metric.ORDER: "第一次看到后 {days} 天内，买了推荐课程的成员占多少",
    Metric.REVENUE: "第一次看到后 {days} 天内，平均每位成员买推荐课程花了多少",
}


def board(found: Sequence[tuple[Experiment, Report]]) -> Card:
    """List experiments, each with how far it has come."""
    if not found:
        return Card("\n".join([t("还没有实验。"), "", how_to_create()]), t("实验"))
    lines = [
        f"#{experiment.number} {name(experiment)} · {_state(experiment, report)}"
        for experiment, report in found
    ]
    rows = tuple((_opener(experiment),) for experiment, _ in found[:MOST_BUTTONS])
    return Card("\n".join([*lines, "", how_to_create()]), t("实验"), rows)


def how_to_create() -> str:
    """Say how an experiment is begun."""
    return t(
        "新建实验：\n"
        "/newexperiment 推荐方式 综合 热门\n"
        "/newexperiment 文案 标准 接着学\n"
        "/newexperiment 发送时间 12 20\n"
        "只有同意「按我的学习记录推荐课程」的成员会参加，同一位成员看到的始终是同一种。"
    )


def draft(experiment: Experiment, forecast: Forecast) -> Card:
    """Show a draft: what it will find out, how long that takes, and what can be changed."""
    lines = [
        *described(experiment, forecast.currency),
        _told_by(experiment, forecast),
        "",
        *_expectations(experiment, forecast),
        "",
        t("还没开始，谁也看不到。开始以后规则不能再改。"),
    ]
    return Card("\n".join(lines), title(experiment), _draft_buttons(experiment))


def described(experiment: Experiment, currency: str) -> list[str]:
    """Say in some lines what is compared, where, by what, and when it is over."""
    half = (
        t("一半的群参加，另一半留给别的实验。")
        if in_groups(experiment)
        else t("一半成员参加，另一半留给别的实验。")
    )
    return [
        t("比较：{name}", name=name(experiment)),
        t("在哪里：{place}", place=place(experiment.surface)),
        t("假设：{hypothesis}", hypothesis=experiment.hypothesis),
        t("看什么：{measured}", measured=measured(experiment)),
        _rule(experiment, currency),
        *([half] if experiment.half else []),
    ]


def place(surface: Surface) -> str:
    """Say where suggestions are read."""
    return t(PLACES[surface])


def measured(experiment: Experiment) -> str:
    """Say what is counted."""
    drawn = experiment.design
    if in_groups(experiment) and drawn.metric is Metric.REVENUE:
        return t("推荐后 {days} 天内，平均每个群带来多少收入", days=drawn.days)
    if in_groups(experiment):
        metric = t(METRICS[drawn.metric])
        return t("推荐后 {days} 天内，平均每个群有几人{metric}", days=drawn.days, metric=metric)
    return t(_MEASURED[drawn.metric], days=drawn.days)


def title(experiment: Experiment) -> str:
    """Return an experiment's title."""
    return t("实验 #{number} {name}", number=experiment.number, name=experiment.name)


def name(experiment: Experiment) -> str:
    """Return what is compared, the control first."""
    first, *others = [shown(variant.name) for variant in experiment.variants]
    return t("{first}（对照）和{others}", first=first, others=t("、").join(others))


def hypothesis(control: str, other: str) -> str:
    """Return the hypothesis of an experiment whose maker gave none."""
    return t("「{other}」会比「{control}」更受欢迎。", other=shown(other), control=shown(control))


def discarded(experiment: Experiment) -> Card:
    """Confirm that a draft is gone."""
    return Card(t("实验 #{number} 的草稿已删除。", number=experiment.number))


def _rule(experiment: Experiment, currency: str) -> str:
    drawn = experiment.design
    size = counted(experiment, drawn.horizon)
    usual = outcome(experiment, drawn.baseline, currency)
    hoped = outcome(experiment, drawn.baseline + drawn.effect, currency)
    if drawn.rule is Rule.SEQUENTIAL:
        return t(
            "何时停：随时可看，分出高下就停，每组最多看 {size}。"
            "平时约 {usual}，想看出升到 {hoped}。",
            size=size,
            usual=usual,
            hoped=hoped,
        )
    return t(
        "何时停：每组满 {size}再下结论。平时约 {usual}，想看出升到 {hoped}"
        "（看得出的把握 80%，误判 5%）。",
        size=size,
        usual=usual,
        hoped=hoped,
    )


def _told_by(experiment: Experiment, forecast: Forecast) -> str:
    """Say where the usual number comes from."""
    if forecast.seen:
        seen = counted(experiment, forecast.seen)
        return t("「平时」是最近四周看过推荐的 {seen}的实际数字。", seen=seen)
    if in_groups(experiment):
        return t("收到过推荐的群还不够多，「平时」只是估计。")
    return t("看过推荐的成员还不够多，「平时」只是估计。")


def _expectations(experiment: Experiment, forecast: Forecast) -> list[str]:
    """Say who could take part, and frankly what so few could show."""
    if in_groups(experiment) and forecast.per_variant < FEWEST_SHOWN:
        return [
            t(
                "⚠️ 群太少：现在能参加的有 {n} 个，每组至少要 {fewest} 个群才能开始。",
                n=forecast.eligible,
                fewest=FEWEST_SHOWN,
            )
        ]
    if not forecast.eligible:
        return [t("⚠️ 还没有成员同意「按我的学习记录推荐课程」，现在没有人能参加。")]
    known = t(
        "现在能参加的有 {all}，平均每组 {each}。",
        all=counted(experiment, forecast.eligible),
        each=counted(experiment, forecast.per_variant),
    )
    if forecast.per_variant >= experiment.design.horizon:
        return [known]
    if forecast.findable > LARGEST_LIFT:
        return [known, t("⚠️ 人数太少，差别再大也很难看出来，建议等人多一些再做。")]
    usual = experiment.design.baseline
    few = t(
        "⚠️ 照这个人数，大约只看得出从 {usual} 升到 {reach} 以上的变化，更小的差别会看不出来。",
        usual=outcome(experiment, usual, forecast.currency),
        reach=outcome(experiment, usual * (1 + forecast.findable), forecast.currency),
    )
    return [known, few]


def _state(experiment: Experiment, report: Report) -> str:
    if experiment.state is State.DRAFT:
        return t("草稿")
    if experiment.winner:
        return t("已结束，采用了「{variant}」", variant=shown(experiment.winner))
    stopped = experiment.state is State.STOPPED
    if report.verdict is Verdict.MISMATCH:
        return t("已结束，⚠️ 结果不能信") if stopped else t("⚠️ 结果不能信")
    if report.verdict.final and not stopped:
        return t("有结果了")
    if not stopped:
        reached, wanted = report.counted, experiment.design.horizon
        return t("进行中，每组 {reached}/{wanted}", reached=reached, wanted=wanted)
    return t("已结束")


def _opener(experiment: Experiment) -> Button:
    return Button(t("看 #{number}", number=experiment.number), OPEN_ACTION, str(experiment.id))


def _draft_buttons(experiment: Experiment) -> tuple[tuple[Button, ...], ...]:
    drawn = experiment.design
    rule = t("随时可看") if drawn.rule is Rule.SEQUENTIAL else t("满员再看")
    half = _half(experiment)
    metrics = tuple(
        _change(
            experiment, _ticked(t(METRICS[metric]), ticked=metric is drawn.metric), metric.value
        )
        for metric in Metric
    )
    extent = [_change(experiment, t("参加：{half}", half=half), "half")]
    if "hour" not in experiment.changes:
        extent.append(_change(experiment, t("换位置"), "place"))
    return (
        metrics,
        (
            _change(experiment, t("想看出：+{lift}", lift=f"{drawn.lift:.0%}"), "lift"),
            _change(experiment, t("停止：{rule}", rule=rule), "rule"),
        ),
        tuple(extent),
        (
            Button(t("开始实验"), START_ACTION, str(experiment.id)),
            Button(t("删除草稿"), DISCARD_ACTION, str(experiment.id)),
        ),
    )


def _half(experiment: Experiment) -> str:
    if in_groups(experiment):
        return t("一半的群") if experiment.half else t("全部的群")
    return t("一半成员") if experiment.half else t("全部成员")


def _change(experiment: Experiment, label: str, part: str) -> Button:
    return Button(label, CHANGE_ACTION, f"{experiment.id}:{part}")


def _ticked(label: str, *, ticked: bool) -> str:
    return f"✓ {label}" if ticked else label
