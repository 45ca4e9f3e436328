"""Tallying: how courses fare as suggestions, counted as it happens and counted anew at night."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from core.recommend import gathering, repository
from core.recommend.exploration import Trial

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from core.recommend.suggestion import Suggestion
    from core.uow import UnitOfWork

WINDOW = timedelta(days=28)
"""From how long back it counts how courses fared."""


def trials(uow: UnitOfWork, community_id: int) -> dict[int, Trial]:
    """Return how courses fared with the members who consented, by course id."""
    rows = repository.trials(uow, community_id, (uow.now - WINDOW).date())
    return {
        course_id: Trial(int(shown), int(clicked), int(explored))
        for course_id, shown, clicked, explored in rows
    }


def count_shown(uow: UnitOfWork, community_id: int, suggestions: Sequence[Suggestion]) -> None:
    """Count what was just suggested, as far as it may be measured."""
    day = uow.now.date()
    rows = [
        _row(community_id, (one.course.id, day), shown=1, explored=int(one.explored))
        for one in suggestions
        if one.propensity is not None
    ]
    repository.count_trials(uow, rows)


def count_clicked(
    uow: UnitOfWork, community_id: int, course_id: int, shown: Sequence[datetime]
) -> None:
    """Count that suggestions shown at some moments were followed now."""
    days = Counter(at.date() for at in shown)
    rows = [
        _row(community_id, (course_id, day), clicked=clicked)
        for day, clicked in sorted(days.items())
    ]
    repository.count_trials(uow, rows)


def recount(uow: UnitOfWork, community_id: int) -> None:
    """Take out whoever withdrew their consent, and count everything anew."""
    members = repository.members_measured(uow, community_id)
    for member_id in sorted(set(members) - gathering.consenting(uow, members)):
        repository.unmeasure(uow, member_id)
    shown: Counter[tuple[int, date]] = Counter()
    clicked, explored = shown.copy(), shown.copy()
    for row in repository.measured(uow, community_id, uow.now - WINDOW):
        key = (row.course_id, row.at.date())
        shown[key] += 1
        clicked[key] += bool(row.clicked)
        explored[key] += row.explored
    repository.delete_trials(uow, community_id)
    rows = [
        _row(community_id, key, shown=times, clicked=clicked[key], explored=explored[key])
        for key, times in sorted(shown.items())
    ]
    repository.count_trials(uow, rows)


def _row(
    community_id: int,
    key: tuple[int, date],
    *,
    shown: int = 0,
    clicked: int = 0,
    explored: int = 0,
) -> dict[str, object]:
    return {
        "community_id": community_id,
        "course_id": key[0],
        "day": key[1],
        "shown": shown,
        "clicked": clicked,
        "explored": explored,
    }
