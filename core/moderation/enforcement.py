"""What becomes of messages with hits: nothing, a line of what would have been, or a step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.moderation import audit, deeds, notices, reports, repository, service, verdicts
from core.moderation.ladder import Step
from core.moderation.policy import Mode
from core.moderation.records import Act, Cause
from core.moderation.verdicts import Writer
from core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.communities import Community, Place
    from core.members import Member
    from core.moderation.policy import Policy
    from core.moderation.records import Sanction, Standing
    from core.moderation.verdicts import Verdict
    from core.text.reading import Hit
    from core.uow import UnitOfWork

# What an observation names where no step of the ladder would have been taken.
REPORTED = "report"
DELETED = "delete"
TOLD_PER_HOUR = 10


@dataclass(frozen=True, slots=True)
class Suspect:
    """A message in which something was found, and who wrote it; ``role`` is the platform's word."""

    community: Community
    place: Place
    member: Member
    user_id: str
    message_id: str
    at: datetime
    hits: Sequence[Hit]
    role: Role = Role.MEMBER


def enforce(uow: UnitOfWork, suspects: Sequence[Suspect]) -> frozenset[str]:
    """Do what each community's policy says about its suspects; speak through the outbox only.

    Returns the ids of the messages that are taken away, so that nobody acts on them.
    """
    removed: set[str] = set()
    for suspect in suspects:
        policy = service.begin(uow, suspect.community.id)
        if policy.mode is Mode.OFF or _exempt(uow, suspect):
            continue
        _hint(uow, policy, suspect)
        writer = Writer(suspect.member.joined_at, _standing(uow, policy, suspect.member))
        verdict = verdicts.judge(policy, suspect.hits, writer, suspect.at, uow.now)
        if verdict is None:
            continue
        if policy.mode is Mode.ON:
            _act(uow, suspect, verdict)
            removed |= {suspect.message_id} if verdict.delete else set()
        else:
            _observe(uow, suspect, verdict)
    return frozenset(removed)


def _exempt(uow: UnitOfWork, suspect: Suspect) -> bool:
    if max(suspect.role, suspect.member.role) >= Role.MODERATOR:
        return True
    return service.trusted(uow, suspect.member)


def _standing(uow: UnitOfWork, policy: Policy, member: Member) -> Standing:
    if policy.mode is Mode.ON:
        return repository.standing(uow, member.id)
    since = uow.now - timedelta(days=policy.strike_days)
    return repository.observed_standing(uow, member.id, since)


def _hint(uow: UnitOfWork, policy: Policy, suspect: Suspect) -> None:
    hit = verdicts.abuse_in(policy, suspect.hits)
    if hit is None:
        return
    if policy.mode is Mode.OBSERVE:
        _note(uow, suspect, hit, REPORTED, 0)
        return
    fresh = reports.open_hint(uow, suspect.member, hit.rule, suspect.place, suspect.message_id)
    if fresh is not None:
        notices.staff_of_report(uow, fresh)


def _observe(uow: UnitOfWork, suspect: Suspect, verdict: Verdict) -> None:
    if verdict.rung is None:
        _note(uow, suspect, verdict.hit, DELETED, 0)
    else:
        _note(uow, suspect, verdict.hit, verdict.rung.step.value, verdict.gravity.weight)


def _note(uow: UnitOfWork, suspect: Suspect, hit: Hit, step: str, weight: int) -> None:
    values = {
        "community_id": suspect.community.id,
        "member_id": suspect.member.id,
        "step": step,
        "rule": hit.rule,
        "entry": hit.entry,
        "weight": weight,
        "chat_id": suspect.place.chat_id,
        "message_id": suspect.message_id,
    }
    repository.add_observation(uow, values)


def _act(uow: UnitOfWork, suspect: Suspect, verdict: Verdict) -> None:
    who, place, hit = suspect.member, suspect.place, verdict.hit
    if verdict.delete:
        deeds.delete_message(uow, place, who, suspect.user_id, suspect.message_id)
        audit.note(
            uow,
            suspect.community.id,
            Act.DELETE.value,
            about=who.id,
            rule=hit.rule,
            detail=hit.entry,
        )
    if verdict.rung is None:
        return
    cause = Cause(hit.rule, hit.entry, place=place, message_id=suspect.message_id)
    given = service.sanction(uow, who, verdict.rung, cause, weight=verdict.gravity.weight)
    if not notices.tell(uow, suspect.community, who, given, deleted=verdict.delete):
        notices.tell_in_chat(uow, who, given, place)
    if given.step.height >= Step.KICK.height:
        _tell_staff(uow, suspect, given)


def _tell_staff(uow: UnitOfWork, suspect: Suspect, given: Sanction) -> None:
    """Tell of each removal, until there are so many that one letter for all must do."""
    count = repository.removed_by_itself(uow, suspect.community.id, uow.now - timedelta(hours=1))
    if count <= TOLD_PER_HOUR:
        notices.staff_of_deed(uow, suspect.community, suspect.member, given)
    elif count == TOLD_PER_HOUR + 1:
        notices.staff_of_many(uow, suspect.community, given)
