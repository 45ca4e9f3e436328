"""Two accounts become one member: what came furthest stays, and of opposites the last word."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core import bootstrap, courses, members
from core.courses import Kind
from core.events import MembersMerged
from core.members import Purpose
from tests.core.courses.conftest import known

if TYPE_CHECKING:
    from core.communities import Community
    from core.courses import Course
    from core.members import Member
    from core.uow import UnitOfWork


@pytest.fixture
def other(uow: UnitOfWork, community: Community) -> Member:
    """Return the same person's other account."""
    return known(uow, community, "小满的另一个号")


def merge(uow: UnitOfWork, target: Member, source: Member) -> None:
    uow.now += timedelta(days=1)
    bootstrap.merge(
        uow,
        MembersMerged(community_id=target.community_id, target_id=target.id, source_id=source.id),
    )


def values(uow: UnitOfWork, member: Member) -> dict[Kind, int]:
    return {done.kind: done.value for done in courses.interactions_of(uow, [member.id])}


@pytest.mark.parametrize("into_who_finished", [True, False])
def test_a_course_that_one_account_finished_is_finished(
    uow: UnitOfWork, member: Member, other: Member, python: Course, *, into_who_finished: bool
) -> None:
    begun = uow.now
    courses.enrol(uow, other, python, tier=0)
    uow.now += timedelta(days=1)
    courses.enrol(uow, member, python, tier=0)
    courses.progress(uow, member, python, 50)
    courses.complete(uow, other, python)
    courses.rate(uow, other, python, 4)
    finished = uow.now
    target, source = (other, member) if into_who_finished else (member, other)
    merge(uow, target, source)
    (taken,) = courses.enrolments(uow, target)
    assert (taken.enrolled_at, taken.completed_at) == (begun, finished)
    assert (taken.progress, taken.rating) == (courses.FINISHED, 4)
    standing = courses.standings(uow, [python.id])[python.id]
    assert (standing.learners, standing.ratings, standing.stars) == (1, 1, 4.0)
    assert {Kind.ENROL, Kind.COMPLETE, Kind.RATE} <= values(uow, target).keys()
    assert not courses.interactions_of(uow, [source.id])
    assert not courses.enrolments(uow, source)


@pytest.mark.parametrize("last_from_source", [True, False])
def test_the_later_stars_count(
    uow: UnitOfWork, member: Member, other: Member, python: Course, *, last_from_source: bool
) -> None:
    first, last = (member, other) if last_from_source else (other, member)
    for account, stars in ((first, 1), (last, 5)):
        courses.enrol(uow, account, python, tier=0)
        courses.rate(uow, account, python, stars)
        uow.now += timedelta(hours=1)
    merge(uow, member, other)
    (taken,) = courses.enrolments(uow, member)
    assert (taken.rating, values(uow, member)[Kind.RATE]) == (5, 5)


@pytest.mark.parametrize("last", [Kind.LIKE, Kind.DISMISS])
def test_of_interest_and_the_lack_of_it_the_last_word_stays(
    uow: UnitOfWork, member: Member, other: Member, python: Course, last: Kind
) -> None:
    say = {Kind.LIKE: courses.like, Kind.DISMISS: courses.dismiss}
    (before,) = say.keys() - {last}
    say[before](uow, member, python)
    uow.now += timedelta(hours=1)
    say[last](uow, other, python)
    merge(uow, other, member)
    assert values(uow, other).keys() == {last}


def test_the_last_word_stays_also_when_the_other_account_said_it(
    uow: UnitOfWork, member: Member, other: Member, python: Course
) -> None:
    courses.like(uow, member, python)
    uow.now += timedelta(hours=1)
    courses.dismiss(uow, other, python)
    merge(uow, member, other)
    assert values(uow, member).keys() == {Kind.DISMISS}


def test_looks_at_a_course_add_up(
    uow: UnitOfWork, member: Member, other: Member, python: Course
) -> None:
    for account, times in ((member, 2), (other, 3)):
        members.agree(uow, account, Purpose.RECOMMEND)
        for _ in range(times):
            courses.view(uow, account, python)
    merge(uow, member, other)
    assert values(uow, member)[Kind.VIEW] == 5
