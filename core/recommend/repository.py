"""Every query about trained models and about what was suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import delete, func, insert, select, update

from core.recommend.tables import ModelRow, ShownRow, TrialRow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Select

    from core.uow import UnitOfWork


def running_sum(uow: UnitOfWork, community_id: int) -> str | None:
    """Return the sha256 of what a community's running models learned."""
    return uow.execute(_running(ModelRow.sha256, community_id)).scalar()


def running_content(uow: UnitOfWork, community_id: int) -> bytes:
    """Return what a community's running models learned."""
    return bytes(uow.execute(_running(ModelRow.content, community_id)).scalar_one())


def add_model(uow: UnitOfWork, values: Mapping[str, Any]) -> None:
    """Keep what a community's models learned; when it is to run, nothing else does any more."""
    if values["running"]:
        others = (ModelRow.community_id == values["community_id"], ModelRow.running)
        uow.execute(update(ModelRow).where(*others).values(running=False))
    uow.execute(insert(ModelRow).values(**values))


def oldest_model(uow: UnitOfWork, community_id: int) -> datetime | None:
    """Return when the data were read from which the oldest of a community's models learned."""
    query = select(func.min(ModelRow.trained_at)).where(ModelRow.community_id == community_id)
    return uow.execute(query).scalar()


def delete_models_until(uow: UnitOfWork, community_id: int, moment: datetime) -> None:
    """Delete what a community's models learned up to a moment, those running included."""
    of = (ModelRow.community_id == community_id, ModelRow.trained_at <= moment)
    uow.execute(delete(ModelRow).where(*of))


def delete_old_models(uow: UnitOfWork, community_id: int, kept: int) -> None:
    """Delete a community's models that are not running, but the latest few."""
    idle = (ModelRow.community_id == community_id, ModelRow.running.is_(False))
    latest = select(ModelRow.id).where(*idle).order_by(ModelRow.id.desc()).limit(kept)
    held = list(uow.execute(latest).scalars())
    uow.execute(delete(ModelRow).where(*idle, ModelRow.id.not_in(held)))


def shown_to_members(
    uow: UnitOfWork, member_ids: Collection[int], since: datetime
) -> Sequence[SqlRow[tuple[int, int, datetime, int, int]]]:
    """Return (member, course, last, times, clicks) of what members were suggested since."""
    query = select(
        ShownRow.member_id,
        ShownRow.course_id,
        func.max(ShownRow.at).label("last"),
        func.count().label("times"),
        func.count(ShownRow.clicked_at).label("clicks"),
    ).where(ShownRow.member_id.in_(list(member_ids)), ShownRow.at > since)
    return uow.execute(query.group_by(ShownRow.member_id, ShownRow.course_id)).all()


def trials(
    uow: UnitOfWork, community_id: int, since: date
) -> Sequence[SqlRow[tuple[int, int, int, int]]]:
    """Return (course, shown, clicked, explored) since a day."""
    sums = (func.sum(TrialRow.shown), func.sum(TrialRow.clicked), func.sum(TrialRow.explored))
    query = select(TrialRow.course_id, *sums).where(
        TrialRow.community_id == community_id, TrialRow.day >= since
    )
    return uow.execute(query.group_by(TrialRow.course_id)).all()


def count_trials(uow: UnitOfWork, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add to what was counted of courses on their days."""
    statement = uow.insert(TrialRow)
    counted = ("shown", "clicked", "explored")
    sums = {name: getattr(TrialRow, name) + statement.excluded[name] for name in counted}
    where = ["community_id", "course_id", "day"]
    if rows:
        upsert = statement.on_conflict_do_update(index_elements=where, set_=sums)
        uow.execute(upsert, list(rows))


def measured(
    uow: UnitOfWork, community_id: int, since: datetime
) -> Sequence[SqlRow[tuple[int, datetime, bool, bool]]]:
    """Return (course, at, clicked, explored) of all that counts in estimates since a moment."""
    query = select(
        ShownRow.course_id,
        ShownRow.at,
        ShownRow.clicked_at.is_not(None).label("clicked"),
        ShownRow.explored,
    ).where(
        ShownRow.community_id == community_id,
        ShownRow.at > since,
        ShownRow.propensity.is_not(None),
    )
    return uow.execute(query).all()


def delete_trials(uow: UnitOfWork, community_id: int) -> None:
    """Delete everything that was counted in a community."""
    uow.execute(delete(TrialRow).where(TrialRow.community_id == community_id))


def explorable(
    uow: UnitOfWork, community_id: int, since: datetime, until: datetime
) -> Sequence[SqlRow[tuple[int | None, datetime, float | None, bool, datetime | None]]]:
    """Return (member, at, propensity, explored, clicked) of places where chance had its say."""
    columns = (ShownRow.member_id, ShownRow.at, ShownRow.propensity)
    query = select(*columns, ShownRow.explored, ShownRow.clicked_at).where(
        ShownRow.community_id == community_id,
        ShownRow.at > since,
        ShownRow.at <= until,
        ShownRow.propensity < 1.0,
    )
    return uow.execute(query.order_by(ShownRow.id)).all()


def mark_clicked(
    uow: UnitOfWork, member_id: int, course_id: int, since: datetime
) -> list[datetime]:
    """Note that a member followed the suggestions of a course; return when those were shown."""
    of = (
        ShownRow.member_id == member_id,
        ShownRow.course_id == course_id,
        ShownRow.at > since,
        ShownRow.propensity.is_not(None),
        ShownRow.clicked_at.is_(None),
    )
    statement = update(ShownRow).where(*of).values(clicked_at=uow.now)
    return list(uow.execute(statement.returning(ShownRow.at)).scalars())


def members_measured(uow: UnitOfWork, community_id: int) -> list[int]:
    """Return the members whose suggestions and clicks count in estimates."""
    query = select(ShownRow.member_id).where(
        ShownRow.community_id == community_id,
        ShownRow.member_id.is_not(None),
        ShownRow.propensity.is_not(None),
    )
    return [int(member_id) for member_id in uow.execute(query.distinct()).scalars() if member_id]


def unmeasure(uow: UnitOfWork, member_id: int) -> None:
    """Take a member's suggestions out of all estimates, and forget what was clicked."""
    statement = update(ShownRow).where(ShownRow.member_id == member_id)
    uow.execute(statement.values(propensity=None, clicked_at=None))


def latest_shown(
    uow: UnitOfWork, member_id: int, course_ids: Collection[int]
) -> dict[int, tuple[str, bool]]:
    """Return (channel, explored) of the latest suggestion of each course to a member."""
    query = select(ShownRow.course_id, ShownRow.channel, ShownRow.explored).where(
        ShownRow.member_id == member_id, ShownRow.course_id.in_(list(course_ids))
    )
    rows = uow.execute(query.order_by(ShownRow.id))
    return {row.course_id: (row.channel, row.explored) for row in rows}


def shown_in_channel(
    uow: UnitOfWork, community_id: int, channel: str, since: datetime
) -> Sequence[SqlRow[tuple[int, datetime]]]:
    """Return (course, at) of what was suggested to a group since a moment."""
    query = select(ShownRow.course_id, ShownRow.at).where(
        ShownRow.community_id == community_id,
        ShownRow.member_id.is_(None),
        ShownRow.channel == channel,
        ShownRow.at > since,
    )
    return uow.execute(query).all()


def shown_by(
    uow: UnitOfWork, member_ids: Collection[int], channel: str, since: datetime
) -> Sequence[SqlRow[tuple[int | None, int, datetime]]]:
    """Return (member, course, at) of what counts in estimates of a channel since a moment."""
    query = select(ShownRow.member_id, ShownRow.course_id, ShownRow.at).where(
        ShownRow.member_id.in_(list(member_ids)),
        ShownRow.channel == channel,
        ShownRow.at >= since,
        ShownRow.propensity.is_not(None),
    )
    return uow.execute(query.order_by(ShownRow.id)).all()


def shown_in_channels(
    uow: UnitOfWork, community_id: int, channels: Collection[str], since: datetime
) -> Sequence[SqlRow[tuple[str, int, datetime]]]:
    """Return (channel, course, at) of what groups were suggested since a moment."""
    query = select(ShownRow.channel, ShownRow.course_id, ShownRow.at).where(
        ShownRow.community_id == community_id,
        ShownRow.member_id.is_(None),
        ShownRow.channel.in_(list(channels)),
        ShownRow.at >= since,
    )
    return uow.execute(query.order_by(ShownRow.id)).all()


def add_shown(uow: UnitOfWork, rows: Collection[Mapping[str, Any]]) -> None:
    """Insert what was suggested."""
    if rows:
        uow.execute(insert(ShownRow), list(rows))


def shown(uow: UnitOfWork, member_id: int) -> Sequence[SqlRow[Any]]:
    """Return all that was suggested to a member, in order."""
    columns = (
        ShownRow.course_id,
        ShownRow.at,
        ShownRow.channel,
        ShownRow.reason,
        ShownRow.position,
        ShownRow.clicked_at,
    )
    query = select(*columns).where(ShownRow.member_id == member_id).order_by(ShownRow.id)
    return uow.execute(query).all()


def delete_shown(uow: UnitOfWork, member_id: int) -> None:
    """Delete what was suggested to a member."""
    uow.execute(delete(ShownRow).where(ShownRow.member_id == member_id))


def delete_shown_before(uow: UnitOfWork, community_id: int, before: datetime) -> None:
    """Delete what a community was suggested before a moment."""
    of = (ShownRow.community_id == community_id, ShownRow.at < before)
    uow.execute(delete(ShownRow).where(*of))


def move_shown(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    """Count what was suggested to one member as suggested to another."""
    of_source = ShownRow.member_id == source_id
    uow.execute(update(ShownRow).where(of_source).values(member_id=target_id))


def _running(column: Any, community_id: int) -> Select[Any]:  # noqa: ANN401 - any column
    here = (ModelRow.community_id == community_id, ModelRow.running)
    return select(column).where(*here).order_by(ModelRow.id.desc()).limit(1)
