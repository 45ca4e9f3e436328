"""Every query about policies, sanctions, trust and what was observed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import delete, func, insert, select, update

from core.moderation.ladder import Step
from core.moderation.models import ObservationRow, PolicyRow, SanctionRow, TrustRow
from core.moderation.records import Kind, Sanction, Standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.uow import UnitOfWork

_SANCTION = select(
    SanctionRow.id,
    SanctionRow.community_id,
    SanctionRow.member_id,
    SanctionRow.step,
    SanctionRow.rule,
    SanctionRow.entry,
    SanctionRow.weight,
    SanctionRow.chat_id,
    SanctionRow.message_id,
    SanctionRow.reason,
    SanctionRow.by_member_id,
    SanctionRow.at,
    SanctionRow.expires_at,
    SanctionRow.until,
    SanctionRow.replaced_at,
    SanctionRow.lifted_at,
    SanctionRow.lifted_by_member_id,
)


def policy(uow: UnitOfWork, community_id: int) -> SqlRow[Any] | None:
    """Return the row of a community's policy."""
    columns = PolicyRow.__table__.columns
    return uow.execute(select(*columns).where(PolicyRow.community_id == community_id)).first()


def add_policy(uow: UnitOfWork, values: Mapping[str, Any]) -> None:
    """Insert a community's policy, unless it has one."""
    statement = uow.insert(PolicyRow).values(**values)
    uow.execute(statement.on_conflict_do_nothing(index_elements=["community_id"]))


def change_policy(uow: UnitOfWork, community_id: int, values: Mapping[str, Any]) -> None:
    """Change a policy and count its version up."""
    own = update(PolicyRow).where(PolicyRow.community_id == community_id)
    uow.execute(own.values(version=PolicyRow.version + 1, **values))


def asked(uow: UnitOfWork, community_id: int) -> bool:
    """Say whether the staff were asked whether to switch on."""
    query = select(PolicyRow.asked_at).where(PolicyRow.community_id == community_id)
    return uow.execute(query).scalar() is not None


def note_asked(uow: UnitOfWork, community_id: int) -> None:
    """Keep when the staff were asked whether to switch on."""
    own = update(PolicyRow).where(PolicyRow.community_id == community_id)
    uow.execute(own.values(asked_at=uow.now))


def add_sanction(uow: UnitOfWork, values: Mapping[str, Any]) -> int:
    """Insert a sanction and return its id."""
    statement = insert(SanctionRow).values(at=uow.now, **values).returning(SanctionRow.id)
    return int(uow.execute(statement).scalar_one())


def sanction(uow: UnitOfWork, community_id: int, sanction_id: int) -> Sanction | None:
    """Return a sanction of a community."""
    query = _SANCTION.where(SanctionRow.community_id == community_id, SanctionRow.id == sanction_id)
    row = uow.execute(query).first()
    return _sanction(row) if row else None


def sanctions_of(uow: UnitOfWork, member_id: int) -> list[Sanction]:
    """Return every sanction of a member, newest first."""
    query = _SANCTION.where(SanctionRow.member_id == member_id)
    return [_sanction(row) for row in uow.execute(query.order_by(SanctionRow.id.desc()))]


def lift(uow: UnitOfWork, sanction_id: int, by_member_id: int | None) -> bool:
    """Lift a sanction; False when it was lifted before."""
    own = (SanctionRow.id == sanction_id, SanctionRow.lifted_at.is_(None))
    values = {"lifted_at": uow.now, "lifted_by_member_id": by_member_id}
    return uow.execute(update(SanctionRow).where(*own).values(**values)).rowcount > 0


def replace(uow: UnitOfWork, sanction_id: int) -> None:
    """Let a mute or ban hold no longer, since another one takes its place."""
    own = update(SanctionRow).where(SanctionRow.id == sanction_id)
    uow.execute(own.values(replaced_at=uow.now))


def standing(uow: UnitOfWork, member_id: int) -> Standing:
    """Return what unexpired strikes weigh on a member."""
    query = select(func.sum(SanctionRow.weight), func.max(SanctionRow.at)).where(
        SanctionRow.member_id == member_id,
        SanctionRow.expires_at > uow.now,
        SanctionRow.lifted_at.is_(None),
    )
    return _standing(uow.execute(query).one())


def sanctions_by_step(uow: UnitOfWork, community_id: int, since: datetime) -> dict[str, int]:
    """Return how often each step was taken since a moment and not lifted."""
    query = (
        select(SanctionRow.step, func.count())
        .where(
            SanctionRow.community_id == community_id,
            SanctionRow.at >= since,
            SanctionRow.lifted_at.is_(None),
        )
        .group_by(SanctionRow.step)
    )
    return {row[0]: row[1] for row in uow.execute(query)}


def removed_by_itself(uow: UnitOfWork, community_id: int, since: datetime) -> int:
    """Return how many removals and bans the ladder itself made since a moment."""
    query = select(func.count()).where(
        SanctionRow.community_id == community_id,
        SanctionRow.at > since,
        SanctionRow.by_member_id.is_(None),
        SanctionRow.step.in_((Step.KICK.value, Step.BAN.value)),
    )
    return int(uow.execute(query).scalar_one())


def add_observation(uow: UnitOfWork, values: Mapping[str, Any]) -> None:
    """Insert what would have been done."""
    uow.execute(insert(ObservationRow).values(at=uow.now, **values))


def observed_standing(uow: UnitOfWork, member_id: int, since: datetime) -> Standing:
    """Return what would weigh on a member by what was observed since a moment."""
    query = select(func.sum(ObservationRow.weight), func.max(ObservationRow.at)).where(
        ObservationRow.member_id == member_id,
        ObservationRow.at > since,
        ObservationRow.weight > 0,
        ObservationRow.false_at.is_(None),
    )
    return _standing(uow.execute(query).one())


def observed_by_step(uow: UnitOfWork, community_id: int, since: datetime) -> dict[str, int]:
    """Return how often each step would have been taken since a moment, false ones left out."""
    query = (
        select(ObservationRow.step, func.count())
        .where(
            ObservationRow.community_id == community_id,
            ObservationRow.at >= since,
            ObservationRow.false_at.is_(None),
        )
        .group_by(ObservationRow.step)
    )
    return {row[0]: row[1] for row in uow.execute(query)}


def false_since(uow: UnitOfWork, community_id: int, since: datetime) -> int:
    """Return how many observations since a moment were called false."""
    query = select(func.count()).where(
        ObservationRow.community_id == community_id,
        ObservationRow.at >= since,
        ObservationRow.false_at.is_not(None),
    )
    return int(uow.execute(query).scalar_one())


def untold_kinds(uow: UnitOfWork, community_id: int) -> list[Kind]:
    """Return what was observed and not yet told, by kind, the most frequent first."""
    times = func.count()
    query = (
        select(
            ObservationRow.rule,
            ObservationRow.entry,
            times,
            func.count(ObservationRow.member_id.distinct()),
            func.max(ObservationRow.id),
        )
        .where(
            ObservationRow.community_id == community_id,
            ObservationRow.told_at.is_(None),
            ObservationRow.false_at.is_(None),
        )
        .group_by(ObservationRow.rule, ObservationRow.entry)
        .order_by(times.desc(), ObservationRow.rule, ObservationRow.entry)
    )
    return [Kind(*row) for row in uow.execute(query)]


def untold_by_step(uow: UnitOfWork, community_id: int) -> dict[str, int]:
    """Return how often each step would have been taken, of what was not yet told."""
    query = (
        select(ObservationRow.step, func.count())
        .where(
            ObservationRow.community_id == community_id,
            ObservationRow.told_at.is_(None),
            ObservationRow.false_at.is_(None),
        )
        .group_by(ObservationRow.step)
    )
    return {row[0]: row[1] for row in uow.execute(query)}


def note_told(uow: UnitOfWork, community_id: int) -> None:
    """Keep that everything observed so far was told."""
    own = (ObservationRow.community_id == community_id, ObservationRow.told_at.is_(None))
    uow.execute(update(ObservationRow).where(*own).values(told_at=uow.now))


def kind_of(uow: UnitOfWork, community_id: int, observation_id: int) -> tuple[str, str] | None:
    """Return (rule, entry) of an observation."""
    query = select(ObservationRow.rule, ObservationRow.entry).where(
        ObservationRow.community_id == community_id, ObservationRow.id == observation_id
    )
    row = uow.execute(query).first()
    return (row.rule, row.entry) if row else None


def call_false(uow: UnitOfWork, community_id: int, rule: str, entry: str) -> int:
    """Mark every observation of a kind as false; return how many were not so before."""
    own = (
        ObservationRow.community_id == community_id,
        ObservationRow.rule == rule,
        ObservationRow.entry == entry,
        ObservationRow.false_at.is_(None),
    )
    return uow.execute(update(ObservationRow).where(*own).values(false_at=uow.now)).rowcount


def observations_of(uow: UnitOfWork, member_id: int) -> Sequence[SqlRow[Any]]:
    """Return (rule, step, moment) of everything observed of a member, oldest first."""
    query = select(ObservationRow.rule, ObservationRow.step, ObservationRow.at)
    own = query.where(ObservationRow.member_id == member_id)
    return uow.execute(own.order_by(ObservationRow.id)).all()


def delete_observations(uow: UnitOfWork, community_id: int, before: datetime) -> int:
    """Delete what was observed before a moment; return how many there were."""
    old = (ObservationRow.community_id == community_id, ObservationRow.at < before)
    return uow.execute(delete(ObservationRow).where(*old)).rowcount


def trusts(uow: UnitOfWork, member_id: int) -> bool:
    """Say whether a member was declared trusted."""
    query = select(TrustRow.id).where(TrustRow.member_id == member_id)
    return uow.execute(query).first() is not None


def trust(uow: UnitOfWork, community_id: int, member_id: int, by_member_id: int) -> bool:
    """Declare a member trusted; False when they were."""
    values = {"community_id": community_id, "member_id": member_id, "by_member_id": by_member_id}
    statement = uow.insert(TrustRow).values(at=uow.now, **values)
    fresh = statement.on_conflict_do_nothing(index_elements=["community_id", "member_id"])
    return uow.execute(fresh.returning(TrustRow.id)).first() is not None


def distrust(uow: UnitOfWork, member_id: int) -> bool:
    """Take trust away; False when there was none."""
    return uow.execute(delete(TrustRow).where(TrustRow.member_id == member_id)).rowcount > 0


def _sanction(row: SqlRow[Any]) -> Sanction:
    return Sanction(**{**row._asdict(), "step": Step(row.step)})


def _standing(row: Sequence[Any]) -> Standing:
    return Standing(int(row[0] or 0), row[1])
