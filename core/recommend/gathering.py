"""Gathering: the rows of courses and members become the models' data, with consent asked first."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from core import courses, members
from core.courses import Kind
from core.members import Purpose
from core.recommend.dataset import COMPLETED, STUDIED, CourseText, Dataset, Interaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from core.courses import Course
    from core.courses import Interaction as Done
    from core.members import Member
    from core.uow import UnitOfWork

WEIGHTS = {Kind.VIEW: 0.2, Kind.LIKE: 0.5, Kind.ENROL: STUDIED, Kind.COMPLETE: COMPLETED}
GOOD, BAD = 4, 2
PRAISED, SPURNED = 1.2, 0.2
ASKED_AT_ONCE = 10_000


def community_data(uow: UnitOfWork, community_id: int, catalogue: Sequence[Course]) -> Dataset:
    """Return a whole community's data, without the rows of members who did not consent."""
    done = courses.interactions(uow, community_id)
    present = {member.id: member for member in members.present(uow, community_id)}
    known = {interaction.member_id for interaction in done} | present.keys()
    consenting = _consenting(uow, sorted(known))
    interests = {
        member.id: member.interests
        for member in present.values()
        if member.id in consenting and member.interests
    }
    kept = (interaction for interaction in done if interaction.member_id in consenting)
    return Dataset.of(_weighed(kept), _texts(catalogue), now=uow.now, interests=interests)


def members_data(
    uow: UnitOfWork, some: Sequence[Member], done: Sequence[Done], catalogue: Sequence[Course]
) -> Dataset:
    """Return the data of some members with what they did; who did not consent is not in it."""
    consenting = members.consenting(uow, [member.id for member in some], Purpose.RECOMMEND)
    interests = {member.id: member.interests for member in some if member.id in consenting}
    kept = (interaction for interaction in done if interaction.member_id in consenting)
    return Dataset.of(_weighed(kept), _texts(catalogue), now=uow.now, interests=interests)


def nobodys_data(uow: UnitOfWork, catalogue: Sequence[Course]) -> Dataset:
    """Return the courses alone."""
    return Dataset.of((), _texts(catalogue), now=uow.now)


def _consenting(uow: UnitOfWork, ids: Sequence[int]) -> set[int]:
    """Ask a part at a time: SQLite takes at most 32,766 values in one question."""
    parts = (ids[start : start + ASKED_AT_ONCE] for start in range(0, len(ids), ASKED_AT_ONCE))
    return {member for part in parts for member in members.consenting(uow, part, Purpose.RECOMMEND)}


def _weighed(done: Iterable[Done]) -> Iterator[Interaction]:
    pairs: dict[tuple[int, int], list[Done]] = defaultdict(list)
    for interaction in done:
        pairs[interaction.member_id, interaction.course_id].append(interaction)
    for pair, rows in pairs.items():
        factor = _factor(rows)
        for row in rows:
            if row.kind in WEIGHTS:
                yield Interaction(*pair, WEIGHTS[row.kind] * factor, row.at)


def _factor(rows: Sequence[Done]) -> float:
    if any(row.kind is Kind.DISMISS for row in rows):
        return SPURNED
    stars = next((row.value for row in rows if row.kind is Kind.RATE), None)
    if stars is None or BAD < stars < GOOD:
        return 1.0
    return PRAISED if stars >= GOOD else SPURNED


def _texts(catalogue: Sequence[Course]) -> list[CourseText]:
    return [
        CourseText(course.id, course.title, course.tags, course.description, course.added_at)
        for course in catalogue
    ]
