"""What can be done with members: recognise, find, choose, consent, notify."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from core.addresses import Address
from core.events import MemberErased, MemberWelcomed
from core.i18n import LANGUAGES, known
from core.members import repository
from core.members.member import INTEREST_LIMIT, Member, Notification, shown_name
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from core.members.member import Sighting, Visitor
    from core.roles import Role
    from core.uow import UnitOfWork

# An account's last sight is rewritten at most this often, so that chatting costs no write.
SEEN_EVERY = timedelta(minutes=10)

Key = tuple[int, str, str]


def recognise(uow: UnitOfWork, sightings: Sequence[Sighting]) -> list[Member]:
    """Return the member behind each sighting, making those never seen before."""
    keys = [_key(sighting) for sighting in sightings]
    known_rows = repository.accounts(uow, set(keys))
    members: dict[Key, Member] = {}
    changes = []
    for key, sighting in zip(keys, sightings, strict=True):
        if key in members:
            continue
        row = known_rows.get(key)
        if row is None:
            members[key] = _welcome(uow, sighting)
            continue
        members[key] = repository.member_of(row)
        change = _change(uow, row, sighting)
        if change:
            changes.append({"id": row.account_id, **change})
    repository.change_accounts(uow, changes)
    _enter(uow, sightings, [members[key] for key in keys])
    return [members[key] for key in keys]


def recognise_one(uow: UnitOfWork, sighting: Sighting) -> Member:
    """Return the member behind one sighting."""
    return recognise(uow, [sighting])[0]


def joined(uow: UnitOfWork, member: Member, chat_id: int) -> bool:
    """Note that a member is in a chat; False when they were there already."""
    there = repository.presences(uow, [(member.id, chat_id)])
    fresh = there.get((member.id, chat_id), uow.now) is not None
    if fresh:
        repository.enter(uow, member.community_id, member.id, chat_id)
    return fresh


def left(uow: UnitOfWork, member: Member, chat_id: int) -> None:
    """Note that a member left a chat."""
    repository.leave(uow, member.id, chat_id)


def by_id(uow: UnitOfWork, member_id: int) -> Member:
    """Return a member; KeyError when there is none."""
    member = repository.member(uow, member_id)
    if member is None:
        raise KeyError(member_id)
    return member


def in_community(uow: UnitOfWork, community_id: int, member_id: int) -> Member:
    """Return a member by their number; refuse when the community has none of that number."""
    member = repository.member(uow, member_id)
    if member is None or member.community_id != community_id:
        raise Refusal("没有找到成员「{name}」。", name=member_id)
    return member


def find(uow: UnitOfWork, community_id: int, platform: str, text: str) -> Member:
    """Return the member that ``@username``, ``id:123`` or a name means; refuse when unclear.

    An account's id goes before its username, and both before names, which everyone may choose.
    """
    name = text.strip().removeprefix("@").removeprefix("id:")
    found = repository.with_account_id(uow, community_id, platform, name)
    if not found and not text.strip().startswith("id:"):
        found = repository.with_username(uow, community_id, platform, name)
        found = found or repository.with_name(uow, community_id, name)
    if not found:
        raise Refusal("没有找到成员「{name}」。", name=name[:64])
    if len(found) > 1:
        raise Refusal("有好几位成员都叫「{name}」，请用 @用户名 指明。", name=name[:64])
    return found[0]


def names(uow: UnitOfWork, ids: Collection[int]) -> dict[int, str]:
    """Return members' names by id."""
    return repository.names(uow, ids) if ids else {}


def present(
    uow: UnitOfWork, community_id: int, chat_ids: Collection[int] | None = None
) -> list[Member]:
    """Return the members who are in the community, or only those in any of some of its chats."""
    return repository.present(uow, community_id, chat_ids)


def is_in(uow: UnitOfWork, member_id: int, chat_ids: Collection[int]) -> set[int]:
    """Return those of some chats in which a member is now."""
    found = repository.presences(uow, [(member_id, chat_id) for chat_id in chat_ids])
    return {chat_id for (_member, chat_id), left_at in found.items() if left_at is None}


def in_chats(uow: UnitOfWork, chat_ids: Collection[int]) -> list[tuple[int, int]]:
    """Return (member, chat) of whoever is in some chats now."""
    return repository.in_chats(uow, chat_ids) if chat_ids else []


def staff(uow: UnitOfWork, community_id: int, role: Role) -> list[Member]:
    """Return the members to whom the community itself gave at least this role."""
    return repository.staff(uow, community_id, role)


def reachable_staff(uow: UnitOfWork, community_id: int, role: Role) -> list[tuple[Member, Address]]:
    """Return such members whom one can write to in private, and where."""
    found = ((member, address_of(uow, member.id)) for member in staff(uow, community_id, role))
    return [(member, address) for member, address in found if address is not None]


def promote(uow: UnitOfWork, member: Member, role: Role) -> None:
    """Give a member a role of the community's own."""
    repository.change_member(uow, member.id, {"role": role.value})


def home_community(uow: UnitOfWork, platform: str, external_id: str) -> int | None:
    """Return the community in which an account was last seen, for what is said in private."""
    return repository.last_community(uow, platform, external_id)


def account_keys(uow: UnitOfWork, member_id: int) -> list[tuple[str, str]]:
    """Return (platform, external id) of each account of a member, the last seen first."""
    return [(row.platform, row.external_id) for row in repository.accounts_of(uow, member_id)]


def address_of(uow: UnitOfWork, member_id: int) -> Address | None:
    """Return where a member can be written to in private, None when nowhere."""
    for row in repository.accounts_of(uow, member_id):
        if row.reachable:
            return Address(row.platform, row.external_id, private=True)
    return None


def addresses(uow: UnitOfWork, community_id: int) -> dict[int, Address]:
    """Return where members of a community can be written to in private, by id: all at once."""
    found: dict[int, Address] = {}
    for row in repository.reachable_accounts(uow, community_id):
        found.setdefault(row.member_id, Address(row.platform, row.external_id, private=True))
    return found


def reachable(uow: UnitOfWork, platform: str, external_id: str, *, is_so: bool) -> None:
    """Note whether an account's private chat takes what the bot sends."""
    repository.change_account(uow, platform, external_id, {"reachable": is_so})


def choose_interests(uow: UnitOfWork, member: Member, interests: Sequence[str]) -> None:
    """Set a member's interests, at most five."""
    if len(interests) > INTEREST_LIMIT:
        raise Refusal("最多选 {limit} 个兴趣。", limit=INTEREST_LIMIT)
    repository.change_member(uow, member.id, {"interests": list(dict.fromkeys(interests))})


def rename(uow: UnitOfWork, member: Member, name: str) -> None:
    """Give a member the name that they want to be shown under, on every platform."""
    shown = shown_name(name)
    if not shown:
        raise Refusal("昵称不能是空的，也不能只有看不见的字符。")
    repository.change_member(uow, member.id, {"name": shown})


def change_zone(uow: UnitOfWork, member: Member, zone: str) -> None:
    """Set a member's time zone."""
    if zone not in available_timezones():
        raise Refusal("没有「{zone}」这个时区，请写成 Asia/Shanghai 这样的名称。", zone=zone[:64])
    repository.change_member(uow, member.id, {"zone": zone})


def change_language(uow: UnitOfWork, member: Member, language: str) -> None:
    """Set a member's language."""
    if language not in LANGUAGES:
        raise Refusal("语言只能是 zh（中文）或 en（英文）。")
    repository.change_member(uow, member.id, {"language": language})


def notified(uow: UnitOfWork, member_id: int, kind: Notification) -> bool:
    """Say whether a member wants to be told of such things."""
    return repository.notifications(uow, member_id).get(kind.value, kind.by_default)


def all_notified(uow: UnitOfWork, community_id: int, kind: Notification) -> set[int]:
    """Return the members of a community who want to be told of such things."""
    switched = repository.all_notifications(uow, community_id)
    return {one for one, words in switched.items() if words.get(kind.value, kind.by_default)}


def switch_notification(uow: UnitOfWork, member: Member, kind: Notification) -> bool:
    """Switch a kind of notification and return whether it is on now."""
    switched = repository.notifications(uow, member.id)
    switched[kind.value] = not switched.get(kind.value, kind.by_default)
    repository.change_member(uow, member.id, {"notifications": switched})
    return switched[kind.value]


def erase(uow: UnitOfWork, member: Member) -> None:
    """Forget a member in every room; the row stays as a pseudonym that the ledger names."""
    uow.record(MemberErased(community_id=member.community_id, member_id=member.id))


def _key(sighting: Sighting) -> Key:
    visitor = sighting.visitor
    return sighting.community_id, visitor.platform, visitor.external_id


def _welcome(uow: UnitOfWork, sighting: Sighting) -> Member:
    visitor = sighting.visitor
    language = known(visitor.language) if visitor.language else sighting.language
    values = {
        "community_id": sighting.community_id,
        "name": visitor.shown,
        "language": language,
        "zone": sighting.zone,
    }
    member_id = repository.add_member(uow, values)
    repository.add_account(
        uow,
        {
            "community_id": sighting.community_id,
            "member_id": member_id,
            "platform": visitor.platform,
            "external_id": visitor.external_id,
            **_account(visitor),
            "reachable": True,
        },
    )
    uow.record(MemberWelcomed(community_id=sighting.community_id, member_id=member_id))
    return by_id(uow, member_id)


def _account(visitor: Visitor) -> dict[str, Any]:
    return {"username": visitor.username, "name": visitor.shown}


def _change(uow: UnitOfWork, row: Any, sighting: Sighting) -> dict[str, Any]:  # noqa: ANN401
    visitor = sighting.visitor
    change: dict[str, Any] = {}
    named_otherwise = (row.username, row.account_name) != (visitor.username, visitor.shown)
    if visitor.name and named_otherwise:
        change |= _account(visitor)
        if row.account_name == row.name:
            repository.change_member(uow, row.id, {"name": visitor.shown})
    if sighting.chat_id is None and not row.reachable:
        change["reachable"] = True
    if uow.now - row.seen_at > SEEN_EVERY:
        change["seen_at"] = uow.now
    return change


def _enter(uow: UnitOfWork, sightings: Sequence[Sighting], found: Sequence[Member]) -> None:
    keys = {
        (member.id, sighting.chat_id)
        for member, sighting in zip(found, sightings, strict=True)
        if sighting.chat_id is not None
    }
    if not keys:
        return
    there = repository.presences(uow, keys)
    communities = {member.id: member.community_id for member in found}
    for member_id, chat_id in keys:
        if there.get((member_id, chat_id), uow.now) is not None:
            repository.enter(uow, communities[member_id], member_id, chat_id)
