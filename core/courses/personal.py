"""What export, erasure and merging do with a member's courses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import members
from core.courses import repository
from core.courses.models import EnrolmentRow, InteractionRow
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
    }


def _merge(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    community_id = members.by_id(uow, target_id).community_id
    repository.move_traces(uow, community_id, target_id, source_id)


PERSONAL = PersonalData(
    room="courses",
    tables=(EnrolmentRow, InteractionRow),
    export=_export,
    erase=repository.delete_traces,
    merge=_merge,
)
