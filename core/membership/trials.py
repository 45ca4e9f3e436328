"""Once per person: salted digests of accounts that had the trial, which outlive the member."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from core import members
from core.membership import repository
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.members import Member
    from core.uow import UnitOfWork


def used(uow: UnitOfWork, member: Member) -> bool:
    """Say whether any account of a member had the trial."""
    salt = repository.salt(uow, member.community_id)
    if salt is None:
        return False
    marks = _digests(salt, members.account_keys(uow, member.id))
    return bool(repository.digests(uow, member.community_id, marks))


def claim(uow: UnitOfWork, member: Member) -> None:
    """Mark every account of a member as having had the trial; refuse when one has."""
    salt = _salt(uow, member.community_id)
    for digest in _digests(salt, members.account_keys(uow, member.id)):
        if not repository.add_digest(uow, member.community_id, digest):
            raise Refusal("每个人只能免费试用一次，你已经试用过了。")


def share(uow: UnitOfWork, one: Member, other: Member) -> None:
    """Mark the accounts of two members who are one person, if one of them had the trial."""
    salt = repository.salt(uow, one.community_id)
    if salt is None:
        return
    keys = [*members.account_keys(uow, one.id), *members.account_keys(uow, other.id)]
    marks = _digests(salt, keys)
    if repository.digests(uow, one.community_id, marks):
        for digest in marks:
            repository.add_digest(uow, one.community_id, digest)


def _salt(uow: UnitOfWork, community_id: int) -> str:
    salt = repository.salt(uow, community_id)
    if salt is not None:
        return salt
    repository.add_salt(uow, community_id, secrets.token_hex(32))
    return _salt(uow, community_id)


def _digests(salt: str, keys: Iterable[tuple[str, str]]) -> list[str]:
    secret = bytes.fromhex(salt)
    texts = sorted({f"{platform}:{account}" for platform, account in keys})
    return [hmac.new(secret, text.encode(), hashlib.sha256).hexdigest() for text in texts]
