"""Planning: what is to be expected without a change, and so how many members it takes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from math import sqrt
from typing import TYPE_CHECKING

from core import communities, members
from core.experiments import horizon
from core.experiments.experiment import BUCKETS, Design, Metric, Rule, Surface
from core.experiments.intervals import Moments
from core.experiments.outcomes import consenting, deeds_of
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.experiments.experiment import Experiment
    from core.experiments.tally import Deed
    from core.uow import UnitOfWork

DAYS = timedelta(days=7)
WEEKS = 4
LIFTS = (0.2, 0.3, 0.5, 1.0)
USUAL = {Metric.CLICK: 0.2, Metric.ENROL: 0.1, Metric.ORDER: 0.03}
"""What is expected of a community too young to look back on."""
LOWEST, HIGHEST = 0.01, 0.6
FEWEST_SEEN = 20


@dataclass(frozen=True, slots=True)
class Forecast:
    """Who could take part, and the smallest relative change that so many can show."""

    eligible: int
    per_variant: int
    findable: float


def design(  # noqa: PLR0913 - a design follows from all of these
    uow: UnitOfWork,
    community_id: int,
    surface: Surface,
    metric: Metric,
    *,
    rule: Rule = Rule.FIXED,
    lift: float = 0.5,
    arms: int = 2,
) -> Design:
    """Return a design for a metric from what members did lately, its horizon worked out."""
    baseline, deviation = _expected(uow, community_id, surface, metric)
    drawn = Design(metric, rule, baseline, deviation, lift, horizon=0)
    if _is_share(surface, metric):
        needed = horizon.for_share(baseline, lift, arms=arms)
    else:
        needed = horizon.for_mean(deviation, drawn.effect, arms=arms)
    return replace(drawn, horizon=needed * _cost(rule))


def forecast(uow: UnitOfWork, experiment: Experiment) -> Forecast:
    """Return who could take part in an experiment now, and what so many could show."""
    surface, drawn = experiment.surface, experiment.design
    everyone = _units(uow, experiment.community_id, surface)
    eligible = everyone * experiment.buckets // BUCKETS
    arms = len(experiment.variants)
    each = eligible // arms
    worth = each // _cost(drawn.rule)
    if _is_share(surface, drawn.metric):
        return Forecast(eligible, each, horizon.findable_share(drawn.baseline, worth, arms=arms))
    reach = sqrt(drawn.horizon / each) * drawn.lift if each else float("inf")
    return Forecast(eligible, each, reach)


def _cost(rule: Rule) -> int:
    return horizon.SEQUENTIAL if rule is Rule.SEQUENTIAL else 1


def _units(uow: UnitOfWork, community_id: int, surface: Surface) -> int:
    if surface is Surface.GROUP:
        return len(communities.places_in(uow, community_id))
    return len(_members(uow, community_id))


def _is_share(surface: Surface, metric: Metric) -> bool:
    return metric is not Metric.REVENUE and surface is not Surface.GROUP


def _expected(
    uow: UnitOfWork, community_id: int, surface: Surface, metric: Metric
) -> tuple[float, float]:
    """Return mean and standard deviation of what a member, or a chat, does in a week."""
    ids = _members(uow, community_id)
    deeds = deeds_of(uow, ids)
    if metric is Metric.REVENUE:
        bought = [deed for deed in deeds if uow.now - deed.at <= DAYS * WEEKS]
        return _money(bought, len(ids))
    lately = [deed for deed in deeds if deed.metric is metric and uow.now - deed.at <= DAYS]
    active = len({deed.member_id for deed in lately})
    if surface is Surface.GROUP:
        mean = max(1, active) / max(1, _units(uow, community_id, surface))
        return mean, sqrt(mean)
    share = active / len(ids) if len(ids) >= FEWEST_SEEN and active else USUAL[metric]
    share = min(HIGHEST, max(LOWEST, share))
    return share, sqrt(share * (1 - share))


def _money(bought: Sequence[Deed], members_there: int) -> tuple[float, float]:
    spent: dict[int, int] = defaultdict(int)
    for deed in bought:
        spent[deed.member_id] += deed.amount
    if not any(spent.values()):
        raise Refusal("最近四周没有成交记录，估不出要多少人。请先用「点击」或「报名」做指标。")
    month = Moments.of([*spent.values(), *[0.0] * (members_there - len(spent))])
    return month.mean / WEEKS, sqrt(month.variance / WEEKS)


def _members(uow: UnitOfWork, community_id: int) -> set[int]:
    return consenting(uow, [member.id for member in members.present(uow, community_id)])
