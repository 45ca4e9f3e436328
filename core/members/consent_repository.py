"""Every query about what members consented to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import bindparam, select

from core.members.models import ConsentRow, MemberRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from core.uow import UnitOfWork

ASKED_AT_ONCE = 10_000
"""SQLite takes at most 32,766 values in one question."""
# What every message runs is built once: building a statement costs more than running it.
_CONSENTS = select(ConsentRow.member_id, ConsentRow.given).where(
    ConsentRow.purpose == bindparam("purpose"),
    ConsentRow.member_id.in_(bindparam("member_ids", expanding=True)),
)


def consents(uow: UnitOfWork, member_ids: Iterable[int], purpose: str) -> dict[int, bool]:
    """Return members' words on a purpose; absent where nothing was said."""
    ids = list(member_ids)
    found: dict[int, bool] = {}
    for start in range(0, len(ids), ASKED_AT_ONCE):
        asked = {"purpose": purpose, "member_ids": ids[start : start + ASKED_AT_ONCE]}
        found |= {row.member_id: row.given for row in uow.execute(_CONSENTS, asked)}
    return found


def withdrawn_since(
    uow: UnitOfWork, community_id: int, purpose: str, moment: datetime
) -> dict[int, datetime]:
    """Return when members said no to a purpose, from a moment on."""
    query = select(ConsentRow.member_id, ConsentRow.at).where(
        ConsentRow.community_id == community_id,
        ConsentRow.purpose == purpose,
        ConsentRow.given.is_(False),
        ConsentRow.at >= moment,
    )
    return {row.member_id: row.at for row in uow.execute(query)}


def erased_since(uow: UnitOfWork, community_id: int, moment: datetime) -> dict[int, datetime]:
    """Return when members were erased, from a moment on."""
    query = select(MemberRow.id, MemberRow.erased_at).where(
        MemberRow.community_id == community_id, MemberRow.erased_at >= moment
    )
    return {row.id: row.erased_at for row in uow.execute(query)}


def set_consent(
    uow: UnitOfWork, community_id: int, member_id: int, purpose: str, *, given: bool
) -> None:
    """Write a member's word on a purpose."""
    values = {"community_id": community_id, "member_id": member_id, "purpose": purpose}
    word = {"given": given, "at": uow.now}
    statement = uow.insert(ConsentRow).values(**values, **word)
    uow.execute(
        statement.on_conflict_do_update(
            index_elements=["community_id", "member_id", "purpose"], set_=word
        )
    )


def consents_of(uow: UnitOfWork, member_id: int) -> Sequence[SqlRow[Any]]:
    """Return everything a member said on purposes."""
    query = select(ConsentRow.purpose, ConsentRow.given, ConsentRow.at)
    return uow.execute(query.where(ConsentRow.member_id == member_id)).all()
