"""Gathering: the rows of courses and members become the models' data, with consent asked first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core import courses, members, membership, points
from core.courses import Level
from core.members import Purpose
from core.recommend.dataset import SECONDS_A_DAY, CourseText, Dataset, Interaction
from core.recommend.profiles import profiles
from core.recommend.signals import KINDS, SIGNALS, Deeds, stands
from core.recommend.tagging import tags_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from core.courses import Course
    from core.courses import Interaction as Done
    from core.members import Member
    from core.uow import UnitOfWork

_LEVELS = tuple(Level)


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
            balances=points.balances(uow, some[0].community_id, agreed),
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


def consenting(uow: UnitOfWork, ids: Collection[int]) -> set[int]:
    """Return those who let their data serve suggestions."""
    return members.consenting(uow, ids, Purpose.RECOMMEND)


def _weighed(done: Sequence[Done], now: datetime) -> Iterator[Interaction]:
    """Yield one interaction for each pair that anything speaks for."""
    rows = sorted(done, key=lambda row: row.at)
    numbers: dict[tuple[int, int], int] = {}
    pairs = [numbers.setdefault((row.member_id, row.course_id), len(numbers)) for row in rows]
    deeds = Deeds(
        np.array([KINDS.index(row.kind) for row in rows], dtype=np.uint8),
        np.array([row.value for row in rows], dtype=np.float32),
        np.array(pairs, dtype=np.int64),
        np.array([(now - row.at).total_seconds() / SECONDS_A_DAY for row in rows]),
    )
    found = stands(deeds, SIGNALS)
    columns = (found.places.tolist(), found.weights.tolist(), found.stars.tolist())
    for place, weight, stars in zip(*columns, strict=True):
        if weight > 0:
            row = rows[place]
            yield Interaction(row.member_id, row.course_id, weight, row.at, stars)


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
