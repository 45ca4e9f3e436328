"""Sales: courses that were bought elsewhere are written down here, and opened to the buyer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import members
from core.courses import repository, taking
from core.courses.service import by_id
from core.events import CoursePurchased, CoursePurchaseUndone
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from core.courses.course import Course, Purchase
    from core.events import PurchaseEvent
    from core.members import Member
    from core.uow import UnitOfWork


def sell(
    uow: UnitOfWork, member: Member, course: Course, *, by: Member, amount: int | None = None
) -> Purchase:
    """Write down that a member bought a course, and enrol them whatever their tier.

    ``amount`` is in minor units of the course's currency; None means the course's price.
    """
    if any(held.course_id == course.id for held in purchases_of(uow, [member.id])):
        raise Refusal(
            "{name} 买《{title}》已经登记过了；登记错了可以发送 /unsold 撤销。",
            name=member.name,
            title=course.title,
        )
    values = {
        "community_id": course.community_id,
        "member_id": member.id,
        "course_id": course.id,
        "amount": course.price if amount is None else amount,
        "currency": course.currency,
        "enrolled": taking.take(uow, member, course),
        "by_member_id": by.id,
    }
    taking.purchased(uow, member, course)
    sold = purchase(uow, course.community_id, repository.add_purchase(uow, values))
    uow.record(_told(CoursePurchased, sold))
    return sold


def undo_sale(uow: UnitOfWork, sold: Purchase, *, by: Member) -> None:
    """Take a sale back; whoever was enrolled by it and has not finished the course leaves it."""
    buyer, course = (
        members.by_id(uow, sold.member_id),
        by_id(uow, sold.community_id, sold.course_id),
    )
    repository.undo_purchase(uow, sold.id, by.id)
    taking.unpurchased(uow, buyer, course, leave=sold.enrolled)
    uow.record(_told(CoursePurchaseUndone, sold))


def purchase(uow: UnitOfWork, community_id: int, purchase_id: int) -> Purchase:
    """Return a purchase that stands; refuse when there is none."""
    sold = repository.purchase(uow, community_id, purchase_id)
    if sold is None:
        raise Refusal("这笔登记已经撤销了。")
    return sold


def purchase_by(uow: UnitOfWork, member: Member, course: Course) -> Purchase:
    """Return a member's purchase of a course; refuse when there is none."""
    for sold in purchases_of(uow, [member.id]):
        if sold.course_id == course.id:
            return sold
    raise Refusal("没有 {name} 买《{title}》的登记。", name=member.name, title=course.title)


def purchases_of(
    uow: UnitOfWork, member_ids: Collection[int], since: datetime | None = None
) -> list[Purchase]:
    """Return what some members bought, all of it or since a moment, oldest first."""
    return repository.purchases_of(uow, member_ids, since) if member_ids else []


def _told(what: type[PurchaseEvent], sold: Purchase) -> PurchaseEvent:
    """Return what happened to a purchase, as the other rooms hear of it."""
    return what(
        community_id=sold.community_id,
        purchase_id=sold.id,
        member_id=sold.member_id,
        course_id=sold.course_id,
        amount=sold.amount,
        currency=sold.currency,
    )
