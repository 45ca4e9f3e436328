"""What becomes of memberships when a member exports, leaves for good, or links accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import members
from core.members import PersonalData
from core.membership import journal, repository, service, trials
from core.membership.machine import Move, State
from core.membership.models import HistoryRow, SubscriptionRow

if TYPE_CHECKING:
    from core.membership.subscription import Subscription
    from core.uow import UnitOfWork

# Which of two running subscriptions goes on: one with time in hand, and what was given for good.
_STANDING = (State.TRIAL, State.GRACE, State.ACTIVE)


def _export(uow: UnitOfWork, member_id: int) -> dict[str, Any]:
    return {
        "subscriptions": [
            {
                "id": subscription.id,
                "plan": subscription.plan,
                "state": subscription.state.value,
                "started_at": subscription.started_at.isoformat(),
                "expires_at": subscription.expires_at.isoformat(),
                "source": subscription.source,
            }
            for subscription in repository.all_of(uow, member_id)
        ],
        "history": [
            {
                "subscription": change.subscription_id,
                "at": change.at.isoformat(),
                "from": change.from_state.value if change.from_state else None,
                "to": change.to_state.value,
                "expires_at": change.expires_at.isoformat(),
                "reason": change.reason,
            }
            for change in repository.history(uow, member_id)
        ],
    }


def _erase(uow: UnitOfWork, member_id: int) -> None:
    subscription = repository.current(uow, member_id, hold=True)
    if subscription is not None and subscription.running:
        service.end(uow, subscription)
    repository.blank_reasons(uow, member_id)


def _merge(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    trials.share(uow, members.by_id(uow, target_id), members.by_id(uow, source_id))
    running = [
        subscription
        for member_id in (target_id, source_id)
        if (subscription := repository.current(uow, member_id, hold=True)) and subscription.running
    ]
    if len(running) > 1:
        _join(uow, *sorted(running, key=_standing))
    repository.move(uow, target_id, source_id)


def _standing(subscription: Subscription) -> tuple[int, int]:
    return _STANDING.index(subscription.state), subscription.tier


def _join(uow: UnitOfWork, lesser: Subscription, better: Subscription) -> None:
    service.forget_notices(uow, lesser)
    journal.step(uow, lesser, Move.REPLACE)
    plan = service.plans(uow, better.community_id)[better.plan]
    left = service.left_over(uow, lesser, plan)
    if left:
        until = max(uow.now, better.expires_at) + left
        service.prolong(uow, better, until, source=better.source)


PERSONAL = PersonalData(
    room="membership",
    tables=(SubscriptionRow, HistoryRow),
    export=_export,
    erase=_erase,
    merge=_merge,
    kept=(
        "会员记录：只保留方案和日期，不再与你的账号关联。\n"
        "试用标记：账号的加盐摘要，只用来保证每人只试用一次，不含账号本身。"
    ),
)
