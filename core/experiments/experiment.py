"""What others see of an experiment: its variants, its design, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

BUCKETS = 10_000
"""Shares of members are counted in buckets of this many."""
NAME_LIMIT = 40
HYPOTHESIS_LIMIT = 200


class State(StrEnum):
    """How far an experiment has come; only a draft can be changed, only what stopped promoted."""

    DRAFT = "draft"
    RUNNING = "running"
    STOPPED = "stopped"
    DISCARDED = "discarded"


class Surface(StrEnum):
    """Where suggestions are read: after ``/suggest``, in a member's letter, in a group."""

    COMMAND = "command"
    LETTER = "letter"
    GROUP = "group"


class Metric(StrEnum):
    """What is counted of those who saw a variant."""

    CLICK = "click"
    ENROL = "enrol"
    ORDER = "order"
    REVENUE = "revenue"


class Rule(StrEnum):
    """When an experiment may be judged: at a number stated up front, or validly at any time."""

    FIXED = "fixed"
    SEQUENTIAL = "sequential"


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the things compared; ``share`` is in buckets, ``recipe`` plain JSON.

    A recipe may name ``models`` (a list), a ``discount`` (0 to 1), a ``copy`` of the words, and the
    ``hour`` (0 to 23) at which letters are sent; what it does not name stays as it is.
    """

    name: str
    share: int
    recipe: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Design:
    """What is measured, and when it is enough; stated before the first member sees anything.

    ``baseline`` is the mean of ``metric`` over members and ``deviation`` its standard deviation,
    as expected without a change; ``lift`` is the smallest relative change worth finding and
    ``horizon`` how many members each variant needs for that. Outcomes count for ``days`` after
    an exposure.
    """

    metric: Metric
    rule: Rule
    baseline: float
    deviation: float
    lift: float
    horizon: int
    days: int = 7

    @property
    def effect(self) -> float:
        """The smallest absolute change worth finding."""
        return self.lift * self.baseline


@dataclass(frozen=True, slots=True)
class Experiment:
    """An experiment; the first of its variants is the control.

    Experiments of one ``layer`` share its buckets without overlapping: this one has ``buckets`` of
    them from ``first_bucket`` on. Without a layer it has all members to itself.
    """

    id: int
    community_id: int
    number: int
    name: str
    surface: Surface
    hypothesis: str
    variants: tuple[Variant, ...]
    design: Design
    state: State
    created_at: datetime
    layer: str = ""
    first_bucket: int = 0
    buckets: int = BUCKETS
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    told_at: datetime | None = None
    winner: str = ""

    @property
    def control(self) -> Variant:
        """What the other variants are compared with."""
        return self.variants[0]

    @property
    def half(self) -> bool:
        """Whether it leaves some of the members to other experiments."""
        return self.buckets < BUCKETS

    @property
    def changes(self) -> frozenset[str]:
        """The parts of a recipe that any of the variants names."""
        return frozenset(key for variant in self.variants for key in variant.recipe)

    def variant(self, name: str) -> Variant | None:
        """Return the variant of a name."""
        return next((one for one in self.variants if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Exposure:
    """That one who is counted (a member, or a chat) was shown a variant with some courses.

    It arrived ``at`` a moment; what carried it was written on the day ``posted``, where the
    community is.
    """

    unit: int
    variant: str
    at: datetime
    courses: tuple[int, ...]
    posted: date
