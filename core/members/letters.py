"""Letters to those who run a community, each in their own language and once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import outbox
from core.i18n import speaking
from core.members.service import reachable_staff
from core.outbox import Delivery, Letter

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from core.cards import Card
    from core.members.member import Member
    from core.roles import Role
    from core.uow import UnitOfWork


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
        with speaking(member.language):
            made = card(member)
        letter = Letter(
            community_id=community_id,
            key=f"{key}:{member.id}",
            to=address,
            card=made,
            delivery=Delivery.AT_LEAST,
            due=due(member) if due else None,
            member_id=member.id,
        )
        outbox.post(uow, letter)
    return len(told)
