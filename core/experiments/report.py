"""The report: what the tallies say of each variant, and whether anything may be concluded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from core.experiments import comparing, intervals
from core.experiments.balance import ALARM, sample_ratio
from core.experiments.experiment import Metric, Rule, Surface
from core.experiments.intervals import ALPHA

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.experiments.comparing import Difference
    from core.experiments.experiment import Experiment
    from core.experiments.intervals import Estimate, Moments
    from core.experiments.tally import Tallies, Tally

FEWEST_SHOWN = 30
"""With fewer members in any variant no interval and no difference is shown."""
FEWEST_JUDGED = 100
"""With fewer in any variant nothing is judged before the horizon: the sums are not yet normal."""


class Verdict(StrEnum):
    """What may be concluded."""

    TOO_FEW = "too_few"
    MISMATCH = "mismatch"
    OPEN = "open"
    WINNER = "winner"
    CONTROL = "control"
    NONE = "none"

    @property
    def final(self) -> bool:
        """Whether the experiment has answered, so that going on teaches nothing more."""
        return self in (Verdict.WINNER, Verdict.CONTROL, Verdict.NONE)


@dataclass(frozen=True, slots=True)
class ArmReport:
    """A variant's figures: of the metric by member, of all metrics by exposure.

    Of its ``units`` the outcome of ``known`` ones is known, of whom the first ``judged`` make up
    the ``value``; ``rates`` are over all ``exposures`` whose outcome is known.
    """

    variant: str
    units: int
    settled: int
    known: int
    judged: int
    exposures: int
    value: Estimate
    rates: Mapping[Metric, Estimate]


@dataclass(frozen=True, slots=True)
class Report:
    """What an experiment shows; ``differences`` are to the control, in the variants' order.

    ``balance`` is the p-value of the sample-ratio check over ``settled`` units, ``winner`` the
    variant's name where there is one, and ``counted`` how many members of the smallest variant
    have a known outcome.
    """

    arms: tuple[ArmReport, ...]
    differences: tuple[Difference, ...]
    balance: float
    verdict: Verdict
    winner: str
    counted: int
    several: int
    currency: str

    @property
    def enough(self) -> bool:
        """Whether there are enough members to show intervals."""
        return self.counted >= FEWEST_SHOWN

    @property
    def comparable(self) -> bool:
        """Whether differences may be shown: there are enough, and nothing decides who is in."""
        return self.enough and self.verdict is not Verdict.MISMATCH


def report(experiment: Experiment, tallies: Tallies) -> Report:
    """Judge an experiment by its own rule."""
    arms = tallies.arms
    counted = min(arm.units - arm.waiting for arm in arms)
    differences = tuple(_difference(experiment, arms[0], arm) for arm in arms[1:])
    shares = [variant.share for variant in experiment.variants]
    balance = sample_ratio([arm.settled for arm in arms], shares)
    verdict = _verdict(experiment, differences, counted, balance)
    return Report(
        arms=tuple(_arm(experiment, arm) for arm in arms),
        differences=differences,
        balance=balance,
        verdict=verdict,
        winner=_winner(experiment, differences, verdict),
        counted=counted,
        several=tallies.several,
        currency=tallies.currency,
    )


def level(experiment: Experiment) -> float:
    """Return the error that each comparison with the control may make (Bonferroni)."""
    return ALPHA / (len(experiment.variants) - 1)


def is_share(experiment: Experiment) -> bool:
    """Say whether each unit's outcome is a yes or a no; a chat's is how many members did it."""
    return experiment.design.metric is not Metric.REVENUE and not in_groups(experiment)


def in_groups(experiment: Experiment) -> bool:
    """Say whether chats are counted instead of members."""
    return experiment.surface is Surface.GROUP


def _arm(experiment: Experiment, arm: Tally) -> ArmReport:
    return ArmReport(
        variant=arm.variant,
        units=arm.units,
        settled=arm.settled,
        known=arm.units - arm.waiting,
        judged=arm.values[experiment.design.metric].n,
        exposures=int(arm.rates[Metric.CLICK].size),
        value=_estimate(arm.values[experiment.design.metric], share=is_share(experiment)),
        rates={metric: intervals.ratio(sums) for metric, sums in arm.rates.items()},
    )


def _estimate(values: Moments, *, share: bool) -> Estimate:
    return intervals.wilson(values.total, values.n) if share else intervals.mean(values)


def _difference(experiment: Experiment, control: Tally, arm: Tally) -> Difference:
    design, rate, alpha = experiment.design, is_share(experiment), level(experiment)
    pair = control.values[design.metric], arm.values[design.metric]
    if design.rule is Rule.SEQUENTIAL:
        found = comparing.always_valid(*pair, effect=design.effect, rate=rate, alpha=alpha)
    else:
        found = (comparing.shares if rate else comparing.means)(*pair, alpha)
    return replace(found, variant=arm.variant)


def _verdict(
    experiment: Experiment, differences: Sequence[Difference], counted: int, balance: float
) -> Verdict:
    design = experiment.design
    if balance < ALARM:
        return Verdict.MISMATCH
    if counted < FEWEST_SHOWN:
        return Verdict.TOO_FEW
    over = counted >= design.horizon
    early = design.rule is Rule.SEQUENTIAL and counted >= FEWEST_JUDGED
    if not over and not early:
        return Verdict.OPEN
    sure = [one for one in differences if one.p < level(experiment)]
    if any(one.value > 0 for one in sure):
        return Verdict.WINNER
    if len(sure) == len(differences):
        return Verdict.CONTROL
    return Verdict.NONE if over else Verdict.OPEN


def _winner(experiment: Experiment, differences: Sequence[Difference], verdict: Verdict) -> str:
    if verdict is Verdict.CONTROL:
        return experiment.control.name
    if verdict is Verdict.WINNER:
        sure = [one for one in differences if one.p < level(experiment)]
        return max(sure, key=lambda one: one.value).variant
    return ""
