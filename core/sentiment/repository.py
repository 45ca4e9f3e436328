"""Every query about moods."""

from __future__ import annotations

from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import case, delete, func, select

from core.sentiment.models import MoodDayRow, MoodRow
from core.sentiment.mood import FEWEST_MEMBERS, SIDE, MemberDay
from core.uow import insert_on

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Subquery
    from sqlalchemy.dialects.postgresql import Insert

    from core.uow import UnitOfWork

_KEY = ("community_id", "chat_id", "day", "member_id")
_SUMS = ("messages", "confident", "score_sum", "positives", "negatives")
_by_key = itemgetter(*_KEY)


def add(uow: UnitOfWork, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add to members' days, all in one statement; each key may stand in ``rows`` once."""
    if not rows:
        return
    uow.execute(_add(uow.dialect), sorted(rows, key=_by_key))


@cache
def _add(dialect: str) -> Insert:
    statement = insert_on(dialect, MoodRow)
    sums = {name: getattr(MoodRow, name) + statement.excluded[name] for name in _SUMS}
    return statement.on_conflict_do_update(index_elements=list(_KEY), set_=sums)


def member_days(
    uow: UnitOfWork, community_id: int, chat_id: int | None, since: date, until: date
) -> list[MemberDay]:
    """Return members' days in one chat, or in every chat of a community, both ends included."""
    query = select(MoodRow.member_id, MoodRow.messages, MoodRow.confident, MoodRow.score_sum).where(
        MoodRow.community_id == community_id, MoodRow.day.between(since, until)
    )
    if chat_id is not None:
        query = query.where(MoodRow.chat_id == chat_id)
    return [MemberDay(*row) for row in uow.execute(query)]


def rows_of(uow: UnitOfWork, member_id: int) -> Sequence[SqlRow[Any]]:
    """Return every day kept of a member."""
    query = select(*(getattr(MoodRow, name) for name in (*_KEY, *_SUMS)))
    return uow.execute(
        query.where(MoodRow.member_id == member_id).order_by(MoodRow.day, MoodRow.chat_id)
    ).all()


def delete_of(uow: UnitOfWork, member_id: int) -> None:
    """Delete every day kept of a member."""
    uow.execute(delete(MoodRow).where(MoodRow.member_id == member_id))


def move(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    """Add one member's days to another's."""
    days = [{**row._mapping, "member_id": target_id} for row in rows_of(uow, source_id)]  # noqa: SLF001
    delete_of(uow, source_id)
    add(uow, days)


def oldest_day(uow: UnitOfWork, community_id: int) -> date | None:
    """Return the first day that is kept of any member."""
    query = select(func.min(MoodRow.day)).where(MoodRow.community_id == community_id)
    day: date | None = uow.execute(query).scalar()
    return day


def members_between(uow: UnitOfWork, community_id: int, since: date, until: date) -> set[int]:
    """Return the members of whom a day is kept, both ends included."""
    query = select(MoodRow.member_id).distinct()
    query = query.where(MoodRow.community_id == community_id, MoodRow.day.between(since, until))
    return set(uow.execute(query).scalars())


def replace_aggregates(
    uow: UnitOfWork, community_id: int, since: date, until: date, objecting: Collection[int]
) -> None:
    """Count chats' days anew from what is kept of members, without those who object."""
    uow.execute(
        delete(MoodDayRow).where(
            MoodDayRow.community_id == community_id, MoodDayRow.day.between(since, until)
        )
    )
    sums = _sums(community_id, since, until, objecting).columns
    plain = (sums.community_id, sums.chat_id, sums.day, sums.messages)
    shares = (sums.members, sums.positives, sums.negatives)
    told = (case((sums.members >= FEWEST_MEMBERS, share), else_=0) for share in shares)
    names = [column.name for column in (*plain, *shares)]
    uow.execute(uow.insert(MoodDayRow).from_select(names, select(*plain, *told)))


def delete_until(uow: UnitOfWork, community_id: int, until: date) -> None:
    """Delete every member's days up to one."""
    uow.execute(delete(MoodRow).where(MoodRow.community_id == community_id, MoodRow.day <= until))


def _sums(community_id: int, since: date, until: date, objecting: Collection[int]) -> Subquery:
    mean = MoodRow.score_sum / func.nullif(MoodRow.confident, 0)
    return (
        select(
            MoodRow.community_id,
            MoodRow.chat_id,
            MoodRow.day,
            func.sum(MoodRow.messages).label("messages"),
            _number(MoodRow.confident > 0).label("members"),
            _number(mean > SIDE).label("positives"),
            _number(mean < -SIDE).label("negatives"),
        )
        .where(
            MoodRow.community_id == community_id,
            MoodRow.day.between(since, until),
            MoodRow.member_id.not_in(objecting),
        )
        .group_by(MoodRow.community_id, MoodRow.chat_id, MoodRow.day)
        .subquery()
    )


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
