"""Every query about plans, subscriptions, their history and trials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import and_, insert, or_, select, update

from core.membership.machine import RUNNING, State
from core.membership.models import HistoryRow, PlanRow, SubscriptionRow, TrialRow, TrialSaltRow
from core.membership.plan import Plan
from core.membership.subscription import Change, Subscription

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from core.uow import UnitOfWork

_SUBSCRIPTION = select(
    SubscriptionRow.id,
    SubscriptionRow.community_id,
    SubscriptionRow.member_id,
    SubscriptionRow.plan,
    SubscriptionRow.tier,
    SubscriptionRow.state,
    SubscriptionRow.started_at,
    SubscriptionRow.expires_at,
    SubscriptionRow.grace_until,
    SubscriptionRow.source,
)
_IS_RUNNING = SubscriptionRow.state.in_(RUNNING)


def plans(uow: UnitOfWork, community_id: int) -> list[Plan]:
    """Return a community's plans, lowest tier first."""
    query = select(
        PlanRow.code,
        PlanRow.name,
        PlanRow.tier,
        PlanRow.month_price_minor,
        PlanRow.year_price_minor,
        PlanRow.currency,
    ).where(PlanRow.community_id == community_id)
    return [Plan(*row) for row in uow.execute(query.order_by(PlanRow.tier, PlanRow.id))]


def add_plans(uow: UnitOfWork, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert plans whose code the community does not have."""
    statement = uow.insert(PlanRow)
    uow.execute(statement.on_conflict_do_nothing(index_elements=["community_id", "code"]), rows)


def current(uow: UnitOfWork, member_id: int, *, hold: bool = False) -> Subscription | None:
    """Return a member's running or else latest subscription; ``hold`` locks it for a change."""
    query = _SUBSCRIPTION.where(SubscriptionRow.member_id == member_id)
    newest = query.order_by(_IS_RUNNING.desc(), SubscriptionRow.id.desc()).limit(1)
    row = uow.execute(newest.with_for_update() if hold else newest).first()
    return _subscription(row) if row else None


def tier(uow: UnitOfWork, member_id: int) -> int:
    """Return the tier of a member's running subscription, or 0."""
    query = select(SubscriptionRow.tier).where(SubscriptionRow.member_id == member_id, _IS_RUNNING)
    return uow.execute(query).scalar() or 0


def tiers(uow: UnitOfWork, community_id: int) -> dict[int, int]:
    """Return the tier of every running subscription of a community, by member id."""
    query = select(SubscriptionRow.member_id, SubscriptionRow.tier)
    here = query.where(SubscriptionRow.community_id == community_id, _IS_RUNNING)
    return {row.member_id: row.tier for row in uow.execute(here)}


def lapsing(uow: UnitOfWork, community_id: int) -> list[Subscription]:
    """Return the subscriptions whose term or grace is over, oldest first, and hold them."""
    term_over = and_(
        SubscriptionRow.state.in_((State.TRIAL, State.ACTIVE)),
        SubscriptionRow.expires_at <= uow.now,
    )
    grace_over = and_(SubscriptionRow.state == State.GRACE, SubscriptionRow.grace_until <= uow.now)
    query = _SUBSCRIPTION.where(
        SubscriptionRow.community_id == community_id, or_(term_over, grace_over)
    ).order_by(SubscriptionRow.expires_at, SubscriptionRow.id)
    return [_subscription(row) for row in uow.execute(query.with_for_update())]


def expiring(uow: UnitOfWork, community_id: int, until: datetime) -> list[Subscription]:
    """Return the subscriptions whose term ends after now and until a moment, the soonest first."""
    query = _SUBSCRIPTION.where(
        SubscriptionRow.community_id == community_id,
        SubscriptionRow.state.in_((State.TRIAL, State.ACTIVE)),
        SubscriptionRow.expires_at > uow.now,
        SubscriptionRow.expires_at <= until,
    ).order_by(SubscriptionRow.expires_at, SubscriptionRow.id)
    return [_subscription(row) for row in uow.execute(query)]


def add(uow: UnitOfWork, values: Mapping[str, Any]) -> int:
    """Insert a subscription and return its id."""
    statement = insert(SubscriptionRow).values(**values).returning(SubscriptionRow.id)
    return int(uow.execute(statement).scalar_one())


def change(uow: UnitOfWork, subscription_id: int, values: Mapping[str, Any]) -> None:
    """Change a subscription."""
    at = SubscriptionRow.id == subscription_id
    uow.execute(update(SubscriptionRow).where(at).values(**values))


def all_of(uow: UnitOfWork, member_id: int) -> list[Subscription]:
    """Return every subscription a member ever had, oldest first."""
    query = _SUBSCRIPTION.where(SubscriptionRow.member_id == member_id)
    return [_subscription(row) for row in uow.execute(query.order_by(SubscriptionRow.id))]


def add_history(uow: UnitOfWork, values: Mapping[str, Any]) -> None:
    """Insert an entry of the history."""
    uow.execute(insert(HistoryRow).values(at=uow.now, **values))


def history(uow: UnitOfWork, member_id: int, limit: int | None = None) -> list[Change]:
    """Return a member's history, newest first."""
    query = (
        select(
            HistoryRow.subscription_id,
            SubscriptionRow.plan,
            HistoryRow.at,
            HistoryRow.from_state,
            HistoryRow.to_state,
            HistoryRow.expires_at,
            HistoryRow.reason,
            HistoryRow.by_member_id,
        )
        .join(SubscriptionRow, SubscriptionRow.id == HistoryRow.subscription_id)
        .where(HistoryRow.member_id == member_id)
        .order_by(HistoryRow.id.desc())
        .limit(limit)
    )
    return [_change(row) for row in uow.execute(query)]


def blank_reasons(uow: UnitOfWork, member_id: int) -> None:
    """Blank what administrators wrote about a member."""
    uow.execute(update(HistoryRow).where(HistoryRow.member_id == member_id).values(reason=""))


def move(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    """Give subscriptions and history to another member."""
    for column in (SubscriptionRow.member_id, HistoryRow.member_id, HistoryRow.by_member_id):
        statement = update(column.class_).where(column == source_id)
        uow.execute(statement.values({column.key: target_id}))


def salt(uow: UnitOfWork, community_id: int) -> str | None:
    """Return the salt of a community's trial digests."""
    query = select(TrialSaltRow.salt).where(TrialSaltRow.community_id == community_id)
    return uow.execute(query).scalar()


def add_salt(uow: UnitOfWork, community_id: int, salt: str) -> None:
    """Insert a community's salt, unless it has one."""
    statement = uow.insert(TrialSaltRow).values(community_id=community_id, salt=salt)
    uow.execute(statement.on_conflict_do_nothing(index_elements=["community_id"]))


def digests(uow: UnitOfWork, community_id: int, among: Collection[str]) -> set[str]:
    """Return those of some digests that had a trial."""
    query = select(TrialRow.digest).where(
        TrialRow.community_id == community_id, TrialRow.digest.in_(list(among))
    )
    return set(uow.execute(query).scalars())


def add_digest(uow: UnitOfWork, community_id: int, digest: str) -> bool:
    """Insert a digest; False when it was there."""
    statement = uow.insert(TrialRow).values(community_id=community_id, digest=digest)
    fresh = statement.on_conflict_do_nothing(index_elements=["community_id", "digest"])
    return uow.execute(fresh.returning(TrialRow.id)).first() is not None


def _subscription(row: SqlRow[Any]) -> Subscription:
    return Subscription(**{**row._asdict(), "state": State(row.state)})


def _change(row: SqlRow[Any]) -> Change:
    before = State(row.from_state) if row.from_state else None
    states = {"from_state": before, "to_state": State(row.to_state)}
    return Change(**{**row._asdict(), **states})
