"""Every query about members, their accounts and their presence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import and_, bindparam, delete, func, insert, select, update

from core.members.member import Member
from core.members.models import AccountRow, ConsentRow, MemberRow, PresenceRow
from core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from core.uow import UnitOfWork

_MEMBER = (
    MemberRow.id,
    MemberRow.community_id,
    MemberRow.name,
    MemberRow.language,
    MemberRow.zone,
    MemberRow.role,
    MemberRow.interests,
    MemberRow.joined_at,
    MemberRow.left_at,
)
_ACCOUNT = select(
    *_MEMBER,
    AccountRow.id.label("account_id"),
    AccountRow.external_id,
    AccountRow.username,
    AccountRow.name.label("account_name"),
    AccountRow.reachable,
    AccountRow.seen_at,
).join(MemberRow, MemberRow.id == AccountRow.member_id)
# What every message runs is built once: building a statement costs more than running it.
_NAMED_ACCOUNTS = _ACCOUNT.where(
    AccountRow.community_id == bindparam("community_id"),
    AccountRow.platform == bindparam("platform"),
    AccountRow.external_id.in_(bindparam("ids", expanding=True)),
)
_PRESENCES = select(PresenceRow.member_id, PresenceRow.chat_id, PresenceRow.left_at).where(
    PresenceRow.member_id.in_(bindparam("member_ids", expanding=True)),
    PresenceRow.chat_id.in_(bindparam("chat_ids", expanding=True)),
)


def member_of(row: SqlRow[Any]) -> Member:
    """Return the member in a row that begins with `_MEMBER`'s columns."""
    return Member(
        row.id,
        row.community_id,
        row.name,
        row.language,
        row.zone,
        Role(row.role),
        tuple(row.interests),
        row.joined_at,
        gone=row.left_at is not None,
    )


def accounts(
    uow: UnitOfWork, keys: Collection[tuple[int, str, str]]
) -> dict[tuple[int, str, str], SqlRow[Any]]:
    """Return account and member by (community, platform, external id)."""
    found: dict[tuple[int, str, str], SqlRow[Any]] = {}
    for community_id, platform in {key[:2] for key in keys}:
        ids = [key[2] for key in keys if key[:2] == (community_id, platform)]
        named = {"community_id": community_id, "platform": platform, "ids": ids}
        for row in uow.execute(_NAMED_ACCOUNTS, named):
            found[community_id, platform, row.external_id] = row
    return found


def add_member(uow: UnitOfWork, values: Mapping[str, Any]) -> int:
    """Insert a member and return the id."""
    statement = insert(MemberRow).values(
        role=Role.MEMBER, interests=[], notifications={}, joined_at=uow.now, **values
    )
    return int(uow.execute(statement.returning(MemberRow.id)).scalar_one())


def add_account(uow: UnitOfWork, values: Mapping[str, Any]) -> None:
    """Insert an account."""
    uow.execute(insert(AccountRow).values(seen_at=uow.now, **values))


def change_accounts(uow: UnitOfWork, changes: Sequence[Mapping[str, Any]]) -> None:
    """Change accounts, each by the ``id`` among its values."""
    for change in changes:
        values = {name: value for name, value in change.items() if name != "id"}
        uow.execute(update(AccountRow).where(AccountRow.id == change["id"]).values(**values))


def change_account(
    uow: UnitOfWork, platform: str, external_id: str, values: Mapping[str, Any]
) -> None:
    """Change what every community knows of one account on a platform."""
    at = (AccountRow.platform == platform, AccountRow.external_id == external_id)
    uow.execute(update(AccountRow).where(*at).values(**values))


def change_member(uow: UnitOfWork, member_id: int, values: Mapping[str, Any]) -> None:
    """Change a member."""
    uow.execute(update(MemberRow).where(MemberRow.id == member_id).values(**values))


def member(uow: UnitOfWork, member_id: int) -> Member | None:
    """Return a member."""
    row = uow.execute(select(*_MEMBER).where(MemberRow.id == member_id)).first()
    return member_of(row) if row else None


def notifications(uow: UnitOfWork, member_id: int) -> dict[str, bool]:
    """Return what a member switched, by the notification's name."""
    query = select(MemberRow.notifications).where(MemberRow.id == member_id)
    return dict(uow.execute(query).scalar_one())


def all_notifications(uow: UnitOfWork, community_id: int) -> dict[int, dict[str, bool]]:
    """Return what each member of a community switched, by id and the notification's name."""
    query = select(MemberRow.id, MemberRow.notifications)
    here = query.where(MemberRow.community_id == community_id)
    return {row.id: row.notifications for row in uow.execute(here)}


def with_account_id(
    uow: UnitOfWork, community_id: int, platform: str, external_id: str
) -> list[Member]:
    """Return who has an account with that id: on the platform, or else on any."""
    return _with_account(uow, community_id, platform, AccountRow.external_id == external_id)


def with_username(uow: UnitOfWork, community_id: int, platform: str, username: str) -> list[Member]:
    """Return who has an account with that username: on the platform, or else on any."""
    same = func.lower(AccountRow.username) == username.lower()
    return _with_account(uow, community_id, platform, same)


def with_name(uow: UnitOfWork, community_id: int, name: str) -> list[Member]:
    """Return the members who are shown under a name."""
    query = select(*_MEMBER).where(
        MemberRow.community_id == community_id,
        MemberRow.name == name,
        MemberRow.erased_at.is_(None),
        MemberRow.merged_into.is_(None),
    )
    return [member_of(row) for row in uow.execute(query.order_by(MemberRow.id))]


def presences(
    uow: UnitOfWork, keys: Collection[tuple[int, int]]
) -> dict[tuple[int, int], datetime | None]:
    """Return when the member left the chat, by (member, chat); absent where never there."""
    asked = {
        "member_ids": list({member_id for member_id, _chat_id in keys}),
        "chat_ids": list({chat_id for _member_id, chat_id in keys}),
    }
    return {(row[0], row[1]): row[2] for row in uow.execute(_PRESENCES, asked)}


def in_chats(uow: UnitOfWork, chat_ids: Collection[int]) -> list[tuple[int, int]]:
    """Return (member, chat) of whoever is in some chats now."""
    query = select(PresenceRow.member_id, PresenceRow.chat_id)
    here = (PresenceRow.chat_id.in_(list(chat_ids)), PresenceRow.left_at.is_(None))
    rows = uow.execute(query.where(*here).order_by(PresenceRow.id))
    return [(row.member_id, row.chat_id) for row in rows]


def enter(uow: UnitOfWork, community_id: int, member_id: int, chat_id: int) -> None:
    """Write that a member is in a chat."""
    values = {"community_id": community_id, "member_id": member_id, "chat_id": chat_id}
    statement = uow.insert(PresenceRow).values(joined_at=uow.now, **values)
    uow.execute(
        statement.on_conflict_do_update(
            index_elements=["community_id", "member_id", "chat_id"], set_={"left_at": None}
        )
    )
    change_member(uow, member_id, {"left_at": None})


def leave(uow: UnitOfWork, member_id: int, chat_id: int) -> None:
    """Write that a member left a chat, and the community if it was the last of its chats."""
    there = (PresenceRow.member_id == member_id, PresenceRow.left_at.is_(None))
    here = and_(*there, PresenceRow.chat_id == chat_id)
    uow.execute(update(PresenceRow).where(here).values(left_at=uow.now))
    if uow.execute(select(func.count()).select_from(PresenceRow).where(*there)).scalar_one() == 0:
        change_member(uow, member_id, {"left_at": uow.now})


def present(
    uow: UnitOfWork, community_id: int, chat_ids: Collection[int] | None = None
) -> list[Member]:
    """Return the members who are in the community, or in any of some chats, and not erased."""
    query = select(*_MEMBER).where(
        MemberRow.community_id == community_id,
        MemberRow.left_at.is_(None),
        MemberRow.erased_at.is_(None),
        MemberRow.merged_into.is_(None),
    )
    if chat_ids is not None:
        there = select(PresenceRow.member_id).where(
            PresenceRow.community_id == community_id,
            PresenceRow.chat_id.in_(list(chat_ids)),
            PresenceRow.left_at.is_(None),
        )
        query = query.where(MemberRow.id.in_(there))
    return [member_of(row) for row in uow.execute(query.order_by(MemberRow.id))]


def staff(uow: UnitOfWork, community_id: int, role: Role) -> list[Member]:
    """Return the members whose own role is at least ``role``."""
    query = select(*_MEMBER).where(
        MemberRow.community_id == community_id,
        MemberRow.role >= role.value,
        MemberRow.erased_at.is_(None),
    )
    return [member_of(row) for row in uow.execute(query.order_by(MemberRow.id))]


def names(uow: UnitOfWork, ids: Collection[int]) -> dict[int, str]:
    """Return members' names by id."""
    query = select(MemberRow.id, MemberRow.name).where(MemberRow.id.in_(list(ids)))
    return {row.id: row.name for row in uow.execute(query)}


def accounts_of(uow: UnitOfWork, member_id: int) -> Sequence[SqlRow[Any]]:
    """Return a member's accounts, the one last seen first."""
    query = select(
        AccountRow.platform,
        AccountRow.external_id,
        AccountRow.username,
        AccountRow.name,
        AccountRow.reachable,
        AccountRow.seen_at,
    ).where(AccountRow.member_id == member_id)
    return uow.execute(query.order_by(AccountRow.seen_at.desc(), AccountRow.id)).all()


def reachable_accounts(uow: UnitOfWork, community_id: int) -> Sequence[SqlRow[Any]]:
    """Return the accounts of a community that take private letters, those last seen first."""
    query = select(AccountRow.member_id, AccountRow.platform, AccountRow.external_id)
    here = query.where(AccountRow.community_id == community_id, AccountRow.reachable)
    return uow.execute(here.order_by(AccountRow.seen_at.desc(), AccountRow.id)).all()


def last_community(uow: UnitOfWork, platform: str, external_id: str) -> int | None:
    """Return the community in which an account was last seen."""
    query = (
        select(AccountRow.community_id)
        .where(AccountRow.platform == platform, AccountRow.external_id == external_id)
        .order_by(AccountRow.seen_at.desc())
        .limit(1)
    )
    return uow.execute(query).scalar()


def presences_of(uow: UnitOfWork, member_id: int) -> Sequence[SqlRow[Any]]:
    """Return where a member is and was."""
    query = select(PresenceRow.chat_id, PresenceRow.joined_at, PresenceRow.left_at)
    return uow.execute(query.where(PresenceRow.member_id == member_id)).all()


def delete_traces(uow: UnitOfWork, member_id: int) -> None:
    """Delete accounts, presence and consents of a member."""
    for row in (AccountRow, PresenceRow, ConsentRow):
        uow.execute(delete(row).where(row.member_id == member_id))


def move_traces(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    """Give accounts, presence and consents to a member, who keeps their own where both have."""
    uow.execute(
        update(AccountRow).where(AccountRow.member_id == source_id).values(member_id=target_id)
    )
    for row, column in ((PresenceRow, "chat_id"), (ConsentRow, "purpose")):
        taken = select(getattr(row, column)).where(row.member_id == target_id)
        of_source = row.member_id == source_id
        uow.execute(delete(row).where(of_source, getattr(row, column).in_(taken)))
        uow.execute(update(row).where(of_source).values(member_id=target_id))


def _with_account(
    uow: UnitOfWork, community_id: int, platform: str, same: ColumnElement[bool]
) -> list[Member]:
    query = _ACCOUNT.add_columns(AccountRow.platform).where(
        MemberRow.community_id == community_id, same
    )
    rows = uow.execute(query.order_by(MemberRow.id)).all()
    here = [row for row in rows if row.platform == platform]
    return list({row.id: member_of(row) for row in here or rows}.values())
