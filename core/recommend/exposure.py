"""Exposure: how evenly the suggestions of the last weeks fell on courses and authors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.recommend.evaluation.metrics import gini

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from core.courses import Course
    from core.recommend.exploration import Trial


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the catalogue: its share of the courses, and of the suggestions."""

    name: str
    courses: float
    shown: float


@dataclass(frozen=True, slots=True)
class Exposure:
    """How suggestions fell: in all, evenly (Gini, 0: all alike), on new courses and on authors.

    ``reached`` of ``courses`` were suggested at all; ``unseen`` are the others, the newest first.
    ``authors`` have those first whose two shares are furthest apart.
    """

    shown: int
    clicked: int
    explored: int
    courses: int
    reached: int
    gini: float
    new: Share
    authors: tuple[Share, ...]
    unseen: tuple[Course, ...]


def exposed(
    catalogue: Sequence[Course], trials: Mapping[int, Trial], *, now: datetime, new: timedelta
) -> Exposure:
    """Sum up how suggestions fell on the published courses; ``new`` is how long one is new."""
    courses = [course for course in catalogue if course.published]
    shown = {course.id: trials[course.id].shown for course in courses if course.id in trials}
    total = sum(shown.values())

    def share(name: str, some: Sequence[Course]) -> Share:
        fell = sum(shown.get(course.id, 0) for course in some)
        return Share(name, _ratio(len(some), len(courses)), _ratio(fell, total))

    authors = sorted({course.author for course in courses if course.author})
    by_author = [
        share(author, [course for course in courses if course.author == author])
        for author in authors
    ]
    unseen = [course for course in courses if not shown.get(course.id)]
    return Exposure(
        shown=total,
        clicked=sum(trials[course_id].clicked for course_id in shown),
        explored=sum(trials[course_id].explored for course_id in shown),
        courses=len(courses),
        reached=sum(1 for times in shown.values() if times),
        gini=gini(np.array([shown.get(course.id, 0) for course in courses], dtype=np.int64)),
        new=share("", [course for course in courses if now - course.added_at <= new]),
        authors=tuple(sorted(by_author, key=lambda one: -abs(one.shown - one.courses))),
        unseen=tuple(sorted(unseen, key=lambda course: course.added_at, reverse=True)),
    )


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
