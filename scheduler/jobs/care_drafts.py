"""Every morning administrators are shown drafts for members who may need a kind word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import care, members, outbox
from core.care import cards
from core.i18n import speaking
from core.roles import Role
from scheduler.job import job

if TYPE_CHECKING:
    from core.addresses import Address
    from core.care import Proposal
    from core.members import Member
    from core.uow import UnitOfWork
    from scheduler.job import Begin, Slot


@job(cron="0 10 * * *", title="关怀草稿", catch_up="latest")
def care_drafts(begin: Begin, slot: Slot) -> None:
    """End the drafts that are past, and draft anew where there is somebody to decide."""
    with begin() as uow:
        care.lapse(uow, slot.community.id)
        deciding = members.reachable_staff(uow, slot.community.id, Role.ADMIN)
        for need in care.needs(uow, slot.community) if deciding else ():
            with speaking(need.member.language):
                text = cards.drafted(need)
            proposed = care.draft(uow, need, text)
            for administrator, address in deciding:
                _show(uow, slot, proposed, administrator, address)


def _show(
    uow: UnitOfWork, slot: Slot, proposed: Proposal, administrator: Member, address: Address
) -> None:
    with speaking(administrator.language):
        card = cards.proposal(proposed, uow.now, administrator.zone)
    letter = outbox.Letter(
        community_id=slot.community.id,
        key=f"{care.letters_about(proposed.draft)}{administrator.id}",
        to=address,
        card=card,
        delivery=outbox.Delivery.AT_LEAST,
        due=slot.community.loud_from(uow.now, administrator.zone),
        member_id=administrator.id,
    )
    outbox.post(uow, letter)
