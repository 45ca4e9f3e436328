"""The query for members who feel low."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from core.sentiment.models import MoodRow

if TYPE_CHECKING:
    from datetime import date

    from core.uow import UnitOfWork

FEWEST_NEGATIVES = 3
FEWEST_DAYS = 2
# Negative minus positive must be at least one in so many of the confident readings.
ONE_IN = 3


def low(
    uow: UnitOfWork, community_id: int, since: date, until: date
) -> list[tuple[int, int, int, int, int]]:
    """Return member, negative days, confident, positive and negative readings of the low."""
    days = func.count(case((MoodRow.negatives > 0, MoodRow.day)).distinct())
    confident = func.sum(MoodRow.confident)
    positives, negatives = func.sum(MoodRow.positives), func.sum(MoodRow.negatives)
    query = (
        select(MoodRow.member_id, days, confident, positives, negatives)
        .where(MoodRow.community_id == community_id, MoodRow.day.between(since, until))
        .group_by(MoodRow.member_id)
        .having(negatives >= FEWEST_NEGATIVES)
        .having(days >= FEWEST_DAYS)
        .having((negatives - positives) * ONE_IN >= confident)
        .order_by(MoodRow.member_id)
    )
    # PostgreSQL sums whole numbers up to a Decimal.
    return [(row[0], row[1], int(row[2]), int(row[3]), int(row[4])) for row in uow.execute(query)]
