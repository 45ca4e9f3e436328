"""Joining two accounts of one person by a code, and by a second one when the first was public."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.events import MembersMerged
from core.members import link_repository, repository
from core.refusal import Refusal

if TYPE_CHECKING:
    from core.members.link_repository import CodeRow
    from core.members.member import Member
    from core.uow import UnitOfWork

CODE_LIFE = timedelta(minutes=5)
# No 0, 1, I, L, O, U: a code is read from one screen and typed on another.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class LinkStep:
    """A code to enter from the other account."""

    code: str


@dataclass(frozen=True, slots=True)
class SecondCode:
    """The first code was seen by a group: this one must come back from the first account."""

    code: str


@dataclass(frozen=True, slots=True)
class Linked:
    """Both accounts are one member now."""

    member_id: int


def begin_link(uow: UnitOfWork, member: Member, *, public: bool) -> LinkStep:
    """Make a code that lives five minutes; ``public`` when a group could see it."""
    return LinkStep(_new_code(uow, member.community_id, member.id, public=public))


def enter_link_code(uow: UnitOfWork, member: Member, code: str) -> SecondCode | Linked:
    """Enter a code from the other account (or the second one from the first account)."""
    row = _valid(uow, member.community_id, code)
    link_repository.use(uow, row.id)
    if row.answering is not None:
        return _finish(uow, member, row)
    if row.member_id == member.id:
        raise Refusal("这个绑定码是你自己生成的，请在另一个平台的账号上输入它。")
    if row.public:
        return SecondCode(
            _new_code(uow, member.community_id, row.member_id, public=False, answering=member.id)
        )
    return _merge(uow, row.member_id, member.id)


def _finish(uow: UnitOfWork, member: Member, row: CodeRow) -> Linked:
    if row.member_id != member.id:
        raise Refusal("这个确认码要由最先发起绑定的账号来输入。")
    return _merge(uow, row.member_id, row.answering)


def _merge(uow: UnitOfWork, one_id: int, other_id: int) -> Linked:
    if one_id == other_id:
        raise Refusal("这两个账号已经绑定在一起了。")
    one, other = repository.member(uow, one_id), repository.member(uow, other_id)
    if one is None or other is None:
        raise Refusal("绑定码不对或已经失效，请重新发送 /link 获取。")
    target, source = sorted((one, other), key=lambda member: (member.joined_at, member.id))
    uow.record(
        MembersMerged(community_id=target.community_id, target_id=target.id, source_id=source.id)
    )
    return Linked(target.id)


def _valid(uow: UnitOfWork, community_id: int, code: str) -> CodeRow:
    row = link_repository.code(uow, community_id, _digest(community_id, code))
    if row is None or row.used_at is not None or row.expires_at <= uow.now:
        raise Refusal("绑定码不对或已经失效，请重新发送 /link 获取。")
    return row


def _new_code(
    uow: UnitOfWork,
    community_id: int,
    member_id: int,
    *,
    public: bool,
    answering: int | None = None,
) -> str:
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    values = {
        "community_id": community_id,
        "digest": _digest(community_id, code),
        "member_id": member_id,
        "answering": answering,
        "public": public,
        "expires_at": uow.now + CODE_LIFE,
    }
    link_repository.add(uow, values)
    return code


def _digest(community_id: int, code: str) -> str:
    text = f"{community_id}:{code.strip().upper()}"
    return hashlib.sha256(text.encode()).hexdigest()
