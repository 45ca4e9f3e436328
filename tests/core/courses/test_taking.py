"""How far one is, what one passes on, and what one dismissed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core import courses, members
from core.courses import Kind, cards
from core.members import Purpose
from core.refusal import Refusal

if TYPE_CHECKING:
    from core.courses import Course, Interaction
    from core.members import Member
    from core.uow import UnitOfWork


def only(uow: UnitOfWork, member: Member, kind: Kind) -> Interaction:
    (found,) = (one for one in courses.interactions_of(uow, [member.id]) if one.kind is kind)
    return found


def test_progress_is_noted_and_shown(uow: UnitOfWork, member: Member, python: Course) -> None:
    with pytest.raises(Refusal, match="还没有报名"):
        courses.progress(uow, member, python, 25)
    courses.enrol(uow, member, python, tier=0)
    courses.progress(uow, member, python, 25)
    courses.progress(uow, member, python, 50)
    assert only(uow, member, Kind.PROGRESS).value == 50
    assert "《零基础 Python》学到 50%" in cards.mine(courses.enrolments(uow, member)).text


def test_the_whole_of_a_course_finishes_it(uow: UnitOfWork, member: Member, python: Course) -> None:
    courses.enrol(uow, member, python, tier=0)
    courses.progress(uow, member, python, courses.FINISHED)
    assert only(uow, member, Kind.COMPLETE)
    (taken,) = courses.enrolments(uow, member)
    assert (taken.progress, taken.completed_at) == (courses.FINISHED, uow.now)
    with pytest.raises(Refusal, match="之前就学完了"):
        courses.progress(uow, member, python, 50)


@pytest.mark.parametrize("percent", [-1, 101])
def test_progress_beyond_a_course_is_refused(
    uow: UnitOfWork, member: Member, python: Course, percent: int
) -> None:
    courses.enrol(uow, member, python, tier=0)
    with pytest.raises(Refusal, match="0 到 100"):
        courses.progress(uow, member, python, percent)


def test_sharing_counts_only_with_consent(uow: UnitOfWork, member: Member, python: Course) -> None:
    courses.share(uow, member, python)
    assert courses.interactions_of(uow, [member.id]) == []
    members.agree(uow, member, Purpose.RECOMMEND)
    courses.share(uow, member, python)
    courses.share(uow, member, python)
    assert only(uow, member, Kind.SHARE).value == 2


def test_dismissing_twice_is_dismissing_once(
    uow: UnitOfWork, member: Member, python: Course
) -> None:
    courses.dismiss(uow, member, python)
    courses.dismiss(uow, member, python)
    assert only(uow, member, Kind.DISMISS).value == 0
    courses.came_again(uow, member.id, {python.id})
    courses.dismiss(uow, member, python)
    assert only(uow, member, Kind.DISMISS).value == 1


def test_only_the_first_dismissal_leaves_a_course_its_second_chance(
    uow: UnitOfWork, member: Member, python: Course
) -> None:
    assert courses.dismiss(uow, member, python)
    courses.came_again(uow, member.id, {python.id})
    assert not courses.dismiss(uow, member, python)
    courses.like(uow, member, python)
    assert courses.dismiss(uow, member, python), "who liked it since begins anew"
