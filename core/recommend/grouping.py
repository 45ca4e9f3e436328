"""Groups: what members would like together, without telling what any one of them likes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from core import courses, members
from core.courses import Kind
from core.recommend import gathering, repository
from core.recommend.circumstances import FATIGUE, TAKEN
from core.recommend.dataset import NOBODY
from core.recommend.explain import Reason, ReasonKind
from core.recommend.mixture import Pick, mixed
from core.recommend.requirements import unmet
from core.recommend.serving import blend_for, scores_of
from core.recommend.suggestion import EVERYONE, Suggestion, group_channel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from core.courses import Course
    from core.courses import Interaction as Done
    from core.members import Member
    from core.recommend.blend import Blend
    from core.recommend.dataset import FloatArray
    from core.recommend.suggestion import Recipe
    from core.uow import UnitOfWork

FEWEST = 5
"""With fewer voices, or for fewer who would like a course, nothing is said of members' tastes."""
VOICES = 2000
"""In a larger group so many members, drawn anew every day, speak for all."""
UNREADY = 0.5
"""What is left of a member's vote for a course whose requirements they have not met."""
OUT = TAKEN | {Kind.DISMISS}


def suggest_for_group(
    uow: UnitOfWork,
    community_id: int,
    chat_id: int,
    count: int = 3,
    *,
    recipe: Recipe = EVERYONE,
) -> list[Suggestion]:
    """Return courses for one of a community's chats; nothing is noted yet.

    They serve the mixture of all present members who consented, each with one vote. With too few
    of them it is what the community studies or has new.
    """
    catalogue = courses.every(uow, community_id)
    voices = _voices(uow, community_id)
    ids = [member.id for member in voices]
    done = courses.interactions_of(uow, ids)
    data = gathering.members_data(uow, [(member, 0) for member in voices], done, catalogue)
    blend = blend_for(uow, community_id, data, catalogue)
    known = blend.dataset_.index_of(ids)
    heard = known[known != NOBODY]
    several = len(heard) >= FEWEST
    speaking = heard if several else np.array([NOBODY], dtype=np.int64)
    votes = scores_of(blend, speaking, recipe)
    ordered = sorted(catalogue, key=lambda course: course.id)
    if several:
        _withhold(votes, data.member_ids[heard].tolist(), done, ordered)
    picks = mixed(votes, _allowed(uow, community_id, chat_id, ordered), count)
    return [
        Suggestion(ordered[pick.course], _reason(pick, blend, told=several), locked=False)
        for pick in picks
    ]


def _voices(uow: UnitOfWork, community_id: int) -> list[Member]:
    """Return present members who consented, in a large community some drawn for the day."""
    present = {member.id: member for member in members.present(uow, community_id)}
    agreed = gathering.consenting(uow, sorted(present))
    drawn = sorted(agreed, key=lambda member_id: _lot(member_id, uow.now.date()))
    return [present[member_id] for member_id in sorted(drawn[:VOICES])]


def _lot(member_id: int, day: date) -> bytes:
    return hashlib.sha256(f"{day}:{member_id}".encode()).digest()


def _reason(pick: Pick, blend: Blend, *, told: bool) -> Reason:
    """Say how many would like a course when they are enough to hide one another."""
    if told and pick.admirers >= FEWEST:
        return Reason(ReasonKind.GROUP, (str(pick.admirers),))
    (own,) = blend.reasons(NOBODY, [pick.course])
    return Reason(ReasonKind.QUIET) if own.kind is ReasonKind.UNTAKEN else own


def _withhold(
    votes: FloatArray, ids: Sequence[int], done: Sequence[Done], ordered: Sequence[Course]
) -> None:
    """Take back members' votes for courses that they have, dismissed or are not ready for."""
    places = {course.id: place for place, course in enumerate(ordered)}
    rows = {member_id: row for row, member_id in enumerate(ids)}
    taken: dict[int, set[int]] = {member_id: set() for member_id in ids}
    for one in done:
        if one.member_id in rows and one.kind in TAKEN:
            taken[one.member_id].add(one.course_id)
    for member_id, row in rows.items():
        unready = unmet(ordered, taken[member_id])
        votes[row, [places[course_id] for course_id in unready]] *= UNREADY
    for one in done:
        if one.member_id in rows and one.kind in OUT and one.course_id in places:
            votes[rows[one.member_id], places[one.course_id]] = 0.0


def _allowed(
    uow: UnitOfWork, community_id: int, chat_id: int, ordered: Sequence[Course]
) -> FloatArray:
    """Return 1 for courses that may be suggested to a chat now, 0 for the others."""
    channel, since = group_channel(chat_id), uow.now - FATIGUE
    tired = repository.shown_in_channel(uow, community_id, channel, since)
    may = [course.published and course.id not in tired for course in ordered]
    return np.array(may, dtype=np.float32)
