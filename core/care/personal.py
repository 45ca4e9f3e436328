"""What becomes of care messages when a member exports, is forgotten, or links accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.care import repository
from core.care.draft import Draft, State
from core.care.models import DraftRow
from core.care.service import end
from core.members import PersonalData

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.uow import UnitOfWork


def _export(uow: UnitOfWork, member_id: int) -> list[dict[str, Any]]:
    return [
        {
            "cause": row.cause,
            "drafted_at": row.made_at.isoformat(),
            "state": row.state,
            "text": row.text,
        }
        for row in repository.rows_of(uow, member_id)
    ]


def _erase(uow: UnitOfWork, member_id: int) -> None:
    _end(uow, repository.open_of(uow, member_id))


def _merge(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    # One person is drafted to once: the older draft goes on.
    both = [*repository.open_of(uow, target_id), *repository.open_of(uow, source_id)]
    _end(uow, sorted(both, key=lambda one: one.id)[1:])
    repository.move(uow, target_id, source_id)


def _end(uow: UnitOfWork, drafts: Sequence[Draft]) -> None:
    for one in drafts:
        end(uow, one, State.LAPSED)


PERSONAL = PersonalData(
    room="care",
    tables=(DraftRow,),
    export=_export,
    erase=_erase,
    merge=_merge,
)
