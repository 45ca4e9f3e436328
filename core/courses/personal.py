"""What export, erasure and merging do with a member's courses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import members
from core.courses import repository
from core.courses.merging import merged_enrolments, merged_interactions
from core.courses.models import EnrolmentRow, InteractionRow, PurchaseRow
from core.members import PersonalData

if TYPE_CHECKING:
    from core.uow import UnitOfWork


def _export(uow: UnitOfWork, member_id: int) -> dict[str, Any]:
    return {
        "enrolments": [
            {
                "course": enrolment.course.code,
                "title": enrolment.course.title,
                "enrolled_at": enrolment.enrolled_at.isoformat(),
                "completed_at": (
                    enrolment.completed_at.isoformat() if enrolment.completed_at else None
                ),
                "rating": enrolment.rating,
                "progress": enrolment.progress,
            }
            for enrolment in repository.enrolments(uow, member_id)
        ],
        "interactions": [
            {
                "course": done.course_id,
                "kind": done.kind.value,
                "value": done.value,
                "at": done.at.isoformat(),
            }
            for done in repository.interactions_of(uow, [member_id])
        ],
        "purchases": [
            {
                "course": sold.course_id,
                "amount": sold.amount,
                "currency": sold.currency,
                "at": sold.at.isoformat(),
            }
            for sold in repository.purchases_of(uow, [member_id])
        ],
    }


def _merge(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    community_id = members.by_id(uow, target_id).community_id
    both = (target_id, source_id)
    done = merged_interactions(repository.interactions_of(uow, both), target_id)
    taken = [one for member_id in both for one in repository.enrolments(uow, member_id)]
    for member_id in both:
        repository.delete_traces(uow, member_id)
    repository.add_traces(uow, community_id, target_id, merged_enrolments(taken, done), done)
    repository.move_purchases(uow, target_id, source_id)


PERSONAL = PersonalData(
    room="courses",
    tables=(EnrolmentRow, InteractionRow, PurchaseRow),
    export=_export,
    erase=repository.delete_traces,
    merge=_merge,
    kept="购课登记：改用匿名代号，只留课程、金额和日期，卖课的账要对得上。",
)
