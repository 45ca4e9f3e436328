"""What becomes of a member's own rows on export, erasure and the merging of two members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import outbox
from core.members import consent_repository, link_repository, repository
from core.members.member import INTEREST_LIMIT, PersonalData
from core.members.models import AccountRow, ConsentRow, LinkCodeRow, MemberRow, PresenceRow
from core.members.service import by_id
from core.outbox.models import LetterRow

if TYPE_CHECKING:
    from core.uow import UnitOfWork

ERASED_NAME = "已注销成员"


def _export(uow: UnitOfWork, member_id: int) -> dict[str, Any]:
    member = by_id(uow, member_id)
    return {
        "name": member.name,
        "language": member.language,
        "zone": member.zone,
        "role": member.role.name.lower(),
        "interests": list(member.interests),
        "notifications": repository.notifications(uow, member_id),
        "joined_at": member.joined_at.isoformat(),
        "accounts": [
            {
                "platform": row.platform,
                "id": row.external_id,
                "username": row.username,
                "name": row.name,
                "seen_at": row.seen_at.isoformat(),
            }
            for row in repository.accounts_of(uow, member_id)
        ],
        "consents": [
            {"purpose": row.purpose, "given": row.given, "at": row.at.isoformat()}
            for row in consent_repository.consents_of(uow, member_id)
        ],
        "chats": [
            {
                "chat": row.chat_id,
                "joined_at": row.joined_at.isoformat(),
                "left_at": row.left_at.isoformat() if row.left_at else None,
            }
            for row in repository.presences_of(uow, member_id)
        ],
    }


def _erase(uow: UnitOfWork, member_id: int) -> None:
    link_repository.delete_codes(uow, member_id)
    repository.delete_traces(uow, member_id)
    outbox.erase(uow, member_id)
    blank = {
        "name": ERASED_NAME,
        "interests": [],
        "notifications": {},
        "role": 0,
        "left_at": uow.now,
        "erased_at": uow.now,
    }
    repository.change_member(uow, member_id, blank)


def _merge(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    target, source = by_id(uow, target_id), by_id(uow, source_id)
    link_repository.delete_codes(uow, source_id)
    repository.move_traces(uow, target_id, source_id)
    outbox.merge(uow, target_id, source_id)
    interests = list(dict.fromkeys((*target.interests, *source.interests)))[:INTEREST_LIMIT]
    gone = {} if target.gone and source.gone else {"left_at": None}
    role = max(target.role, source.role).value
    repository.change_member(uow, target_id, {"interests": interests, "role": role, **gone})
    repository.change_member(uow, source_id, {"merged_into": target_id, "left_at": uow.now})


PERSONAL = PersonalData(
    room="members",
    tables=(MemberRow, AccountRow, PresenceRow, ConsentRow, LinkCodeRow, LetterRow),
    export=_export,
    erase=_erase,
    merge=_merge,
)
