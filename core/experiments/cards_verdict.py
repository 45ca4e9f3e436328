"""What may be concluded from an experiment, in words that no administrator can misread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.experiments.experiment import Rule, State
from core.experiments.figures import counted, p_value, signed
from core.experiments.report import FEWEST_SHOWN, Verdict
from core.experiments.templates import shown
from core.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from core.experiments.experiment import Experiment
    from core.experiments.report import Report


def verdict(experiment: Experiment, report: Report, now: datetime) -> str:
    """Say what may be concluded, and what not."""
    return _VERDICTS[report.verdict](experiment, report, now)


def _too_few(experiment: Experiment, report: Report, _now: datetime) -> str:
    return t(
        "数据不足：每组至少要有 {fewest}过了 {days} 天的观察期才看得出什么，现在最少的一组是 {n}。",
        fewest=counted(experiment, FEWEST_SHOWN),
        days=experiment.design.days,
        n=counted(experiment, report.counted),
    )


def _mismatch(experiment: Experiment, report: Report, _now: datetime) -> str:
    wrong = t(
        "⚠️ 各组人数 {counts}（不算最近两天的），和设定的比例对不上（{p}），"
        "多半是分组或记录出了问题，这次的结果不能信。",
        counts=" : ".join(str(arm.settled) for arm in report.arms),
        p=p_value(report.balance),
    )
    if experiment.state is State.RUNNING:
        return wrong + t("请先停止实验，查清原因再重做。")
    return wrong + t("请查清原因再重做。")


def _open(experiment: Experiment, report: Report, now: datetime) -> str:
    if experiment.design.rule is Rule.SEQUENTIAL:
        return t("还分不出高下。这个实验的算法允许随时看，天天看也不会增加误判。")
    if experiment.state is not State.RUNNING:
        return t("没到预定人数就结束了，上面的差别不足以下结论。")
    left = experiment.design.horizon - report.counted
    days = max(1, (now - (experiment.started_at or now)).days)
    return t(
        "还没到预定人数，现在的差别只供参考：中途看到「有差别」就停，误判会远远超过 5%。"
        "照现在的速度大约还要 {days} 天。",
        days=-(-left * days // max(1, report.counted)),
    )


def _won(_experiment: Experiment, report: Report, _now: datetime) -> str:
    return t("结论：「{variant}」更好，可以放心采用。", variant=shown(report.winner))


def _lost(_experiment: Experiment, report: Report, _now: datetime) -> str:
    return t("结论：原来的「{variant}」更好，新方案不如它。", variant=shown(report.winner))


def _same(experiment: Experiment, report: Report, _now: datetime) -> str:
    effect = signed(f"{experiment.design.lift:.0%}", 1)
    hoped = report.arms[0].value.value * experiment.design.lift
    if all(one.high < hoped for one in report.differences):
        return t(
            "结论：看不出差别。想看的 {effect} 这么大的提升多半不存在，用你更喜欢的那个就好。",
            effect=effect,
        )
    return t(
        "结论：看不出差别，但误差还大，有没有想看的 {effect} 这么大的提升，不能断定。",
        effect=effect,
    )


_VERDICTS: Mapping[Verdict, Callable[[Experiment, Report, datetime], str]] = {
    Verdict.TOO_FEW: _too_few,
    Verdict.MISMATCH: _mismatch,
    Verdict.OPEN: _open,
    Verdict.WINNER: _won,
    Verdict.CONTROL: _lost,
    Verdict.NONE: _same,
}
