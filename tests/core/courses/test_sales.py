"""Sales are written down once, open the course to the buyer, and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from core import bootstrap, courses
from core.courses import Kind
from core.events import CourseEnrolled, CoursePurchased, CoursePurchaseUndone, MembersMerged
from core.refusal import Refusal
from tests.core.courses.conftest import known

if TYPE_CHECKING:
    from core.communities import Community
    from core.courses import Course
    from core.members import Member
    from core.uow import UnitOfWork


@pytest.fixture
def boss(uow: UnitOfWork, community: Community) -> Member:
    """Return who writes sales down."""
    return known(uow, community, "班主任")


@pytest.fixture
def dear(uow: UnitOfWork, community: Community) -> Course:
    """Return a course for VIPs that costs 199."""
    return courses.get(uow, community.id, "PIC1")


def kinds(uow: UnitOfWork, member: Member) -> set[Kind]:
    return {done.kind for done in courses.interactions_of(uow, [member.id])}


def test_whoever_bought_a_course_takes_it_whatever_their_tier(
    uow: UnitOfWork, member: Member, boss: Member, dear: Course
) -> None:
    sale = courses.sell(uow, member, dear, by=boss)
    assert (sale.amount, sale.currency, sale.enrolled) == (19900, "CNY", True)
    assert [entry.course.id for entry in courses.enrolments(uow, member)] == [dear.id]
    assert kinds(uow, member) == {Kind.ENROL, Kind.PURCHASE}


def test_another_price_may_be_paid(
    uow: UnitOfWork, member: Member, boss: Member, dear: Course
) -> None:
    assert courses.sell(uow, member, dear, by=boss, amount=9900).amount == 9900
    assert courses.read_price("99.5 元") == 9950
    with pytest.raises(Refusal, match="价格要写成数字"):
        courses.read_price("很多")


def test_a_course_is_sold_to_a_member_once(
    uow: UnitOfWork, member: Member, boss: Member, dear: Course
) -> None:
    courses.sell(uow, member, dear, by=boss)
    with pytest.raises(Refusal, match="登记过了"):
        courses.sell(uow, member, dear, by=boss)
    assert len(courses.purchases_of(uow, [member.id])) == 1


def test_a_sale_taken_back_takes_the_course_away_again(
    uow: UnitOfWork, member: Member, boss: Member, dear: Course
) -> None:
    sale = courses.sell(uow, member, dear, by=boss)
    courses.undo_sale(uow, sale, by=boss)
    assert courses.enrolments(uow, member) == []
    assert kinds(uow, member) == set()
    with pytest.raises(Refusal, match="已经撤销"):
        courses.purchase(uow, sale.community_id, sale.id)
    assert courses.sell(uow, member, dear, by=boss).id != sale.id


def test_who_was_enrolled_before_or_has_finished_keeps_the_course(
    uow: UnitOfWork, community: Community, member: Member, boss: Member, dear: Course
) -> None:
    python = courses.get(uow, community.id, "PY01")
    courses.enrol(uow, member, python, tier=0)
    courses.undo_sale(uow, courses.sell(uow, member, python, by=boss), by=boss)
    sale = courses.sell(uow, member, dear, by=boss)
    courses.complete(uow, member, dear)
    courses.undo_sale(uow, sale, by=boss)
    taken = {entry.course.id for entry in courses.enrolments(uow, member)}
    assert taken == {python.id, dear.id}
    assert Kind.PURCHASE not in kinds(uow, member)


def test_what_happens_with_money_is_told(
    uow: UnitOfWork,
    member: Member,
    boss: Member,
    dear: Course,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[object] = []
    monkeypatch.setattr(uow, "record", told.append)
    sale = courses.sell(uow, member, dear, by=boss, amount=100)
    courses.undo_sale(uow, sale, by=boss)
    same = {"community_id": dear.community_id, "member_id": member.id, "course_id": dear.id}
    money: dict[str, Any] = {**same, "purchase_id": sale.id, "amount": 100, "currency": "CNY"}
    assert told == [
        CourseEnrolled(**same),
        CoursePurchased(**money),
        CoursePurchaseUndone(**money),
    ]


def test_merging_and_erasing_keep_the_books(
    uow: UnitOfWork, community: Community, member: Member, boss: Member, dear: Course
) -> None:
    other = known(uow, community, "小满的另一个号")
    sale = courses.sell(uow, other, dear, by=boss)
    bootstrap.merge(
        uow, MembersMerged(community_id=community.id, target_id=member.id, source_id=other.id)
    )
    assert [one.id for one in courses.purchases_of(uow, [member.id])] == [sale.id]
    assert courses.PERSONAL.export(uow, member.id)["purchases"][0]["amount"] == 19900
    courses.PERSONAL.erase(uow, member.id)
    assert courses.purchase(uow, community.id, sale.id).amount == 19900
    assert courses.enrolments(uow, member) == []
