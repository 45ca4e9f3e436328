"""The one place that writes a subscription's state: by the table, and with a line of history."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.membership import machine, repository
from core.membership.subscription import Subscription

if TYPE_CHECKING:
    from datetime import datetime

    from core.members import Member
    from core.membership.machine import Move
    from core.membership.plan import Plan
    from core.uow import UnitOfWork


def begin(  # noqa: PLR0913 - a term is who, on what, by which move, until when, from where, by whom
    uow: UnitOfWork,
    member: Member,
    plan: Plan,
    move: Move,
    *,
    until: datetime,
    source: str,
    by: Member | None = None,
) -> Subscription:
    """Start a subscription now."""
    state = machine.after(None, move)
    values: dict[str, Any] = {
        "community_id": member.community_id,
        "member_id": member.id,
        "plan": plan.code,
        "tier": plan.tier,
        "state": state,
        "started_at": uow.now,
        "expires_at": until,
        "grace_until": None,
        "source": source,
    }
    subscription = Subscription(id=repository.add(uow, values), **values)
    _write(uow, None, subscription, reason="", by=by)
    return subscription


def step(
    uow: UnitOfWork,
    subscription: Subscription,
    move: Move,
    *,
    reason: str = "",
    by: Member | None = None,
    **changes: Any,  # noqa: ANN401 - values of the row's columns
) -> Subscription:
    """Move a subscription one step; KeyError when the table has no such move."""
    changes["state"] = machine.after(subscription.state, move)
    repository.change(uow, subscription.id, changes)
    moved = replace(subscription, **changes)
    _write(uow, subscription, moved, reason=reason, by=by)
    return moved


def _write(
    uow: UnitOfWork,
    before: Subscription | None,
    after: Subscription,
    *,
    reason: str,
    by: Member | None,
) -> None:
    values = {
        "community_id": after.community_id,
        "subscription_id": after.id,
        "member_id": after.member_id,
        "from_state": before.state if before else None,
        "to_state": after.state,
        "expires_at": after.expires_at,
        "reason": reason,
        "by_member_id": by.id if by else None,
    }
    repository.add_history(uow, values)
