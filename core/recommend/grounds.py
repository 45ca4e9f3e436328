"""Grounds: why courses are for a group, as numbers of its members that point at none of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.recommend.dataset import NOBODY, STUDIED
from core.recommend.explain import Reason, ReasonKind
from core.recommend.learning.wording import whole
from core.recommend.models.popular import WINDOW

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.recommend.blend import Blend
    from core.recommend.dataset import IntArray

STEP = 5
"""Fewer members are not told of, and more in whole steps: 5, 10, 15 …"""
_LEADING = {ReasonKind.COMPLETED, ReasonKind.STUDIED, ReasonKind.FOLLOWED}


@dataclass(frozen=True, slots=True)
class Grounds:
    """Finds what speaks for courses to the members ``heard`` (by index) of a group.

    ``present`` is how many are in the group, whether or not they consented.
    """

    blend: Blend
    heard: IntArray
    present: int

    def of(self, courses: Sequence[int]) -> list[Reason]:
        """Return for each course (by index) what most members share, or else what all may know."""
        mine = self.blend.reasons_each(self.heard, np.tile(courses, (len(self.heard), 1)))
        general = self.blend.reasons(NOBODY, courses)
        return [
            self._shared(course, [reasons[place] for reasons in mine]) or _general(general[place])
            for place, course in enumerate(courses)
        ]

    def _shared(self, course: int, reasons: Sequence[Reason]) -> Reason | None:
        """Return the ground that most members share, None if there are too few for any.

        No more than half of the group is told of, lest it be known of nearly everyone in it.
        """
        shared = Counter(self._chosen(course))
        shared.update(_leading(reasons))
        shared[Reason(ReasonKind.GROUP_STUDY)] = self._began(course)
        (ground, those), *_ = shared.most_common(1)
        told = _told(min(those, self.present // 2))
        return Reason(ground.kind, (*ground.evidence, str(told))) if told else None

    def _chosen(self, course: int) -> Iterator[Reason]:
        """Yield each tag of a course once for every member who chose it."""
        data = self.blend.dataset_
        tags = {whole(tag): tag for tag in data.texts[course].tags}
        for member in self.heard.tolist():
            chosen = {whole(tag) for tag in data.profiles[member].interests}
            for tag in sorted(chosen & tags.keys()):
                yield Reason(ReasonKind.GROUP_TAG, (tags[tag],))

    def _began(self, course: int) -> int:
        """Return how many took a course up lately."""
        data = self.blend.dataset_
        began = (data.courses == course) & (data.weights >= STUDIED) & (data.ages <= WINDOW)
        return int(np.isin(data.members[began], self.heard).sum())


def _leading(reasons: Sequence[Reason]) -> Iterator[Reason]:
    """Yield the course that speaks most for this one, once for every member of whom it does."""
    for reason in reasons:
        if reason.kind in _LEADING:
            title, both, _takers = reason.evidence
            if int(both) >= STEP:
                yield Reason(ReasonKind.GROUP_TOOK, (title,))


def _general(own: Reason) -> Reason:
    """Return what the models say of a course to everyone, in words that are true in any group."""
    if own.kind is ReasonKind.POPULAR and (told := _told(int(own.evidence[0]))):
        return Reason(ReasonKind.COMMUNITY, (str(told),))
    return own if own.kind in {ReasonKind.NEW, ReasonKind.RATED} else Reason(ReasonKind.QUIET)


def _told(those: int) -> int:
    """Return of how many to tell when there are so many, 0 when of none."""
    return those // STEP * STEP
