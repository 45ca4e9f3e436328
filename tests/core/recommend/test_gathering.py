"""What members did becomes one interaction for each pair, dated when the course was taken."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core import courses, members
from core.courses import Draft
from core.members import Purpose
from core.recommend.dataset import COMPLETED, STUDIED
from core.recommend.gathering import community_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.members import Member
    from core.recommend.dataset import Dataset
    from core.uow import UnitOfWork
    from tests.core.community import Circle


@pytest.fixture
def uow(circle: Circle) -> Iterator[UnitOfWork]:
    """Open a unit of work in a community with two courses."""
    with circle.work() as uow:
        drafts = [Draft("A", "甲", price=9900), Draft("B", "乙")]
        courses.import_courses(uow, circle.community.id, drafts)
        yield uow


@pytest.fixture
def member(circle: Circle, uow: UnitOfWork) -> Member:
    """Return a member who consented."""
    visitor = members.Visitor("telegram", "1", "小满")
    found = members.recognise_one(uow, members.Sighting(circle.community.id, visitor))
    members.agree(uow, found, Purpose.RECOMMEND)
    return found


def gathered(uow: UnitOfWork, member: Member) -> Dataset:
    catalogue = courses.every(uow, member.community_id)
    return community_data(uow, member.community_id, catalogue)


def course(uow: UnitOfWork, member: Member, code: str = "A") -> courses.Course:
    return courses.get(uow, member.community_id, code)


def test_a_course_counts_from_when_it_was_taken_and_a_look_from_the_latest(
    uow: UnitOfWork, member: Member
) -> None:
    courses.enrol(uow, member, course(uow, member), tier=0)
    courses.view(uow, member, course(uow, member, "B"))
    uow.now += timedelta(days=10)
    courses.complete(uow, member, course(uow, member))
    courses.view(uow, member, course(uow, member))
    courses.view(uow, member, course(uow, member, "B"))
    uow.now += timedelta(days=5)
    data = gathered(uow, member)
    assert data.ages.tolist() == [15, 5]
    assert data.weights[0] == pytest.approx(COMPLETED)
    assert 0 < data.weights[1] < STUDIED


def test_stars_are_kept_beside_what_they_weigh(uow: UnitOfWork, member: Member) -> None:
    courses.enrol(uow, member, course(uow, member), tier=0)
    courses.rate(uow, member, course(uow, member), 5)
    data = gathered(uow, member)
    assert data.stars.tolist() == [5]
    assert STUDIED < data.weights[0] < COMPLETED


def test_buying_is_taking_and_not_finishing(uow: UnitOfWork, member: Member) -> None:
    courses.sell(uow, member, course(uow, member), by=member)
    courses.progress(uow, member, course(uow, member), 75)
    (weight,) = gathered(uow, member).weights.tolist()
    assert STUDIED <= weight < COMPLETED


def test_passing_on_says_more_than_looking_and_fades(uow: UnitOfWork, member: Member) -> None:
    courses.view(uow, member, course(uow, member))
    courses.share(uow, member, course(uow, member, "B"))
    looked, shared = gathered(uow, member).weights.tolist()
    assert looked < shared < STUDIED
    uow.now += timedelta(days=90)
    assert gathered(uow, member).weights.tolist()[1] == pytest.approx(shared / 2)


def test_what_was_dismissed_speaks_for_nothing(uow: UnitOfWork, member: Member) -> None:
    courses.view(uow, member, course(uow, member))
    courses.dismiss(uow, member, course(uow, member))
    assert not len(gathered(uow, member).weights)


def test_a_course_that_was_dismissed_and_then_taken_counts(uow: UnitOfWork, member: Member) -> None:
    courses.dismiss(uow, member, course(uow, member))
    uow.now += timedelta(days=1)
    courses.enrol(uow, member, course(uow, member), tier=0)
    courses.complete(uow, member, course(uow, member))
    assert gathered(uow, member).weights.tolist() == pytest.approx([COMPLETED])


def test_a_course_that_was_taken_and_then_dismissed_speaks_for_nothing(
    uow: UnitOfWork, member: Member
) -> None:
    courses.enrol(uow, member, course(uow, member), tier=0)
    uow.now += timedelta(days=1)
    courses.dismiss(uow, member, course(uow, member))
    assert not len(gathered(uow, member).weights)
