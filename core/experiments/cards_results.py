"""What administrators read of a running or finished experiment, with its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Button, Card
from core.experiments import cards
from core.experiments.cards import OPEN_ACTION
from core.experiments.cards_picture import picture
from core.experiments.cards_verdict import verdict
from core.experiments.decision import Act
from core.experiments.experiment import Metric, Rule, State, Surface
from core.experiments.figures import amount, counted, outcome, p_value, share, signed, sized
from core.experiments.report import Verdict
from core.experiments.templates import shown
from core.i18n import t
from core.membership.cards import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from core.experiments.comparing import Difference
    from core.experiments.decision import Decision
    from core.experiments.experiment import Experiment
    from core.experiments.intervals import Estimate
    from core.experiments.report import ArmReport, Report

STOP_ACTION = "experiment.stop"
END_ACTION = "experiment.end"
PROMOTE_ACTION = "experiment.promote"
UNDO_ACTION = "experiment.undo"

_EVERYBODYS = {
    Surface.COMMAND: "所有人发送 /suggest 看到的推荐",
    Surface.LETTER: "所有人每周私信里的推荐",
    Surface.GROUP: "所有群里的每周推荐",
}
_DECIDED = {
    Act.CREATED: "{at} {name} 新建了草稿",
    Act.STARTED: "{at} {name} 开始了实验",
    Act.STOPPED: "{at} {name} 结束了实验",
    Act.UNDONE: "{at} {name} 撤销了采用",
    Act.DISCARDED: "{at} {name} 删除了草稿",
}


def page(
    experiment: Experiment,
    report: Report,
    decided: Sequence[tuple[Decision, str]],
    now: datetime,
    zone: str,
) -> Card:
    """Show an experiment's figures, what may be concluded, and who decided what."""
    sections = (
        cards.described(experiment, report.currency),
        [_since(experiment, now, zone), *_figures(experiment, report)],
        _by_exposure(report),
        [*_checks(experiment, report), verdict(experiment, report, now)],
        [_decision(one, name, zone) for one, name in decided],
    )
    return Card(
        "\n\n".join("\n".join(lines) for lines in sections if lines),
        cards.title(experiment),
        _buttons(experiment, report),
        chart=picture(experiment, report),
    )


def ended(experiment: Experiment, report: Report, now: datetime) -> Card:
    """Tell an administrator that an experiment has an answer, or went wrong."""
    lines = [
        t("比较：{name}", name=cards.name(experiment)),
        *_figures(experiment, report),
        "",
        verdict(experiment, report, now),
        t("发送「/experiments {number}」看全部数字和图。", number=experiment.number),
    ]
    if report.verdict is Verdict.MISMATCH:
        heading = t("实验 #{number} 出了问题", number=experiment.number)
    else:
        heading = t("实验 #{number} 有结果了", number=experiment.number)
    rows = _buttons(experiment, report)
    return Card("\n".join(lines), heading, rows, chart=picture(experiment, report))


def promoted(experiment: Experiment) -> Card:
    """Confirm that everybody gets a variant from now on."""
    return Card(
        t(
            "✅ 已采用「{variant}」：从现在起，{place}都用这个方案。",
            variant=shown(experiment.winner),
            place=t(_EVERYBODYS[experiment.surface]),
        ),
        cards.title(experiment),
        ((_undo(experiment),),),
    )


def undone(experiment: Experiment) -> Card:
    """Confirm that what was used before is used again."""
    place = t(_EVERYBODYS[experiment.surface])
    return Card(t("已撤销，{place}恢复到采用之前的样子。", place=place), cards.title(experiment))


def stopping(experiment: Experiment, report: Report) -> Card:
    """Ask whether an experiment is really to end."""
    lines = [t("停止以后不能再继续，数字会保留，成员看到的推荐恢复成平时的样子。")]
    if not report.verdict.final and report.verdict is not Verdict.MISMATCH:
        lines.insert(0, t("还没到下结论的时候，现在停下来，这个实验就没有结论了。"))
    number = experiment.number
    yes = Button(t("确定停止"), END_ACTION, str(experiment.id))
    no = Button(t("继续进行"), OPEN_ACTION, str(experiment.id))
    return Card("\n".join(lines), t("要停止实验 #{number} 吗？", number=number), ((yes, no),))


def _since(experiment: Experiment, now: datetime, zone: str) -> str:
    began, ended_at = experiment.started_at or now, experiment.stopped_at
    if ended_at is None:
        days = (now - began).days + 1
        return t("{began} 开始，今天是第 {days} 天。", began=moment(began, zone), days=days)
    return t(
        "{began} 开始，{ended} 结束，以下是结束时的数字。",
        began=moment(began, zone),
        ended=moment(ended_at, zone),
    )


def _figures(experiment: Experiment, report: Report) -> list[str]:
    differences = report.differences if report.comparable else ()
    return [
        *(_arm(experiment, report, arm) for arm in report.arms),
        *(_difference(experiment, report, one) for one in differences),
    ]


def _arm(experiment: Experiment, report: Report, arm: ArmReport) -> str:
    name = shown(arm.variant)
    fields = {
        "label": t("{name}（对照）", name=name) if arm is report.arms[0] else name,
        "seen": counted(experiment, arm.units),
        "known": counted(experiment, arm.known),
    }
    if not report.enough:
        return t("{label}：看到的 {seen}，满观察期的 {known}", **fields)
    fields |= _bounds(experiment, report, arm.value)
    if arm.judged == arm.known:
        return t(
            "{label}：看到的 {seen}，满观察期的 {known}：{value}（95% 区间 {low} 到 {high}）",
            **fields,
        )
    return t(
        "{label}：看到的 {seen}，满观察期的 {known}，按先后取前 {judged}："
        "{value}（95% 区间 {low} 到 {high}）",
        judged=counted(experiment, arm.judged),
        **fields,
    )


def _bounds(experiment: Experiment, report: Report, found: Estimate) -> dict[str, str]:
    return {
        name: outcome(experiment, value, report.currency)
        for name, value in (("value", found.value), ("low", found.low), ("high", found.high))
    }


def _difference(experiment: Experiment, report: Report, one: Difference) -> str:
    control = next(arm for arm in report.arms if arm.variant == experiment.control.name)
    relative = one.value / control.value.value if control.value.value else 0.0
    said = {
        "name": shown(one.variant),
        "control": shown(experiment.control.name),
        "value": sized(experiment, one.value, report.currency),
        "low": sized(experiment, one.low, report.currency, bare=True),
        "high": sized(experiment, one.high, report.currency, bare=True),
        "relative": signed(f"{abs(relative):.0%}", relative),
        "p": p_value(one.p),
    }
    if experiment.design.rule is Rule.SEQUENTIAL:
        return t(
            "「{name}」比「{control}」{value}"
            "（相对 {relative}，随时有效的区间 {low} 到 {high}，{p}）",
            **said,
        )
    return t(
        "「{name}」比「{control}」{value}（相对 {relative}，区间 {low} 到 {high}，{p}）", **said
    )


def _by_exposure(report: Report) -> list[str]:
    if not report.enough:
        return []
    lines = [t("平均每次展示（所有满观察期的展示，同一人的多次展示已合并估计误差）：")]
    return [*lines, *(_rates(arm, report.currency) for arm in report.arms)]


def _rates(arm: ArmReport, currency: str) -> str:
    return t(
        "{name}：展示 {n} 次，点击 {click}，报名 {enrol}，下单 {order}，收入 {revenue}",
        name=shown(arm.variant),
        n=arm.exposures,
        click=_around(arm.rates[Metric.CLICK], share),
        enrol=_around(arm.rates[Metric.ENROL], share),
        order=_around(arm.rates[Metric.ORDER], share),
        revenue=_around(arm.rates[Metric.REVENUE], lambda value: amount(value, currency)),
    )


def _around(found: Estimate, write: Callable[[float], str]) -> str:
    if not found.value:
        return "0"
    return f"{write(found.value)} ±{write(found.high - found.value)}"


def _checks(experiment: Experiment, report: Report) -> list[str]:
    counts = " : ".join(str(arm.settled) for arm in report.arms)
    lines = []
    if report.comparable:
        lines.append(
            t(
                "各组人数 {counts}（不算最近两天的），和设定的比例相符（{p}）。",
                counts=counts,
                p=p_value(report.balance),
            )
        )
    if report.several:
        several = counted(experiment, report.several)
        lines.append(t("另有 {several}因为合并账号看过不止一种，没有计入。", several=several))
    return lines


def _decision(one: Decision, name: str, zone: str) -> str:
    at = moment(one.at, zone)
    if one.act is Act.PROMOTED:
        variant = shown(str(one.detail["variant"]))
        return t("{at} {name} 采用了「{variant}」", at=at, name=name, variant=variant)
    return t(_DECIDED[one.act], at=at, name=name)


def _buttons(experiment: Experiment, report: Report) -> tuple[tuple[Button, ...], ...]:
    if experiment.winner:
        return ((_undo(experiment),),)
    if experiment.state is State.STOPPED and report.verdict is Verdict.MISMATCH:
        return ()
    if experiment.state is State.STOPPED:
        return (_promotions(experiment, [variant.name for variant in experiment.variants]),)
    stop = (Button(t("停止实验"), STOP_ACTION, str(experiment.id)),)
    if report.winner:
        return _promotions(experiment, [report.winner]), stop
    return (stop,)


def _promotions(experiment: Experiment, names: Sequence[str]) -> tuple[Button, ...]:
    places = [place for place, variant in enumerate(experiment.variants) if variant.name in names]
    return tuple(
        Button(
            t("采用「{variant}」", variant=shown(experiment.variants[place].name)),
            PROMOTE_ACTION,
            f"{experiment.id}:{place}",
        )
        for place in places
    )


def _undo(experiment: Experiment) -> Button:
    return Button(t("撤销采用"), UNDO_ACTION, str(experiment.id))
