"""Spent: why nothing is left to suggest to a member, and what they may look at again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core import courses
from core.recommend import repository
from core.recommend.circumstances import FATIGUE, circumstances
from core.recommend.requirements import first_steps, unmet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.courses import Course
    from core.members import Member
    from core.recommend.rules import Rules
    from core.uow import UnitOfWork

AGAIN = 8
"""So many courses that were shown lately are shown again."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What became of the courses that a member did not take; all empty when they took all.

    ``again`` were shown lately (the longest ago first); ``locked`` says that some ask for a
    higher tier, ``waits`` is a course with the one to be taken first for it, and ``dismissed``
    says that the member wants none of the others.
    """

    again: tuple[Course, ...] = ()
    locked: bool = False
    waits: tuple[Course, Course] | None = None
    dismissed: bool = False


def spent(uow: UnitOfWork, member: Member, *, tier: int) -> Spent:
    """Return why there is nothing to suggest to a member of a tier."""
    done = courses.interactions_of(uow, [member.id])
    case = circumstances(uow, member.community_id, [member.id], done)
    rules = case.rules(member, tier, consents=False)
    out = rules.taken | rules.unpublished
    left = [course for course in case.catalogue if course.id not in out]
    wanted = [course for course in left if course.id not in rules.dismissed]
    ready = {course.id: course for course in wanted if course.id not in rules.waiting}
    shown = repository.shown_to_members(uow, [member.id], uow.now - FATIGUE)
    seen = sorted((row.last, row.course_id) for row in shown if row.course_id in ready)
    return Spent(
        again=tuple(ready[course_id] for _, course_id in seen[:AGAIN]),
        locked=any(course_id in rules.locked for course_id in ready),
        waits=_waits(case.catalogue, wanted, rules),
        dismissed=len(wanted) < len(left),
    )


def _waits(
    catalogue: Sequence[Course], wanted: Sequence[Course], rules: Rules
) -> tuple[Course, Course] | None:
    """Return the first course that waits for another one, and that one."""
    first = first_steps(catalogue, unmet(catalogue, rules.taken), frozenset())
    by_id = {course.id: course for course in catalogue}
    pairs = ((one, by_id[first[one.id]]) for one in wanted if one.id in first)
    return next(pairs, None)
