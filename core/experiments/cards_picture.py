"""The picture of an experiment: each variant's interval, and how far each is from the control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Comparison, Interval
from core.experiments import cards
from core.experiments.experiment import Metric
from core.experiments.figures import outcome, sized
from core.experiments.report import is_share
from core.experiments.templates import shown
from core.i18n import t

if TYPE_CHECKING:
    from core.experiments.comparing import Difference
    from core.experiments.experiment import Experiment
    from core.experiments.intervals import Estimate
    from core.experiments.report import Report


def picture(experiment: Experiment, report: Report) -> Comparison | None:
    """Return the picture of an experiment, None where nothing may be compared."""
    if not report.comparable:
        return None
    scale, unit = _scale(experiment, report)
    control = shown(experiment.control.name)
    arms = [
        _interval(
            arm.variant, arm.value, scale, outcome(experiment, arm.value.value, report.currency)
        )
        for arm in report.arms
    ]
    lifts = [
        _interval(one.variant, one, scale, sized(experiment, one.value, report.currency, bare=True))
        for one in report.differences
    ]
    lifts_name = (
        t("比「{control}」高几个百分点（横条碰到竖线，就还不能说有差别）", control=control)
        if is_share(experiment)
        else t("比「{control}」多多少（横条碰到竖线，就还不能说有差别）", control=control)
    )
    return Comparison(
        title=cards.title(experiment),
        arms=tuple(arms),
        lifts=tuple(lifts),
        arms_name=t("{measured}（横条是 95% 区间）", measured=cards.measured(experiment)),
        lifts_name=lifts_name,
        unit=unit,
        lifts_unit="" if is_share(experiment) else unit,
    )


def _scale(experiment: Experiment, report: Report) -> tuple[float, str]:
    """Return what the picture's numbers are multiplied by, and the unit they have then."""
    if is_share(experiment):
        return 100.0, "%"
    if experiment.design.metric is Metric.REVENUE:
        return 0.01, t("元") if report.currency == "CNY" else report.currency
    return 1.0, ""


def _interval(variant: str, found: Estimate | Difference, scale: float, note: str) -> Interval:
    return Interval(
        label=shown(variant),
        value=found.value * scale,
        low=found.low * scale,
        high=found.high * scale,
        note=note,
    )
