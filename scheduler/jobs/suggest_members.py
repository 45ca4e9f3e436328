"""Every Wednesday evening each member who consented is written which courses may suit them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import members, membership, outbox, recommend
from core.i18n import speaking
from core.members import Notification, Purpose
from core.recommend import cards
from scheduler.job import job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.addresses import Address
    from core.members import Member
    from core.recommend import Suggestion
    from core.uow import UnitOfWork
    from scheduler.job import Begin, Slot

AT_ONCE = 20


@job(cron="0 20 * * wed", title="每周私信推荐课程", catch_up="latest")
def suggest_members(begin: Begin, slot: Slot) -> None:
    """Write to the members of a community, a few in each transaction."""
    with begin() as uow:
        waiting = _willing(uow, slot.community.id)
    for start in range(0, len(waiting), AT_ONCE):
        with begin() as uow:
            _write_to(uow, slot, waiting[start : start + AT_ONCE])


def _willing(uow: UnitOfWork, community_id: int) -> list[Member]:
    present = members.present(uow, community_id)
    ids = [member.id for member in present]
    consenting = members.consenting(uow, ids, Purpose.RECOMMEND)
    return [
        member
        for member in present
        if member.id in consenting and members.notified(uow, member.id, Notification.SUGGESTIONS)
    ]


def _write_to(uow: UnitOfWork, slot: Slot, some: Sequence[Member]) -> None:
    addresses = {member.id: members.address_of(uow, member.id) for member in some}
    receivers = [
        (member, membership.tier_of(uow, member)) for member in some if addresses[member.id]
    ]
    suggested = recommend.suggest_each(uow, slot.community.id, receivers)
    for (member, _), suggestions in zip(receivers, suggested, strict=True):
        address = addresses[member.id]
        if address is None or not suggestions:
            continue
        if outbox.post(uow, _letter(uow, slot, member, address, suggestions)):
            recommend.note_shown(uow, member.community_id, suggestions, recommend.LETTER, member.id)


def _letter(
    uow: UnitOfWork,
    slot: Slot,
    member: Member,
    address: Address,
    suggestions: Sequence[Suggestion],
) -> outbox.Letter:
    with speaking(member.language):
        card = cards.letter(suggestions, owner=member.id)
    return outbox.Letter(
        community_id=member.community_id,
        key=f"suggestions:member:{member.id}:{slot.local:%Y-%m-%d}",
        to=address,
        card=card,
        due=slot.community.loud_from(uow.now, member.zone),
        member_id=member.id,
    )
