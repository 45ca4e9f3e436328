"""Who may need a kind word: a low mood lately, joined with something that can be helped."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import members, membership
from core.care import repository
from core.care.draft import Need
from core.members import Purpose
from core.questions.waiting import waiting_of
from core.roles import Role
from core.sentiment.low import low_members

if TYPE_CHECKING:
    from core.communities import Community
    from core.members import Member
    from core.membership import Subscription
    from core.questions import Question
    from core.uow import UnitOfWork

PATIENCE = timedelta(hours=24)
OLDEST = timedelta(days=30)
ENDING = timedelta(days=7)
REST = timedelta(days=14)
MOST_AT_ONCE = 5


def needs(uow: UnitOfWork, community: Community) -> list[Need]:
    """Return whom to draft to now, the longest waiting first and five at most.

    Administrators are left out, who would read about themselves, and so are members who left, who
    cannot be written to, or to whom something was drafted in the last fourteen days.
    """
    low = [one.member_id for one in low_members(uow, community)]
    resting = repository.drafted_to(uow, low, uow.now - REST)
    told = repository.causes_of(uow, low)
    found = (
        need_of(uow, members.by_id(uow, member_id), told)
        for member_id in low
        if member_id not in resting
    )
    fitting = [need for need in found if need.cause and _can_be_told(uow, need.member)]
    return sorted(fitting, key=lambda need: (need.question is None, need.since))[:MOST_AT_ONCE]


def need_of(uow: UnitOfWork, member: Member, told: set[str]) -> Need:
    """Return what a member may need, without the causes that were told before."""
    asked = (Need(member, question) for question in waiting_of(uow, member.id))
    waiting = [need for need in asked if _waits(uow, need.question) and need.cause not in told]
    ending = Need(member, ending=_ending(uow, member))
    return Need(
        member,
        waiting[0].question if waiting else None,
        ending.ending if ending.cause not in told else None,
    )


def need_now(
    uow: UnitOfWork, member: Member, question_id: int | None, subscription_id: int | None
) -> Need:
    """Return what is left of a need: nothing once it was met, or the member objects to it."""
    if member.gone or not members.consents(uow, member.id, Purpose.MOOD):
        return Need(member)
    asked = (question for question in waiting_of(uow, member.id) if question.id == question_id)
    ending = _ending(uow, member)
    same = ending is not None and ending.id == subscription_id
    return Need(member, next(asked, None), ending if same else None)


def _waits(uow: UnitOfWork, question: Question | None) -> bool:
    return question is not None and PATIENCE <= uow.now - question.asked_at <= OLDEST


def _ending(uow: UnitOfWork, member: Member) -> Subscription | None:
    """Return a membership that ends soon, or is in its grace, and was longer than that."""
    running = membership.status(uow, member).subscription
    if running is None or not running.running:
        return None
    soon = running.expires_at - uow.now <= ENDING
    long_enough = running.expires_at - running.started_at > ENDING
    return running if soon and long_enough else None


def _can_be_told(uow: UnitOfWork, member: Member) -> bool:
    present = not member.gone and member.role < Role.ADMIN
    return present and members.address_of(uow, member.id) is not None
