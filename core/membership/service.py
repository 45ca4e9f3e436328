"""What can be done with memberships: see the plans, try, grant, revoke, ask where one stands."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from core import outbox
from core.events import SubscriptionExpired, SubscriptionStarted
from core.membership import journal, machine, repository, trials
from core.membership.machine import Move, State
from core.membership.plan import DEFAULTS, FREE, TRIAL_PLAN
from core.membership.subscription import Occasion, Source, Status, Subscription
from core.membership.terms import converted
from core.refusal import Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from core.members import Member
    from core.membership.plan import Plan
    from core.membership.terms import Length
    from core.uow import UnitOfWork

TRIAL = timedelta(days=3)
LONGEST_YEARS = 30
HISTORY_SHOWN = 5
REASON_LIMIT = 200


def plans(uow: UnitOfWork, community_id: int) -> dict[str, Plan]:
    """Return a community's plans by code, lowest tier first; they are made on first use."""
    found = repository.plans(uow, community_id)
    if not found:
        rows = [{"community_id": community_id, **asdict(plan)} for plan in DEFAULTS]
        repository.add_plans(uow, rows)
        found = repository.plans(uow, community_id)
    return {plan.code: plan for plan in found}


def start_trial(uow: UnitOfWork, member: Member) -> Subscription:
    """Start the free trial, once per person; a member who has a membership needs none."""
    old = repository.current(uow, member.id, hold=True)
    if old is not None and old.running:
        raise Refusal("你已经是会员了，不用再试用。发送 /membership 可以查看详情。")
    trials.claim(uow, member)
    plan = plans(uow, member.community_id)[TRIAL_PLAN]
    trial = journal.begin(uow, member, plan, Move.TRY, until=uow.now + TRIAL, source=Source.TRIAL)
    _started(uow, trial)
    return trial


def grant(  # noqa: PLR0913 - a grant is who, what, how long, from where, by whom
    uow: UnitOfWork,
    member: Member,
    plan_code: str,
    length: Length,
    *,
    by: Member | None = None,
    source: str = Source.GRANT,
) -> Subscription:
    """Give a member a plan, prolong it, or change to it with what is left converted."""
    plan = _granted_plan(uow, member.community_id, plan_code)
    old = repository.current(uow, member.id, hold=True)
    if old is None or old.plan != plan.code or not machine.allows(old.state, Move.GRANT):
        until = _checked(uow, length.after(uow.now, member.zoneinfo) + left_over(uow, old, plan))
        if old is not None and old.running:
            forget_notices(uow, old)
            journal.step(uow, old, Move.REPLACE, by=by)
        subscription = journal.begin(
            uow, member, plan, Move.GRANT, until=until, source=source, by=by
        )
    else:
        until = _checked(uow, length.after(max(uow.now, old.expires_at), member.zoneinfo))
        subscription = prolong(uow, old, until, source=source, by=by)
    _started(uow, subscription)
    return subscription


def revoke(
    uow: UnitOfWork, member: Member, *, by: Member | None = None, reason: str = ""
) -> Subscription:
    """End a member's membership now."""
    old = repository.current(uow, member.id, hold=True)
    if old is None or not old.running:
        raise Refusal("{name} 现在没有会员可以撤销。", name=member.name)
    return end(uow, old, by=by, reason=reason)


def status(uow: UnitOfWork, member: Member) -> Status:
    """Return where a member stands, with the latest changes."""
    offered = plans(uow, member.community_id)
    subscription = repository.current(uow, member.id)
    running = subscription is not None and subscription.running
    plan = offered[subscription.plan if subscription and running else FREE]
    history = repository.history(uow, member.id, HISTORY_SHOWN)
    return Status(plan, subscription, tuple(history), offered)


def tier_of(uow: UnitOfWork, member: Member) -> int:
    """Return the tier that a member has now, from 0 (free) to 3; trial and grace count."""
    return repository.tier(uow, member.id)


def tiers(uow: UnitOfWork, community_id: int) -> dict[int, int]:
    """Return the tiers of a community's members who have one above free, by member id."""
    return repository.tiers(uow, community_id)


def may_try(uow: UnitOfWork, member: Member) -> bool:
    """Say whether a member can start the free trial: no membership now, and no trial before."""
    return tier_of(uow, member) == 0 and not trials.used(uow, member)


def prolong(
    uow: UnitOfWork,
    subscription: Subscription,
    until: datetime,
    *,
    source: str,
    by: Member | None = None,
) -> Subscription:
    """Let a subscription run until a later moment; one that had expired starts anew."""
    forget_notices(uow, subscription)
    anew = subscription.state is State.EXPIRED
    return journal.step(
        uow,
        subscription,
        Move.GRANT,
        by=by,
        started_at=uow.now if anew else subscription.started_at,
        expires_at=until,
        grace_until=None,
        source=source,
    )


def end(
    uow: UnitOfWork, subscription: Subscription, *, by: Member | None = None, reason: str = ""
) -> Subscription:
    """Revoke a running subscription and tell the other rooms."""
    forget_notices(uow, subscription)
    ended = journal.step(
        uow,
        subscription,
        Move.REVOKE,
        by=by,
        reason=reason.strip()[:REASON_LIMIT],
        expires_at=min(uow.now, subscription.expires_at),
        grace_until=None,
    )
    expired(uow, ended)
    return ended


def left_over(uow: UnitOfWork, old: Subscription | None, plan: Plan) -> timedelta:
    """Return what the time left is worth on another plan; a trial's is nothing."""
    if old is None or old.state is not State.ACTIVE or old.expires_at <= uow.now:
        return timedelta()
    return converted(old.expires_at - uow.now, plans(uow, old.community_id)[old.plan], plan)


def expired(uow: UnitOfWork, subscription: Subscription) -> None:
    """Tell the other rooms that a membership is over."""
    uow.record(
        SubscriptionExpired(
            community_id=subscription.community_id,
            subscription_id=subscription.id,
            member_id=subscription.member_id,
            plan=subscription.plan,
        )
    )


def forget_notices(uow: UnitOfWork, subscription: Subscription) -> None:
    """Cancel letters about an end that will not come as they say."""
    for occasion in Occasion:
        outbox.cancel(uow, subscription.community_id, notice_prefix(occasion, subscription))


def notice_prefix(occasion: Occasion, subscription: Subscription) -> str:
    """Return how the keys of a subscription's letters on an occasion begin."""
    return f"{occasion}:subscription:{subscription.id}:"


def _started(uow: UnitOfWork, subscription: Subscription) -> None:
    uow.record(
        SubscriptionStarted(
            community_id=subscription.community_id,
            subscription_id=subscription.id,
            member_id=subscription.member_id,
            plan=subscription.plan,
            until=subscription.expires_at,
        )
    )


def _granted_plan(uow: UnitOfWork, community_id: int, code: str) -> Plan:
    plan = plans(uow, community_id).get(code)
    if plan is None:
        raise Refusal("没有「{plan}」这个会员方案，发送 /plans 可以查看。", plan=code[:16])
    if plan.tier == 0:
        raise Refusal("「{plan}」人人都有，不用开通。", plan=plan.name)
    return plan


def _checked(uow: UnitOfWork, until: datetime) -> datetime:
    if until > uow.now + relativedelta(years=LONGEST_YEARS):
        raise Refusal("会员有效期最长 {years} 年。", years=LONGEST_YEARS)
    return until
