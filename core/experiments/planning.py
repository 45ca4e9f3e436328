"""Planning: what is to be expected without a change, and so how many members it takes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import sqrt
from typing import TYPE_CHECKING

from core import communities, members
from core.experiments import horizon
from core.experiments.bucketing import bucket, member_unit
from core.experiments.experiment import BUCKETS, Design, Exposure, Metric, Rule, Surface
from core.experiments.outcomes import consenting, done_since
from core.experiments.report import FEWEST_SHOWN
from core.experiments.tally import first_values
from core.refusal import Refusal

if TYPE_CHECKING:
    from core.experiments.experiment import Experiment
    from core.experiments.intervals import Moments
    from core.uow import UnitOfWork

History = Callable[[Surface, Collection[int], datetime], list[Exposure]]
"""Tells what some members, or chats, were suggested somewhere since a moment."""

LOOKS_BACK = timedelta(days=36)
"""Four weeks in which something may be seen first, and what came of it."""
LIFTS = (0.2, 0.3, 0.5, 1.0)
GUESSED = {Metric.CLICK: 0.2, Metric.ENROL: 0.1, Metric.ORDER: 0.03}
"""What is expected of members when too few were suggested anything."""
GUESSED_OF_CHAT = 1.0
"""So many members of a chat are expected to do something when too few chats tell."""
DAYS = 7
LOWEST, HIGHEST = 0.01, 0.8
FEWEST_SEEN = 20
MOST_SEEN = 2_000
"""So many members tell a share to within two in a hundred; asking more would only take longer."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Who could take part, and the smallest relative change that so many can show.

    What is usual was ``seen`` of so many members or chats, of none it is a guess; money is in
    ``currency``.
    """

    eligible: int
    per_variant: int
    findable: float
    seen: int = 0
    currency: str = "CNY"


def nothing(_surface: Surface, _units: Collection[int], _since: datetime) -> list[Exposure]:
    """Tell that nobody was suggested anything."""
    return []


def design(  # noqa: PLR0913 - a design follows from all of these
    uow: UnitOfWork,
    community_id: int,
    surface: Surface,
    metric: Metric,
    *,
    rule: Rule = Rule.FIXED,
    lift: float = 0.5,
    arms: int = 2,
    history: History = nothing,
) -> Design:
    """Return a design for a metric from what members did lately, its horizon worked out.

    A ``lift`` that would pass 100 % becomes the largest that does not.
    """
    seen, _currency = _lately(uow, community_id, surface, metric, history)
    mean, deviation = _expected(seen, surface, metric)
    drawn = Design(metric, rule, mean, deviation, lift, horizon=0)
    if _is_share(surface, metric):
        if mean * (1 + lift) >= 1:
            drawn = replace(drawn, lift=max(_possible(mean)))
        needed = horizon.for_share(drawn.baseline, drawn.lift, arms=arms)
    else:
        needed = horizon.for_mean(drawn.deviation, drawn.effect, arms=arms)
    return replace(drawn, horizon=max(FEWEST_SHOWN, needed * _cost(rule)))


def lifts(draft: Experiment) -> tuple[float, ...]:
    """Return the changes that a draft may be drawn up to find: no share passes 100 %."""
    if not _is_share(draft.surface, draft.design.metric):
        return LIFTS
    return _possible(draft.design.baseline)


def forecast(uow: UnitOfWork, experiment: Experiment, history: History = nothing) -> Forecast:
    """Return who could take part in an experiment now, and what so many could show."""
    surface, drawn, here = experiment.surface, experiment.design, experiment.community_id
    lately, currency = _lately(uow, here, surface, drawn.metric, history)
    eligible = len(_units(uow, here, surface)) * experiment.buckets // BUCKETS
    arms = len(experiment.variants)
    each = eligible // arms
    worth = each // _cost(drawn.rule)
    if _is_share(surface, drawn.metric):
        reach = horizon.findable_share(drawn.baseline, worth, arms=arms)
    else:
        reach = sqrt(drawn.horizon / each) * drawn.lift if each else float("inf")
    return Forecast(eligible, each, reach, _told_by(lately), currency)


def _lately(
    uow: UnitOfWork, community_id: int, surface: Surface, metric: Metric, history: History
) -> tuple[Moments, str]:
    """Return what came of the first suggestions of the last weeks, measured as it will be."""
    units = sorted(
        _units(uow, community_id, surface), key=lambda unit: bucket("usual", member_unit(unit))
    )
    shown = history(surface, units[:MOST_SEEN], uow.now - LOOKS_BACK)
    done = done_since(uow, shown, chats=surface is Surface.GROUP)
    values, currency = first_values(shown, done, days=DAYS, now=uow.now)
    return values[metric], currency


def _expected(lately: Moments, surface: Surface, metric: Metric) -> tuple[float, float]:
    """Return mean and standard deviation of the metric without a change."""
    if metric is Metric.REVENUE:
        if not lately.total:
            raise Refusal(
                "最近四周没有人买推荐的课程，估不出要多少人。请先用「点击」或「报名」做指标。"
            )
        return lately.mean, sqrt(lately.variance)
    if surface is Surface.GROUP:
        if lately.total and _told_by(lately):
            return lately.mean, sqrt(lately.variance or lately.mean)
        return GUESSED_OF_CHAT, sqrt(GUESSED_OF_CHAT)
    share = lately.mean if _told_by(lately) else GUESSED[metric]
    share = min(HIGHEST, max(LOWEST, share))
    return share, sqrt(share * (1 - share))


def _told_by(lately: Moments) -> int:
    return lately.n if lately.n >= FEWEST_SEEN else 0


def _possible(share: float) -> tuple[float, ...]:
    return tuple(lift for lift in LIFTS if share * (1 + lift) < 1)


def _cost(rule: Rule) -> int:
    return horizon.SEQUENTIAL if rule is Rule.SEQUENTIAL else 1


def _units(uow: UnitOfWork, community_id: int, surface: Surface) -> Collection[int]:
    if surface is Surface.GROUP:
        return [place.chat_id for place in communities.one_of_each_space(uow, community_id)]
    return consenting(uow, [member.id for member in members.present(uow, community_id)])


def _is_share(surface: Surface, metric: Metric) -> bool:
    return metric is not Metric.REVENUE and surface is not Surface.GROUP
