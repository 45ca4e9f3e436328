"""Consent: what members let their data be used for, and who changed their mind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.members import consent_repository

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from core.members.member import Member, Purpose
    from core.uow import UnitOfWork


def agree(uow: UnitOfWork, member: Member, purpose: Purpose) -> None:
    """Write down a member's consent."""
    _say(uow, member, purpose, given=True)


def disagree(uow: UnitOfWork, member: Member, purpose: Purpose) -> None:
    """Write down that a member withdrew consent."""
    _say(uow, member, purpose, given=False)


def consents(uow: UnitOfWork, member_id: int, purpose: Purpose) -> bool:
    """Say whether a member's data may be used for a purpose."""
    return bool(consenting(uow, [member_id], purpose))


def consenting(uow: UnitOfWork, member_ids: Collection[int], purpose: Purpose) -> set[int]:
    """Return those whose data may be used for a purpose, however many are asked about."""
    said = consent_repository.consents(uow, member_ids, purpose.value)
    return {member for member in member_ids if said.get(member, purpose.by_default)}


def withdrawn_since(
    uow: UnitOfWork, community_id: int, purpose: Purpose, moment: datetime
) -> dict[int, datetime]:
    """Return when members said no to a purpose, from a moment on, by their id."""
    return consent_repository.withdrawn_since(uow, community_id, purpose.value, moment)


def erased_since(uow: UnitOfWork, community_id: int, moment: datetime) -> dict[int, datetime]:
    """Return when members were erased, from a moment on, by their id."""
    return consent_repository.erased_since(uow, community_id, moment)


def _say(uow: UnitOfWork, member: Member, purpose: Purpose, *, given: bool) -> None:
    consent_repository.set_consent(uow, member.community_id, member.id, purpose.value, given=given)
