"""Every query about who was shown which variant."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import delete, select, update

from core.experiments.experiment import Exposure, State
from core.experiments.models import ExperimentRow, ExposureRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.uow import UnitOfWork

_EXPOSURE = (
    ExposureRow.member_id,
    ExposureRow.chat_id,
    ExposureRow.variant,
    ExposureRow.at,
    ExposureRow.courses,
    ExposureRow.key,
)


def add(uow: UnitOfWork, values: Mapping[str, Any], courses: Sequence[int]) -> None:
    """Insert an exposure; one that its key has already gets the further courses."""
    fresh = uow.insert(ExposureRow).values(**values, courses=list(courses))
    added = uow.execute(fresh.on_conflict_do_nothing().returning(ExposureRow.id)).scalar()
    if added is not None:
        return
    same = (
        ExposureRow.community_id == values["community_id"],
        ExposureRow.key == values["key"],
    )
    known = uow.execute(select(ExposureRow.courses).where(*same)).scalar_one()
    both = list(dict.fromkeys([*known, *courses]))
    uow.execute(update(ExposureRow).where(*same).values(courses=both))


def delivered(uow: UnitOfWork, community_id: int, letter: str) -> None:
    """Write down that a letter arrived now."""
    carried = (
        ExposureRow.community_id == community_id,
        ExposureRow.letter == letter,
        ExposureRow.at.is_(None),
    )
    uow.execute(update(ExposureRow).where(*carried).values(at=uow.now))


def of_experiment(uow: UnitOfWork, experiment_id: int, *, chats: bool) -> list[Exposure]:
    """Return an experiment's exposures that arrived, of members or of chats, in order."""
    unit = ExposureRow.chat_id if chats else ExposureRow.member_id
    query = (
        select(*_EXPOSURE)
        .where(ExposureRow.experiment_id == experiment_id)
        .where(ExposureRow.at.is_not(None), unit.is_not(None))
        .order_by(ExposureRow.at, ExposureRow.id)
    )
    return [
        Exposure(
            unit=row.chat_id if chats else row.member_id,
            variant=row.variant,
            at=row.at,
            courses=tuple(row.courses),
            posted=date.fromisoformat(row.key.rpartition(":")[2]),
        )
        for row in uow.execute(query)
    ]


def of_member(uow: UnitOfWork, member_id: int) -> list[SqlRow[Any]]:
    """Return (experiment's number and name, variant, moment) of what a member was shown."""
    query = (
        select(ExperimentRow.number, ExperimentRow.name, ExposureRow.variant, ExposureRow.at)
        .join(ExperimentRow, ExperimentRow.id == ExposureRow.experiment_id)
        .where(ExposureRow.member_id == member_id)
        .order_by(ExposureRow.id)
    )
    return list(uow.execute(query).all())


def delete_of(uow: UnitOfWork, member_id: int) -> None:
    """Delete what a member was shown."""
    uow.execute(delete(ExposureRow).where(ExposureRow.member_id == member_id))


def move(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    """Count what one member was shown as shown to another; the same day counts once."""
    columns = [column for column in ExposureRow.__table__.columns if column.name != "id"]
    theirs = ExposureRow.member_id == source_id
    moved = [dict(row) for row in uow.execute(select(*columns).where(theirs)).mappings()]
    uow.execute(delete(ExposureRow).where(theirs))
    for values in moved:
        key = values["key"].replace(f":member:{source_id}:", f":member:{target_id}:")
        courses = values.pop("courses")
        add(uow, {**values, "member_id": target_id, "key": key}, courses)


def delete_stopped(uow: UnitOfWork, community_id: int, before: datetime) -> int:
    """Delete the exposures of experiments that were stopped before a moment; return how many."""
    stopped = select(ExperimentRow.id).where(
        ExperimentRow.community_id == community_id,
        ExperimentRow.state == State.STOPPED.value,
        ExperimentRow.stopped_at < before,
    )
    old = (ExposureRow.community_id == community_id, ExposureRow.experiment_id.in_(stopped))
    return uow.execute(delete(ExposureRow).where(*old)).rowcount
