"""What becomes of screening's rows when a member exports, is forgotten, or links accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.members import PersonalData
from core.screening import repository
from core.screening.entry import OPEN
from core.screening.gate import abandon
from core.screening.models import EntryRow, RecordRow

if TYPE_CHECKING:
    from core.uow import UnitOfWork


def _export(uow: UnitOfWork, member_id: int) -> dict[str, Any]:
    return {
        "entries": [
            {
                "chat": entry.chat_id,
                "account": entry.user_id,
                "at": entry.came_at.isoformat(),
                "state": entry.state.value,
            }
            for entry in repository.entries_of(uow, member_id)
        ],
        "steps": [
            {"at": one.at.isoformat(), "step": one.step.value}
            for one in repository.records_of(uow, member_id)
        ],
    }


def _erase(uow: UnitOfWork, member_id: int) -> None:
    for entry in repository.entries_of(uow, member_id):
        if entry.state in OPEN:
            abandon(uow, entry)
    repository.blank(uow, member_id)


PERSONAL = PersonalData(
    room="screening",
    tables=(EntryRow, RecordRow),
    export=_export,
    erase=_erase,
    merge=repository.move,
)
