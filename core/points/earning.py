"""Earning: the rules' awards, paid once each and within the caps of the day."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from core import communities
from core.points import repository, service
from core.points.ledger import MINT, Transfer, wallet
from core.points.rules import discovered

if TYPE_CHECKING:
    from core.events import Event
    from core.members import Member
    from core.points.rule import Award, Rule
    from core.uow import UnitOfWork

DAILY_CAP = 200


def events_heard() -> tuple[type[Event], ...]:
    """Return the events that some rule pays or takes back for."""
    heard = [kind for rule in discovered() for kind in (rule.on, rule.withdrawn_by) if kind]
    return tuple(dict.fromkeys(heard))


def react(uow: UnitOfWork, event: Event) -> None:
    """Run every rule for what happened."""
    for rule in discovered():
        if type(event) is rule.on:
            for given in rule.awards(event):
                award(uow, event.community_id, rule, given)
        elif type(event) is rule.withdrawn_by:
            for given in rule.awards(event):
                withdraw(uow, event.community_id, rule, given)


def award(uow: UnitOfWork, community_id: int, rule: Rule, given: Award) -> int:
    """Pay an award unless it stands already; return the points paid, fewer where a cap bites."""
    repository.lock_ledger(uow, community_id)
    givers = _member_ids_of_giver(uow, given)
    earlier = repository.awards(uow, community_id, rule.name, given.key, givers)
    due = rule.points if given.points is None else given.points
    if earlier:
        due = min(due, earlier[-1].taken_back or 0)
    amount = min(due, _room(uow, community_id, rule, given, givers))
    if amount <= 0:
        return 0
    paid = Transfer(
        community_id=community_id,
        key=rule.key(given, len(earlier)),
        source=MINT,
        target=wallet(given.to),
        amount=amount,
        rule=rule.name,
        rule_version=rule.version,
        cause=given.key,
        given_by=given.by,
    )
    return amount if service.transfer(uow, paid) else 0


def withdraw(uow: UnitOfWork, community_id: int, rule: Rule, given: Award) -> int:
    """Take back what an award paid and still stands; return the points taken."""
    repository.lock_ledger(uow, community_id)
    givers = _member_ids_of_giver(uow, given)
    paid = repository.awards(uow, community_id, rule.name, given.key, givers)
    standing = [row.key for row in paid if row.taken_back is None]
    return sum(service.reverse(uow, community_id, key) for key in standing)


def cap_reached(uow: UnitOfWork, member: Member) -> bool:
    """Say whether a member has earned all that a day pays."""
    return _earned_today(uow, member.community_id, member.id) >= DAILY_CAP


def _room(uow: UnitOfWork, community_id: int, rule: Rule, given: Award, givers: list[int]) -> int:
    if rule.per_pair is not None:
        before = _given_today(uow, community_id, rule, given, givers)
        if before >= rule.per_pair:
            return 0
    earned = _earned_today(uow, community_id, given.to) if rule.capped else 0
    return DAILY_CAP - earned


def _earned_today(uow: UnitOfWork, community_id: int, member_id: int) -> int:
    capped = [rule.name for rule in discovered() if rule.capped]
    wallet_ids = [row.id for row in repository.wallets(uow, member_id)]
    return repository.earned_since(uow, wallet_ids, capped, _midnight(uow, community_id))


def _given_today(
    uow: UnitOfWork, community_id: int, rule: Rule, given: Award, givers: list[int]
) -> int:
    wallet_ids = [row.id for row in repository.wallets(uow, given.to)]
    since = _midnight(uow, community_id)
    return repository.given_since(uow, wallet_ids, rule.name, givers, since)


def _member_ids_of_giver(uow: UnitOfWork, given: Award) -> list[int]:
    if given.by is None:
        return []
    # A wallet keeps the number of the member it was opened for, merged since or not.
    return [given.by, *(row.holder for row in repository.wallets(uow, given.by))]


def _midnight(uow: UnitOfWork, community_id: int) -> datetime:
    zone = communities.get(uow, community_id).zoneinfo
    today = uow.now.astimezone(zone).date()
    return datetime.combine(today, time(), zone).astimezone(UTC)
