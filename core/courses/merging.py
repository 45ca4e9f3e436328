"""Merging: of two accounts of one member, what came of each course they took."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.courses.course import OPPOSITE, Enrolment, Interaction, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

ONCE = {Kind.ENROL, Kind.COMPLETE, Kind.PURCHASE}
"""What is done once: the first time counts."""
COUNTED = {Kind.VIEW, Kind.SHARE, Kind.DISMISS}
"""What is counted: the times add up."""


def merged_enrolments(given: Iterable[Enrolment], done: Iterable[Interaction]) -> list[Enrolment]:
    """Return one taking of each course, oldest first, rated as in ``done``, the merged deeds."""
    stars = {one.course_id: one.value for one in done if one.kind is Kind.RATE}
    by_course: dict[int, Enrolment] = {}
    for one in given:
        known = by_course.get(one.course.id)
        by_course[one.course.id] = one if known is None else _further(known, one)
    taken = (replace(one, rating=stars.get(one.course.id)) for one in by_course.values())
    return sorted(taken, key=lambda one: one.enrolled_at)


def merged_interactions(given: Iterable[Interaction], member_id: int) -> list[Interaction]:
    """Return one of each kind for each course, oldest first, all of them the member's."""
    by_key: dict[tuple[int, Kind], Interaction] = {}
    for one in sorted(given, key=lambda one: one.at):
        key = (one.course_id, one.kind)
        known = by_key.get(key)
        by_key[key] = replace(one if known is None else _joined(known, one), member_id=member_id)
        if one.kind in OPPOSITE:
            by_key.pop((one.course_id, OPPOSITE[one.kind]), None)
    return sorted(by_key.values(), key=lambda one: one.at)


def _further(one: Enrolment, other: Enrolment) -> Enrolment:
    finished = [at for at in (one.completed_at, other.completed_at) if at is not None]
    return replace(
        one,
        enrolled_at=min(one.enrolled_at, other.enrolled_at),
        completed_at=min(finished, default=None),
        progress=max(one.progress, other.progress),
    )


def _joined(earlier: Interaction, later: Interaction) -> Interaction:
    """Return what two of a kind come to."""
    if later.kind in ONCE:
        return earlier
    if later.kind in COUNTED:
        return replace(later, value=earlier.value + later.value)
    if later.kind is Kind.PROGRESS:
        return replace(later, value=max(earlier.value, later.value))
    return later
