"""Gathering: the rows of courses and members become the models' data, with consent asked first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core import courses, members, membership, points
from core.courses import Kind, Level
from core.members import Purpose
from core.recommend import signals
from core.recommend.dataset import SECONDS_A_DAY, CourseText, Dataset, Interaction
from core.recommend.profiles import profiles
from core.recommend.tagging import tags_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from core.courses import Course
    from core.courses import Interaction as Done
    from core.members import Member
    from core.uow import UnitOfWork

ASKED_AT_ONCE = 10_000
_KINDS = tuple(Kind)
_LEVELS = tuple(Level)
_TAKING = {Kind.ENROL, Kind.PURCHASE}


def community_data(uow: UnitOfWork, community_id: int, catalogue: Sequence[Course]) -> Dataset:
    """Return a whole community's data, without the rows of members who did not consent."""
    done = courses.interactions(uow, community_id)
    present = {member.id: member for member in members.present(uow, community_id)}
    agreed = consenting(uow, sorted({one.member_id for one in done} | present.keys()))
    known = profiles(
        uow,
        community_id,
        [member for member in present.values() if member.id in agreed],
        catalogue,
        balances=points.balances(uow, community_id),
        tiers=membership.tiers(uow, community_id),
        everybody=True,
    )
    kept = [interaction for interaction in done if interaction.member_id in agreed]
    return Dataset.of(_weighed(kept, uow.now), _texts(catalogue), now=uow.now, profiles=known)


def members_data(
    uow: UnitOfWork,
    receivers: Sequence[tuple[Member, int]],
    done: Sequence[Done],
    catalogue: Sequence[Course],
) -> Dataset:
    """Return the data of members (each with their tier); who did not consent is not in it."""
    tiers = {member.id: tier for member, tier in receivers}
    agreed = consenting(uow, list(tiers))
    some = [member for member, _ in receivers if member.id in agreed]
    known = (
        profiles(
            uow,
            some[0].community_id,
            some,
            catalogue,
            balances={member.id: points.balance(uow, member) for member in some},
            tiers=tiers,
        )
        if some
        else {}
    )
    kept = [interaction for interaction in done if interaction.member_id in agreed]
    return Dataset.of(_weighed(kept, uow.now), _texts(catalogue), now=uow.now, profiles=known)


def nobodys_data(uow: UnitOfWork, catalogue: Sequence[Course]) -> Dataset:
    """Return the courses alone."""
    return Dataset.of((), _texts(catalogue), now=uow.now)


def consenting(uow: UnitOfWork, ids: Sequence[int]) -> set[int]:
    """Return those who let their data serve suggestions.

    A part is asked at a time: SQLite takes at most 32,766 values in one question.
    """
    parts = (ids[start : start + ASKED_AT_ONCE] for start in range(0, len(ids), ASKED_AT_ONCE))
    return {member for part in parts for member in members.consenting(uow, part, Purpose.RECOMMEND)}


def _weighed(done: Sequence[Done], now: datetime) -> Iterator[Interaction]:
    """Yield one interaction for each pair: what speaks loudest, dated when the course was taken.

    A course that was only looked at or liked is dated by the latest of it.
    """
    pairs: dict[tuple[int, int], list[int]] = {}
    for place, row in enumerate(done):
        pairs.setdefault((row.member_id, row.course_id), []).append(place)
    said = _said(done, pairs.values(), now)
    for (member_id, course_id), places in pairs.items():
        rows = [done[place] for place in places]
        weight = max(float(said[place]) for place in places)
        if weight > 0:
            yield Interaction(member_id, course_id, weight, _at(rows), _stars(rows))


def _said(
    done: Sequence[Done], pairs: Iterable[Sequence[int]], now: datetime
) -> NDArray[np.float32]:
    of_pair = np.zeros(len(done), dtype=np.int64)
    for number, places in enumerate(pairs):
        of_pair[places] = number
    return signals.weights(
        np.array([_KINDS.index(row.kind) for row in done], dtype=np.uint8),
        np.array([row.value for row in done], dtype=np.float32),
        of_pair,
        np.array(
            [(now - row.at).total_seconds() / SECONDS_A_DAY for row in done], dtype=np.float32
        ),
        coding=_KINDS,
    )


def _at(rows: Sequence[Done]) -> datetime:
    taken = [row.at for row in rows if row.kind in _TAKING]
    return min(taken) if taken else max(row.at for row in rows)


def _stars(rows: Sequence[Done]) -> float:
    return float(next((row.value for row in rows if row.kind is Kind.RATE), 0))


def _texts(catalogue: Sequence[Course]) -> list[CourseText]:
    return [
        CourseText(
            course.id,
            course.title,
            tags_for(course.tags, course.title, course.description),
            course.description,
            course.added_at,
            course.author,
            _LEVELS.index(course.level),
            int(course.tier),
        )
        for course in catalogue
    ]
