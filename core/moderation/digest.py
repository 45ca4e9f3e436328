"""The watch's letters: what each day would have brought, and the question after the month."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import members
from core.moderation import cards_policy, repository, service, settings
from core.moderation.policy import Mode
from core.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from core.communities import Community
    from core.members import Member
    from core.uow import UnitOfWork

KEPT = timedelta(days=90)


def tell_day(uow: UnitOfWork, community: Community, name: str) -> int:
    """Write to the moderators what was observed and not yet told; return how many were told.

    ``name`` is the slot's: telling it twice is harmless. What was observed is kept for 90 days.
    """
    repository.delete_observations(uow, community.id, uow.now - KEPT)
    if service.begin(uow, community.id).mode is not Mode.OBSERVE:
        return 0
    kinds = repository.untold_kinds(uow, community.id)
    if not kinds:
        return 0
    by_step = repository.untold_by_step(uow, community.id)
    told = members.write_to_staff(
        uow,
        community.id,
        Role.MODERATOR,
        f"moderation-digest:{name}",
        lambda _reader: cards_policy.digest(kinds, by_step),
        due=lambda reader: _loud(uow, community, reader),
    )
    if told:
        repository.note_told(uow, community.id)
    return told


def ask_after_month(uow: UnitOfWork, community: Community) -> int:
    """Ask the administrators once, when the watch is over, whether to switch on."""
    policy = service.begin(uow, community.id)
    over = policy.observe_until is not None and policy.observe_until <= uow.now
    if policy.mode is not Mode.OBSERVE or not over or repository.asked(uow, community.id):
        return 0
    figures = settings.figures(uow, community.id)
    told = members.write_to_staff(
        uow,
        community.id,
        Role.ADMIN,
        f"moderation-month:{policy.observe_until:%Y-%m-%d}",
        lambda _reader: cards_policy.month_is_over(figures),
        due=lambda reader: _loud(uow, community, reader),
    )
    if told:
        repository.note_asked(uow, community.id)
    return told


def _loud(uow: UnitOfWork, community: Community, reader: Member) -> datetime:
    return community.loud_from(uow.now, reader.zone)
