"""Who feels low: members whose own readings of the last days are mostly negative."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core import members
from core.members import Purpose
from core.sentiment import low_repository

if TYPE_CHECKING:
    from core.communities import Community
    from core.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class LowMember:
    """What a member's confident readings come to; ``days`` had a negative one among them."""

    member_id: int
    days: int
    confident: int
    positives: int
    negatives: int


def low_members(uow: UnitOfWork, community: Community, days: int = 7) -> list[LowMember]:
    """Return the members who felt low in the last local days, in the order of their ids.

    Low are at least three negative readings on two days, when negative minus positive is a third
    or more of all confident readings. Members who object to their mood's being read are left out.
    """
    until = uow.now.astimezone(community.zoneinfo).date()
    since = until - timedelta(days=days - 1)
    found = [LowMember(*row) for row in low_repository.low(uow, community.id, since, until)]
    counted = members.consenting(uow, {low.member_id for low in found}, Purpose.MOOD)
    return [low for low in found if low.member_id in counted]
