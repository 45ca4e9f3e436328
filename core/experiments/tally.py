"""Tallies: from who was shown what, and what they did then, to the sums that are compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from core.experiments.bucketing import bucket
from core.experiments.experiment import Metric
from core.experiments.intervals import Clusters, Moments

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from core.experiments.experiment import Experiment, Exposure


SETTLING = timedelta(days=2)
"""A letter is sent within a day of being written, at its variant's hour; this leaves time."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a member did with a course; an order has an ``amount`` in minor units."""

    member_id: int
    course_id: int
    metric: Metric
    at: datetime
    amount: int = 0
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums of one variant.

    ``units`` (members, or chats) were shown it, ``settled`` of them so long ago that whatever was
    written on that day has arrived; those in ``waiting`` so lately that their outcome is open.
    ``values`` holds the outcomes of the others, of as many as the design asks for in the order in
    which they came, so that whoever comes later changes no verdict; ``rates`` holds the outcomes
    of all exposures that are old enough.
    """

    variant: str
    units: int
    settled: int
    waiting: int
    values: Mapping[Metric, Moments]
    rates: Mapping[Metric, Clusters]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Tally:
        """Return the tally that `to_json` wrote."""
        return cls(
            variant=data["variant"],
            units=data["units"],
            settled=data.get("settled", data["units"]),  # absent in sums kept by older versions
            waiting=data["waiting"],
            values={Metric(key): Moments(**sums) for key, sums in data["values"].items()},
            rates={Metric(key): Clusters(**sums) for key, sums in data["rates"].items()},
        )


@dataclass(frozen=True, slots=True)
class Tallies:
    """The sums of every variant, money in minor units of ``currency``.

    Who saw ``several`` variants counts in none of them.
    """

    arms: tuple[Tally, ...]
    several: int = 0
    currency: str = "CNY"

    def to_json(self) -> dict[str, Any]:
        """Return them as plain JSON values."""
        arms = [arm.to_json() for arm in self.arms]
        return {"arms": arms, "several": self.several, "currency": self.currency}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Tallies:
        """Return the tallies that `to_json` wrote."""
        return cls(**{**data, "arms": tuple(Tally.from_json(arm) for arm in data["arms"])})


def tally(
    experiment: Experiment,
    exposures: Iterable[Exposure],
    done: Mapping[int, Sequence[Deed]],
    now: datetime,
) -> Tallies:
    """Sum up an experiment's exposures and what each unit did with any course, by unit.

    Money counts in the currency seen most.
    """
    units, currency = _units(exposures, done, timedelta(days=experiment.design.days), now)
    pure = [unit for unit in units if unit.pure]
    # On one day chance decides who came first, and not the order in which they were served.
    salt = f"order:{experiment.id}"
    pure.sort(key=lambda unit: (unit.first.at.date(), bucket(salt, str(unit.first.unit))))
    arms = tuple(
        _arm(experiment, variant.name, [one for one in pure if one.first.variant == variant.name])
        for variant in experiment.variants
    )
    return Tallies(arms, len(units) - len(pure), currency)


def first_values(
    exposures: Iterable[Exposure],
    done: Mapping[int, Sequence[Deed]],
    *,
    days: int,
    now: datetime,
) -> tuple[Mapping[Metric, Moments], str]:
    """Sum up what came of being shown courses first, in no experiment; return the currency too."""
    units, currency = _units(exposures, done, timedelta(days=days), now)
    known = [unit for unit in units if unit.over[0]]
    return {metric: Moments.of(unit.value(metric) for unit in known) for metric in Metric}, currency


class _Unit:
    """One that is counted: what it was shown in order of time, and what came of it."""

    def __init__(
        self,
        seen: Sequence[Exposure],
        done: Sequence[Deed],
        window: timedelta,
        now: datetime,
    ) -> None:
        self.first = seen[0]
        self.pure = len({one.variant for one in seen}) == 1
        self.settled = min(one.posted for one in seen) + SETTLING < now.date()
        # A whole day's exposures end together: else who is first changes while their day ends.
        self.over = [one.at.date() + window < now.date() for one in seen]
        self._first_end = seen[0].at + window
        # Of the exposures that a deed may have come of, the last is held to be its cause.
        self._hits = [
            (max(causes), deed) for deed in done if (causes := _causes(seen, deed, window))
        ]

    def value(self, metric: Metric) -> float:
        """Return what came of being shown the variant for the first time."""
        early = [deed for _, deed in self._hits if deed.at <= self._first_end]
        return _worth(metric, early)

    def cluster(self, metric: Metric) -> tuple[float, float]:
        """Return how many exposures' outcome is known, and what came of all of them."""
        known = [place for place, over in enumerate(self.over) if over]
        total = sum(
            _worth(metric, [deed for cause, deed in self._hits if cause == place])
            for place in known
        )
        return len(known), total


def _units(
    exposures: Iterable[Exposure],
    done: Mapping[int, Sequence[Deed]],
    window: timedelta,
    now: datetime,
) -> tuple[list[_Unit], str]:
    """Return who was shown anything, and the currency in which their money counts."""
    currency = _currency(done.values())
    shown: dict[int, list[Exposure]] = defaultdict(list)
    for exposure in sorted(exposures, key=lambda one: one.at):
        shown[exposure.unit].append(exposure)
    units = [
        _Unit(seen, _valued(done.get(unit, ()), currency), window, now)
        for unit, seen in shown.items()
    ]
    return units, currency


def _arm(experiment: Experiment, name: str, units: Sequence[_Unit]) -> Tally:
    known = [unit for unit in units if unit.over[0]]
    first = known[: experiment.design.horizon]
    return Tally(
        variant=name,
        units=len(units),
        settled=sum(unit.settled for unit in units),
        waiting=len(units) - len(known),
        values={metric: Moments.of(unit.value(metric) for unit in first) for metric in Metric},
        rates={metric: Clusters.of(unit.cluster(metric) for unit in known) for metric in Metric},
    )


def _causes(seen: Sequence[Exposure], deed: Deed, window: timedelta) -> list[int]:
    return [
        place
        for place, one in enumerate(seen)
        if one.at <= deed.at <= one.at + window and deed.course_id in one.courses
    ]


def _currency(done: Iterable[Sequence[Deed]]) -> str:
    seen = Counter(deed.currency for deeds in done for deed in deeds if deed.currency)
    return (seen.most_common(1) or [("CNY", 0)])[0][0]


def _valued(deeds: Sequence[Deed], currency: str) -> list[Deed]:
    return [deed if deed.currency == currency else replace(deed, amount=0) for deed in deeds]


def _worth(metric: Metric, deeds: Sequence[Deed]) -> float:
    if metric is Metric.REVENUE:
        return float(sum(deed.amount for deed in deeds))
    return float(len({deed.member_id for deed in deeds if deed.metric is metric}))
