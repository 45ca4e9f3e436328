"""Letters to members in private, each in their own language and once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core import outbox
from core.i18n import speaking
from core.members.service import address_of, reachable_staff
from core.outbox import Delivery, Letter

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from core.addresses import Address
    from core.cards import Card
    from core.members.member import Member
    from core.roles import Role
    from core.uow import UnitOfWork


def write_to(
    uow: UnitOfWork,
    member: Member,
    key: str,
    card: Callable[[], Card],
    *,
    due: datetime | None = None,
) -> bool:
    """Post a letter to a member; return False when they cannot be written to.

    ``card`` is asked for while their language is spoken; ``due`` is now where it is None.
    """
    address = address_of(uow, member.id)
    if address is None:
        return False
    _post(uow, member, address, key, card, due)
    return True


def write_to_staff(  # noqa: PLR0913 - a letter to many is from where, to whom, about what, and when
    uow: UnitOfWork,
    community_id: int,
    role: Role,
    key: str,
    card: Callable[[Member], Card],
    *,
    but: Collection[int] = (),
    due: Callable[[Member], datetime] | None = None,
) -> int:
    """Post a letter to each of the staff of at least this role; return how many there are.

    ``card`` is asked for each reader's while their language is spoken, ``due`` for each reader's
    moment, now where it is None. ``key`` is the letter's, before the reader's id; ``but`` are
    members who are left out.
    """
    told = [found for found in reachable_staff(uow, community_id, role) if found[0].id not in but]
    for member, address in told:
        moment = due(member) if due else None
        _post(uow, member, address, f"{key}:{member.id}", partial(card, member), moment)
    return len(told)


def _post(  # noqa: PLR0913, PLR0917 - a letter is to whom, to where, why, what, and when
    uow: UnitOfWork,
    member: Member,
    to: Address,
    key: str,
    card: Callable[[], Card],
    due: datetime | None,
) -> None:
    with speaking(member.language):
        made = card()
    letter = Letter(
        community_id=member.community_id,
        key=key,
        to=to,
        card=made,
        delivery=Delivery.AT_LEAST,
        due=due,
        member_id=member.id,
    )
    outbox.post(uow, letter)
