"""Every query about moods."""

from __future__ import annotations

from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import case, delete, func, insert, literal, select

from core.sentiment.alerts import ChatDay
from core.sentiment.models import MoodAlertRow, MoodDayRow, MoodRow, MoodTopicRow
from core.sentiment.mood import FEWEST_MEMBERS, SIDE
from core.sentiment.series import MemberHour
from core.uow import insert_on

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Select, Subquery
    from sqlalchemy.dialects.postgresql import Insert

    from core.uow import UnitOfWork

Counted = type[MoodRow] | type[MoodTopicRow]

_DAY = ("community_id", "chat_id", "day", "member_id")
_KEYS: Mapping[Counted, tuple[str, ...]] = {
    MoodRow: (*_DAY, "hour"),
    MoodTopicRow: (*_DAY, "topic"),
}
_SUMS: Mapping[Counted, tuple[str, ...]] = {
    MoodRow: ("messages", "confident", "score_sum", "positives", "negatives"),
    MoodTopicRow: ("positives", "negatives"),
}


def add(uow: UnitOfWork, table: Counted, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add to what is counted of members in one statement; each key may stand in ``rows`` once."""
    if rows:
        uow.upsert(_add(uow.dialect, table), sorted(rows, key=itemgetter(*_KEYS[table])))


@cache
def _add(dialect: str, table: Counted) -> Insert:
    statement = insert_on(dialect, table)
    sums = {name: getattr(table, name) + statement.excluded[name] for name in _SUMS[table]}
    return statement.on_conflict_do_update(index_elements=list(_KEYS[table]), set_=sums)


def member_hours(  # noqa: PLR0913 - whose, where, from when to when, how finely
    uow: UnitOfWork,
    community_id: int,
    chat_id: int | None,
    since: date,
    until: date,
    *,
    hourly: bool,
) -> list[MemberHour]:
    """Return members' hours, or else whole days, of one chat or of all of a community's."""
    hour = MoodRow.hour if hourly else literal(0)
    sums = (func.sum(getattr(MoodRow, name)) for name in ("messages", "confident", "score_sum"))
    query = select(MoodRow.member_id, MoodRow.day, hour.label("hour"), *sums)
    query = query.where(MoodRow.community_id == community_id, MoodRow.day.between(since, until))
    query = query.group_by(MoodRow.member_id, MoodRow.day, *([MoodRow.hour] if hourly else []))
    return [MemberHour(*row) for row in uow.execute(_in(query, MoodRow, chat_id))]


def complaints(
    uow: UnitOfWork, community_id: int, chat_id: int | None, since: date, until: date
) -> list[tuple[str, int]]:
    """Return each topic of negative readings with each member who had such, once."""
    query = select(MoodTopicRow.topic, MoodTopicRow.member_id).distinct()
    query = query.where(
        MoodTopicRow.community_id == community_id,
        MoodTopicRow.day.between(since, until),
        MoodTopicRow.negatives > 0,
    )
    return [(row[0], row[1]) for row in uow.execute(_in(query, MoodTopicRow, chat_id))]


def _in(query: Select[Any], table: Counted, chat_id: int | None) -> Select[Any]:
    return query if chat_id is None else query.where(table.chat_id == chat_id)


def rows_of(uow: UnitOfWork, table: Counted, member_id: int) -> Sequence[SqlRow[Any]]:
    """Return everything that is counted of a member."""
    query = select(*(getattr(table, name) for name in (*_KEYS[table], *_SUMS[table])))
    ordered = query.order_by(*(getattr(table, name) for name in _KEYS[table]))
    return uow.execute(ordered.where(table.member_id == member_id)).all()


def delete_of(uow: UnitOfWork, member_id: int) -> None:
    """Delete everything that is counted of a member."""
    for table in _KEYS:
        uow.execute(delete(table).where(table.member_id == member_id))


def move(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    """Add what is counted of one member to another's."""
    for table in _KEYS:
        found = rows_of(uow, table, source_id)
        uow.execute(delete(table).where(table.member_id == source_id))
        add(uow, table, [{**row._asdict(), "member_id": target_id} for row in found])


def delete_until(uow: UnitOfWork, community_id: int, until: date) -> None:
    """Delete what is counted of every member up to a day."""
    for table in _KEYS:
        uow.execute(delete(table).where(table.community_id == community_id, table.day <= until))


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
    sums = _chat_days(community_id, since, until, objecting).columns
    plain = (sums.community_id, sums.chat_id, sums.day, sums.messages)
    shares = (sums.members, sums.positives, sums.negatives)
    told = (case((sums.members >= FEWEST_MEMBERS, share), else_=0) for share in shares)
    names = [column.name for column in (*plain, *shares)]
    uow.execute(uow.insert(MoodDayRow).from_select(names, select(*plain, *told)))


def _chat_days(community_id: int, since: date, until: date, objecting: Collection[int]) -> Subquery:
    mine = _member_days(community_id, since, until, objecting).columns
    mean = mine.score_sum / func.nullif(mine.confident, 0)
    return (
        select(
            mine.community_id,
            mine.chat_id,
            mine.day,
            func.sum(mine.messages).label("messages"),
            _number(mine.confident > 0).label("members"),
            _number(mean > SIDE).label("positives"),
            _number(mean < -SIDE).label("negatives"),
        )
        .group_by(mine.community_id, mine.chat_id, mine.day)
        .subquery()
    )


def _member_days(
    community_id: int, since: date, until: date, objecting: Collection[int]
) -> Subquery:
    key = [getattr(MoodRow, name) for name in _DAY]
    sums = ("messages", "confident", "score_sum")
    return (
        select(*key, *(func.sum(getattr(MoodRow, name)).label(name) for name in sums))
        .where(
            MoodRow.community_id == community_id,
            MoodRow.day.between(since, until),
            MoodRow.member_id.not_in(objecting),
        )
        .group_by(*key)
        .subquery()
    )


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def chat_days(
    uow: UnitOfWork, community_id: int, since: date, until: date
) -> dict[int, list[ChatDay]]:
    """Return the days of each chat on which enough members were read, both ends included."""
    columns = (MoodDayRow.day, MoodDayRow.members, MoodDayRow.positives, MoodDayRow.negatives)
    query = select(MoodDayRow.chat_id, *columns).where(
        MoodDayRow.community_id == community_id,
        MoodDayRow.day.between(since, until),
        MoodDayRow.members > 0,
    )
    found: dict[int, list[ChatDay]] = {}
    for chat_id, *values in uow.execute(query.order_by(MoodDayRow.day)):
        found.setdefault(chat_id, []).append(ChatDay(*values))
    return found


def last_alerts(uow: UnitOfWork, community_id: int) -> dict[int, date]:
    """Return the latest day of each chat of which moderators were told."""
    latest = func.max(MoodAlertRow.day)
    query = select(MoodAlertRow.chat_id, latest).where(MoodAlertRow.community_id == community_id)
    return {row[0]: row[1] for row in uow.execute(query.group_by(MoodAlertRow.chat_id))}


def add_alert(uow: UnitOfWork, community_id: int, chat_id: int, day: date) -> None:
    """Note that moderators are told of a chat's day."""
    values = {"community_id": community_id, "chat_id": chat_id, "day": day}
    uow.execute(insert(MoodAlertRow).values(**values))
