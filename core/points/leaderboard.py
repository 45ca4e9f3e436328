"""The leaderboard: who earned most by helping, among those who are here and wish to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from core import members
from core.members import Purpose
from core.points import repository

if TYPE_CHECKING:
    from datetime import datetime

    from core.communities import Community
    from core.members import Member
    from core.uow import UnitOfWork


class Period(StrEnum):
    """How far back a leaderboard looks."""

    WEEK = "week"
    MONTH = "month"
    ALL = "all"

    @property
    def length(self) -> timedelta | None:
        """Seven days, thirty days, or None for ever."""
        return {Period.WEEK: timedelta(days=7), Period.MONTH: timedelta(days=30)}.get(self)


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's place; equal points share a rank."""

    rank: int
    member_id: int
    name: str
    points: int


@dataclass(frozen=True, slots=True)
class Board:
    """The best, in order; ``own`` is the asker's place, None when they have none to show."""

    period: Period
    best: tuple[Standing, ...]
    own: Standing | None = None


def leaderboard(  # noqa: PLR0913 - a board is asked for by all of these
    uow: UnitOfWork,
    community: Community,
    period: Period = Period.WEEK,
    *,
    limit: int = 10,
    asker: Member | None = None,
    until: datetime | None = None,
) -> Board:
    """Rank members by what rules paid them before a moment (until now, when none is given).

    Neither purchases nor merges count. Equal points are listed by who reached them first.
    Hidden are those who left, were erased, or object to the purpose "board".
    """
    length = period.length
    since = (until or uow.now) - length if length else None
    scores = repository.scores(uow, community.id, since, until)
    standings = _ranked(_visible(uow, community.id, {row[0]: int(row[1]) for row in scores}))
    own = next((place for place in standings if asker and place.member_id == asker.id), None)
    return Board(period, tuple(standings[:limit]), own)


def _visible(
    uow: UnitOfWork, community_id: int, points: dict[int, int]
) -> list[tuple[Member, int]]:
    present = {member.id: member for member in members.present(uow, community_id)}
    shown = members.consenting(uow, [one for one in points if one in present], Purpose.BOARD)
    return [(present[one], points[one]) for one in points if one in shown]


def _ranked(scores: list[tuple[Member, int]]) -> list[Standing]:
    standings: list[Standing] = []
    for place, (member, points) in enumerate(scores, start=1):
        tied = standings and standings[-1].points == points
        rank = standings[-1].rank if tied else place
        standings.append(Standing(rank, member.id, member.name, points))
    return standings
