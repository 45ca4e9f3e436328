"""Speaking: which models placed a course for a member, and the reason that their sum bears out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from core.recommend.dataset import NOBODY
from core.recommend.explain import Reason, ReasonKind
from core.recommend.learning.linear import LinearModel
from core.recommend.serving import narrowed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from core.recommend.blend import Blend
    from core.recommend.model import Model
    from core.recommend.ranking.explanation import Explanation

LISTED = 2
LEAST = 0.1
"""A course that gives less of a score is not listed, unless it is the one that is named."""
_NOTHING = 1e-6
_NAMED = {
    ReasonKind.COMPLETED: 1,
    ReasonKind.STUDIED: 1,
    ReasonKind.FOLLOWED: 1,
    ReasonKind.SIMILAR: 1,
    ReasonKind.PAIRED: 2,
}
"""The reasons that name courses of the member's own, first in their evidence: how many."""
GENERAL = {ReasonKind.POPULAR, ReasonKind.NEW, ReasonKind.RATED, ReasonKind.UNTAKEN}
"""The reasons that hold for everyone."""


def spoken(
    blend: Blend, member: int, courses: Sequence[int], names: tuple[str, ...]
) -> list[Spoken]:
    """Say of each course what stands behind it for a member (all by index).

    The models named speak, or all where none is; of a course to which those give nothing, all.
    """
    some = narrowed(blend, names)
    told = dict(zip(courses, some.explain(member, courses), strict=True))
    silent = [course for course in courses if some is not blend and not _speaks(told[course])]
    if silent:
        told |= zip(silent, blend.explain(member, silent), strict=True)
    return [_summed(blend, member, course, told[course]) for course in courses]


def named(reason: Reason) -> tuple[str, ...]:
    """Return the titles of the member's own courses that a reason names."""
    return reason.evidence[: _NAMED.get(reason.kind, 0)]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A course for a member (both by index), and what the models that placed it add.

    ``given`` is what each of the member's own courses adds through each model, and ``parts`` are
    those courses' parts of all that speaks for the course, the largest first.
    """

    blend: Blend
    member: int
    course: int
    added: Mapping[str, float]
    given: Mapping[tuple[str, int], float]
    parts: Sequence[tuple[int, float]]

    @property
    def models(self) -> list[Model]:
        """The models, what adds most first."""
        return sorted(self.blend.models, key=lambda model: -self.added.get(model.name(), 0.0))

    def reason(self) -> Reason:
        """Return the reason of the model that adds most; of the member's tags before popularity.

        A course of the member's own that it names is the one that gives most to the score, over
        all models, if any model has something to say of it.
        """
        first = next(chain(self.reasons(), self.general()), Reason(ReasonKind.UNTAKEN))
        if first.kind is ReasonKind.POPULAR:
            tags = (one for one in self.reasons() if one.kind is ReasonKind.TAGS)
            return next(tags, first)
        return next(self._naming(), first) if named(first) else first

    def reasons(self) -> Iterator[Reason]:
        """Yield the reasons of the models that add anything, of what adds most first."""
        for model in self.models:
            adds = self.added.get(model.name(), 0.0) > 0
            reason = model.reason(self.member, self.course) if adds else None
            if reason is not None:
                yield reason

    def general(self) -> Iterator[Reason]:
        """Yield what any model says that holds for everyone."""
        reasons = (model.reason(NOBODY, self.course) for model in self.models)
        return (reason for reason in reasons if reason and reason.kind in GENERAL)

    def shares(self, reason: Reason) -> list[tuple[str, float]]:
        """Return the titles of the courses that give most, with their parts of the score.

        What the reason names is among them.
        """
        titles = named(reason)
        shares = [(self._title(source), part) for source, part in self.parts]
        listed = self._listed()
        if not titles or any(title in titles for title, _ in shares[:listed]):
            return shares[:listed]
        return shares[:listed] + [one for one in shares if one[0] in titles][:1]

    def _naming(self) -> Iterator[Reason]:
        """Yield what models say of the courses that give most, of the largest part first."""
        for source, _ in self.parts[: self._listed()]:
            for model in self.models:
                if self.given.get((model.name(), source), 0.0) > 0:
                    reason = self._of(model, source)
                    if reason and self._title(source) in named(reason):
                        yield reason

    def _of(self, model: Model, source: int) -> Reason | None:
        if not isinstance(model, LinearModel):
            return model.reason(self.member, self.course)
        member, course = np.array([self.member]), np.array([self.course])
        return model.reasons(member, course, np.array([source]))[0]

    def _listed(self) -> int:
        return sum(part >= LEAST for _, part in self.parts[:LISTED])

    def _title(self, source: int) -> str:
        return self.blend.dataset_.texts[source].title


def _speaks(told: Explanation) -> bool:
    """Say whether any model gives something to a course."""
    return sum(addend.amount for addend in told.addends) > _NOTHING


def _summed(blend: Blend, member: int, course: int, told: Explanation) -> Spoken:
    added: dict[str, float] = defaultdict(float)
    given: dict[tuple[str, int], float] = defaultdict(float)
    parts: dict[int, float] = defaultdict(float)
    for addend in told.addends:
        added[addend.model] += addend.amount
        given[addend.model, addend.source] += addend.amount
        parts[addend.source] += max(addend.amount, 0.0)
    whole = sum(parts.values()) or 1.0
    own = [(source, part / whole) for source, part in parts.items() if source != NOBODY and part]
    own.sort(key=lambda one: -one[1])
    return Spoken(blend, member, course, added, given, own)
