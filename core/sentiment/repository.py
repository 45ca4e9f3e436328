"""Every query about moods."""

from __future__ import annotations

from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import delete, select

from core.sentiment.models import MoodRow
from core.sentiment.mood import MemberDay
from core.uow import insert_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

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
