"""Every Wednesday evening each member who consented is written which courses may suit them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core import experiments, members, membership, outbox, recommend
from core.experiments import Surface
from core.i18n import speaking
from core.members import Notification, Purpose
from core.recommend import Recipe, cards
from scheduler.job import job

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.addresses import Address
    from core.experiments import Assigned
    from core.members import Member
    from core.recommend import Suggestion
    from core.uow import UnitOfWork
    from scheduler.job import Begin, Slot

AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class _Receiver:
    member: Member
    tier: int
    address: Address
    assigned: Assigned


@job(cron="0 20 * * wed", title="每周私信推荐课程", catch_up="latest")
def suggest_members(begin: Begin, slot: Slot) -> None:
    """Write to the members of a community, a few in each transaction."""
    with begin(writes=False) as uow:
        alike = _receivers(uow, slot.community.id)
    for recipe, waiting in alike.items():
        for start in range(0, len(waiting), AT_ONCE):
            _write_to(begin, slot, recipe, waiting[start : start + AT_ONCE])


def _receivers(uow: UnitOfWork, community_id: int) -> dict[Recipe, list[_Receiver]]:
    """Return who is written to, those together whom experiments give the same recipe."""
    traffic = experiments.traffic(uow, community_id, Surface.LETTER)
    addresses = members.addresses(uow, community_id)
    tiers = membership.tiers(uow, community_id)
    alike: dict[Recipe, list[_Receiver]] = defaultdict(list)
    for member in _willing(uow, community_id):
        if member.id in addresses:
            assigned = traffic.of_member(member.id)
            one = _Receiver(member, tiers.get(member.id, 0), addresses[member.id], assigned)
            alike[Recipe.of(assigned.recipe)].append(one)
    return alike


def _willing(uow: UnitOfWork, community_id: int) -> list[Member]:
    present = members.present(uow, community_id)
    consenting = members.consenting(uow, [member.id for member in present], Purpose.RECOMMEND)
    willing = consenting & members.all_notified(uow, community_id, Notification.SUGGESTIONS)
    return [member for member in present if member.id in willing]


def _write_to(begin: Begin, slot: Slot, recipe: Recipe, some: Sequence[_Receiver]) -> None:
    """Think while only reading, so that nobody who writes has to wait for it; then write."""
    receivers = [(one.member, one.tier) for one in some]
    with begin(writes=False) as uow:
        suggested = recommend.suggest_each(uow, slot.community.id, receivers, recipe=recipe)
    with begin() as uow:
        for one, suggestions in zip(some, suggested, strict=True):
            if not suggestions:
                continue
            letter = _letter(uow, slot, one, suggestions, recipe.copy)
            if outbox.post(uow, letter):
                _note(uow, one, suggestions, letter.key)


def _note(uow: UnitOfWork, one: _Receiver, suggestions: Sequence[Suggestion], key: str) -> None:
    """Note what a letter shows; experiments count it once the letter arrives."""
    here, member_id = one.member.community_id, one.member.id
    shown = [suggestion.course.id for suggestion in suggestions]
    recommend.note_shown(uow, here, suggestions, recommend.LETTER, member_id)
    experiments.expose(uow, here, one.assigned, shown, member_id=member_id, letter=key)


def _letter(
    uow: UnitOfWork, slot: Slot, one: _Receiver, suggestions: Sequence[Suggestion], copy: str
) -> outbox.Letter:
    member = one.member
    with speaking(member.language):
        card = cards.letter(suggestions, owner=member.id, copy=copy)
    return outbox.Letter(
        community_id=member.community_id,
        key=f"suggestions:member:{member.id}:{slot.local:%Y-%m-%d}",
        to=one.address,
        card=card,
        due=slot.community.loud_from(_at(uow.now, member, one.assigned.hour), member.zone),
        member_id=member.id,
    )


def _at(now: datetime, member: Member, hour: int | None) -> datetime:
    """Return now, or when the member's clock shows an hour next."""
    local = now.astimezone(member.zoneinfo)
    if hour is None or hour == local.hour:
        return now
    at = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return at if at > local else at + timedelta(days=1)
