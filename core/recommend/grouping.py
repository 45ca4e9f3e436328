"""Groups: what members would like together, without telling what any one of them likes."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from core import communities, courses, members, membership
from core.courses import Kind
from core.recommend import gathering, repository
from core.recommend.circumstances import REMEMBERED, TAKEN
from core.recommend.dataset import NOBODY
from core.recommend.grounds import Grounds
from core.recommend.mixture import mixed
from core.recommend.requirements import unmet
from core.recommend.rules import LOCKED_OF
from core.recommend.serving import blend_for, narrowed, scores_of
from core.recommend.suggestion import EVERYONE, Suggestion, group_channel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from core.courses import Course
    from core.courses import Interaction as Done
    from core.members import Member
    from core.recommend.dataset import BoolArray, FloatArray
    from core.recommend.suggestion import Recipe
    from core.uow import UnitOfWork

FEWEST = 5
"""With fewer voices a group is told what the community studies or has new."""
VOICES = 2000
"""In a larger group so many members, drawn anew every day, speak for all."""
UNREADY = 0.5
"""What is left of a member's vote for a course whose requirements they have not met."""
RESTS = timedelta(days=27)
"""The courses of a weekly letter do not come again in the three that follow."""
AGAIN = 0.5
"""What is left of a course for each time that it was shown within `REMEMBERED`."""
MOST = 10
"""A tier is the group's when at most one in so many of those present has a lower one."""
OUT = TAKEN | {Kind.DISMISS}


@dataclass(frozen=True, slots=True)
class _Group:
    """Who is in a chat, the tiers they have, and when the chat was shown which course."""

    present: Sequence[Member]
    tiers: Mapping[int, int]
    shown: Sequence[tuple[int, datetime]]

    @property
    def tier(self) -> int:
        """Return the tier that nearly all have."""
        held = sorted(self.tiers.get(member.id, 0) for member in self.present)
        return held[len(held) // MOST] if held else 0


def suggest_for_group(
    uow: UnitOfWork,
    community_id: int,
    chat_id: int,
    count: int = 3,
    *,
    recipe: Recipe = EVERYONE,
) -> list[Suggestion]:
    """Return courses for one of a community's chats; nothing is noted yet.

    They serve the mixture of the chat's members who consented, each with one vote. With too few
    of them it is what the community studies or has new. Courses that ask for more than the tier of
    nearly all are marked, and at most one in five.
    """
    group = _group(uow, community_id, chat_id)
    ordered = sorted(courses.every(uow, community_id), key=lambda course: course.id)
    voices = _voices(uow, group.present)
    ids = [member.id for member in voices]
    done = courses.interactions_of(uow, ids)
    receivers = [(member, group.tiers.get(member.id, 0)) for member in voices]
    data = gathering.members_data(uow, receivers, done, ordered)
    blend = blend_for(uow, community_id, data, ordered)
    known = data.index_of(ids)
    heard = known[known != NOBODY]
    if len(heard) < FEWEST:
        heard = heard[:0]
    votes = scores_of(blend, heard if len(heard) else np.array([NOBODY]), recipe)
    _withhold(votes, data.member_ids[heard].tolist(), done, ordered)
    tier = group.tier
    scarce = np.array([course.tier > tier for course in ordered], dtype=np.bool_)
    allowed, most = _allowed(group, ordered, scarce, uow.now, count)
    picks = mixed(votes, allowed, count, scarce=scarce, most=most)
    grounds = Grounds(narrowed(blend, recipe.models), heard, len(group.present))
    reasons = grounds.of(picks) if picks else []
    return [
        Suggestion(ordered[pick], reason, locked=bool(scarce[pick]))
        for pick, reason in zip(picks, reasons, strict=True)
    ]


def _group(uow: UnitOfWork, community_id: int, chat_id: int) -> _Group:
    """Read who is in a chat; the channels of one space are one group."""
    places = communities.places_in(uow, community_id)
    spaces = {(one.platform, one.space) for one in places if one.chat_id == chat_id and one.space}
    chats = {chat_id} | {one.chat_id for one in places if (one.platform, one.space) in spaces}
    channel, since = group_channel(chat_id), uow.now - REMEMBERED
    return _Group(
        members.present(uow, community_id, chats),
        membership.tiers(uow, community_id),
        [(one, at) for one, at in repository.shown_in_channel(uow, community_id, channel, since)],
    )


def _voices(uow: UnitOfWork, present: Sequence[Member]) -> list[Member]:
    """Return those present who consented, in a large group some drawn for the day."""
    agreed = gathering.consenting(uow, [member.id for member in present])
    drawn = sorted(agreed, key=lambda member_id: _lot(member_id, uow.now.date()))
    voices = set(drawn[:VOICES])
    return [member for member in present if member.id in voices]


def _lot(member_id: int, day: date) -> bytes:
    return hashlib.sha256(f"{day}:{member_id}".encode()).digest()


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
    group: _Group, ordered: Sequence[Course], scarce: BoolArray, now: datetime, count: int
) -> tuple[FloatArray, int]:
    """Return what each course keeps of its worth, 0 if it may not come, and how many scarce may.

    One in five of the courses of these weeks, this letter's included, may be scarce; where all
    courses are, one of every letter.
    """
    times = Counter(course_id for course_id, _ in group.shown)
    lately = {course_id for course_id, at in group.shown if at > now - RESTS}
    published = np.array([course.published for course in ordered], dtype=np.bool_)
    resting = np.array([course.id in lately for course in ordered], dtype=np.bool_)
    left = np.array([AGAIN ** times[course.id] for course in ordered], dtype=np.float32)
    most = (len(lately) + count) // LOCKED_OF - int((resting & scarce).sum())
    return left * (published & ~resting), most if (published & ~scarce).any() else 1
