"""Every query about trained models and about what was suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import delete, insert, select, update

from core.recommend.tables import ModelRow, ShownRow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from core.uow import UnitOfWork


def model(uow: UnitOfWork, community_id: int) -> SqlRow[tuple[bytes, str]] | None:
    """Return content and sha256 of what a community's models learned."""
    query = select(ModelRow.content, ModelRow.sha256)
    return uow.execute(query.where(ModelRow.community_id == community_id)).first()


def set_model(uow: UnitOfWork, community_id: int, content: bytes, sha256: str) -> None:
    """Keep what a community's models learned, instead of what was there."""
    values = {"trained_at": uow.now, "content": content, "sha256": sha256}
    statement = uow.insert(ModelRow).values(community_id=community_id, **values)
    uow.execute(statement.on_conflict_do_update(index_elements=["community_id"], set_=values))


def shown_to_members(
    uow: UnitOfWork, member_ids: Collection[int], since: datetime
) -> set[tuple[int, int]]:
    """Return (member, course) of what was suggested to members since a moment."""
    query = select(ShownRow.member_id, ShownRow.course_id).where(
        ShownRow.member_id.in_(list(member_ids)), ShownRow.at > since
    )
    return {(row[0], row[1]) for row in uow.execute(query)}


def shown_in_channel(uow: UnitOfWork, community_id: int, channel: str, since: datetime) -> set[int]:
    """Return the courses suggested to a group since a moment."""
    query = select(ShownRow.course_id).where(
        ShownRow.community_id == community_id,
        ShownRow.member_id.is_(None),
        ShownRow.channel == channel,
        ShownRow.at > since,
    )
    return set(uow.execute(query).scalars())


def add_shown(uow: UnitOfWork, rows: Collection[Mapping[str, Any]]) -> None:
    """Insert what was suggested."""
    if rows:
        uow.execute(insert(ShownRow), list(rows))


def shown(uow: UnitOfWork, member_id: int) -> Sequence[SqlRow[Any]]:
    """Return all that was suggested to a member, in order."""
    columns = (ShownRow.course_id, ShownRow.at, ShownRow.channel, ShownRow.reason)
    query = select(*columns).where(ShownRow.member_id == member_id).order_by(ShownRow.id)
    return uow.execute(query).all()


def delete_shown(uow: UnitOfWork, member_id: int) -> None:
    """Delete what was suggested to a member."""
    uow.execute(delete(ShownRow).where(ShownRow.member_id == member_id))


def delete_shown_before(uow: UnitOfWork, community_id: int, before: datetime) -> None:
    """Delete what a community was suggested before a moment."""
    of = (ShownRow.community_id == community_id, ShownRow.at < before)
    uow.execute(delete(ShownRow).where(*of))


def move_shown(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    """Count what was suggested to one member as suggested to another."""
    of_source = ShownRow.member_id == source_id
    uow.execute(update(ShownRow).where(of_source).values(member_id=target_id))
