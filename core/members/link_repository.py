"""Every query about link codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import delete, insert, or_, select, update

from core.members.models import LinkCodeRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.uow import UnitOfWork

CodeRow = SqlRow[Any]


def add(uow: UnitOfWork, values: Mapping[str, Any]) -> None:
    """Insert a code, instead of any that the member had not used."""
    unused = (LinkCodeRow.member_id == values["member_id"], LinkCodeRow.used_at.is_(None))
    uow.execute(delete(LinkCodeRow).where(*unused))
    uow.execute(insert(LinkCodeRow).values(**values))


def code(uow: UnitOfWork, community_id: int, digest: str) -> CodeRow | None:
    """Return a code's row by its digest."""
    query = select(
        LinkCodeRow.id,
        LinkCodeRow.member_id,
        LinkCodeRow.answering,
        LinkCodeRow.public,
        LinkCodeRow.expires_at,
        LinkCodeRow.used_at,
    ).where(LinkCodeRow.community_id == community_id, LinkCodeRow.digest == digest)
    return uow.execute(query).first()


def use(uow: UnitOfWork, code_id: int) -> None:
    """Write that a code was used."""
    uow.execute(update(LinkCodeRow).where(LinkCodeRow.id == code_id).values(used_at=uow.now))


def delete_codes(uow: UnitOfWork, member_id: int) -> None:
    """Delete the codes that name a member."""
    named = or_(LinkCodeRow.member_id == member_id, LinkCodeRow.answering == member_id)
    uow.execute(delete(LinkCodeRow).where(named))
