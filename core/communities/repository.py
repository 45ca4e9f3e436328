"""Every query about communities and their chats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, or_, select, update

from core.communities.community import Community, Place
from core.communities.models import ChatRow, CommunityRow, InstanceRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from core.uow import UnitOfWork

_COMMUNITY = select(
    CommunityRow.id,
    CommunityRow.name,
    CommunityRow.zone,
    CommunityRow.language,
    CommunityRow.quiet_from,
    CommunityRow.quiet_to,
    CommunityRow.welcome,
    CommunityRow.rules,
    CommunityRow.created_at,
)
_PLACE = select(
    ChatRow.community_id,
    ChatRow.id,
    ChatRow.platform,
    ChatRow.external_id,
    ChatRow.title,
    ChatRow.space,
).where(ChatRow.left_at.is_(None))
# What every message runs is built once: building a statement costs more than running it.
_ONE_COMMUNITY = _COMMUNITY.where(CommunityRow.id == bindparam("community_id"))
_NAMED_PLACES = _PLACE.where(
    ChatRow.platform == bindparam("platform"),
    ChatRow.external_id.in_(bindparam("ids", expanding=True)),
)


def add_community(uow: UnitOfWork, values: Mapping[str, Any]) -> int:
    """Insert a community and return its id."""
    statement = insert(CommunityRow).values(created_at=uow.now, **values)
    return int(uow.execute(statement.returning(CommunityRow.id)).scalar_one())


def community(uow: UnitOfWork, community_id: int) -> Community | None:
    """Return a community."""
    row = uow.execute(_ONE_COMMUNITY, {"community_id": community_id}).first()
    return Community(*row) if row else None


def communities(uow: UnitOfWork) -> list[Community]:
    """Return every community, oldest first."""
    return [Community(*row) for row in uow.execute(_COMMUNITY.order_by(CommunityRow.id))]


def change_community(uow: UnitOfWork, community_id: int, values: Mapping[str, Any]) -> None:
    """Change settings of a community."""
    uow.execute(update(CommunityRow).where(CommunityRow.id == community_id).values(**values))


def places(uow: UnitOfWork, keys: Collection[tuple[str, str]]) -> list[Place]:
    """Return the places with these (platform, external id) pairs."""
    found: list[Place] = []
    for platform in {platform for platform, _external_id in keys}:
        ids = [external_id for there, external_id in keys if there == platform]
        asked = {"platform": platform, "ids": ids}
        found += [Place(*row) for row in uow.execute(_NAMED_PLACES, asked)]
    return found


def place_in_space(uow: UnitOfWork, platform: str, space: str) -> Place | None:
    """Return some place of a space (a Discord guild), or the space's own."""
    own = or_(ChatRow.space == space, ChatRow.external_id == space)
    row = uow.execute(
        _PLACE.where(ChatRow.platform == platform, own).order_by(ChatRow.id).limit(1)
    ).first()
    return Place(*row) if row else None


def places_in(uow: UnitOfWork, community_id: int) -> list[Place]:
    """Return a community's places, in the order in which they were bound."""
    query = _PLACE.where(ChatRow.community_id == community_id).order_by(ChatRow.id)
    return [Place(*row) for row in uow.execute(query)]


def add_place(uow: UnitOfWork, values: Mapping[str, Any]) -> int:
    """Insert a chat, or take back one that was left, and return its id."""
    statement = uow.insert(ChatRow).values(bound_at=uow.now, **values)
    again = {**values, "left_at": None}
    return int(
        uow.execute(
            statement.on_conflict_do_update(
                index_elements=["platform", "external_id"], set_=again
            ).returning(ChatRow.id)
        ).scalar_one()
    )


def change_place(
    uow: UnitOfWork, platform: str, external_id: str, values: Mapping[str, Any]
) -> None:
    """Change a chat that a platform names."""
    at = (ChatRow.platform == platform, ChatRow.external_id == external_id)
    uow.execute(update(ChatRow).where(*at).values(**values))


def marks(uow: UnitOfWork, platform: str) -> Sequence[tuple[str, str]]:
    """Return (external id, mark) of every chat of a platform that has a mark."""
    query = select(ChatRow.external_id, ChatRow.mark).where(
        ChatRow.platform == platform, ChatRow.mark.is_not(None), ChatRow.left_at.is_(None)
    )
    return [(row[0], row[1]) for row in uow.execute(query)]


def set_marks(uow: UnitOfWork, marks: Iterable[tuple[int, str]]) -> None:
    """Keep the last message id heard in each chat."""
    for chat_id, mark in marks:
        uow.execute(update(ChatRow).where(ChatRow.id == chat_id).values(mark=mark))


def instance_value(uow: UnitOfWork, name: str, default: str) -> str:
    """Return a value of the installation, keeping the default when there is none yet."""
    statement = uow.insert(InstanceRow).values(name=name, value=default)
    uow.execute(statement.on_conflict_do_nothing())
    query = select(InstanceRow.value).where(InstanceRow.name == name)
    return str(uow.execute(query).scalar_one())
