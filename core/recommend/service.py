"""What can be done with suggestions: train on a community, suggest to a member or to a group."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import structlog

from core import courses
from core.courses import Kind
from core.recommend import gathering, repository
from core.recommend.dataset import NOBODY
from core.recommend.pipeline import Blend, Rules
from core.recommend.state import Damaged, pack, unpack
from core.recommend.suggestion import COMMAND, Suggestion, Training, group_channel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.courses import Course
    from core.members import Member
    from core.recommend.dataset import Dataset
    from core.recommend.model import State
    from core.uow import UnitOfWork

FATIGUE = timedelta(days=7)
KEPT = timedelta(days=180)

log = structlog.get_logger(__name__)


def gather(uow: UnitOfWork, community_id: int) -> Dataset:
    """Return what a community's models may learn from: the rows of members who consented."""
    return gathering.community_data(uow, community_id, courses.every(uow, community_id))


def fit(dataset: Dataset) -> Blend:
    """Fit every model; takes seconds on large data, so do it outside a transaction."""
    return Blend().fit(dataset)


def keep(uow: UnitOfWork, community_id: int, blend: Blend) -> Training:
    """Store fitted models, and forget suggestions that are older than half a year."""
    repository.set_model(uow, community_id, *pack(blend.state()))
    repository.delete_shown_before(uow, community_id, uow.now - KEPT)
    data = blend.dataset_
    return Training(len(data.member_ids), len(data.course_ids), len(data.weights))


def train(uow: UnitOfWork, community_id: int) -> Training:
    """Gather, fit and keep in one transaction."""
    return keep(uow, community_id, fit(gather(uow, community_id)))


def suggest(
    uow: UnitOfWork, member: Member, count: int = 3, *, tier: int, channel: str = COMMAND
) -> list[Suggestion]:
    """Suggest up to ``count`` courses to a member of a tier, and note that they were shown."""
    (chosen,) = suggest_each(uow, member.community_id, [(member, tier)], count)
    note_shown(uow, member.community_id, chosen, channel, member.id)
    return chosen


def suggest_each(
    uow: UnitOfWork, community_id: int, receivers: Sequence[tuple[Member, int]], count: int = 3
) -> list[list[Suggestion]]:
    """Return suggestions for each of some members with their tiers; nothing is noted yet.

    A member who did not consent is suggested what is popular or new; what they took or dismissed
    is left out all the same. No course that was shown comes again within seven days.
    """
    catalogue = courses.every(uow, community_id)
    ids = [member.id for member, _ in receivers]
    done = courses.interactions_of(uow, ids)
    tired = repository.shown_to_members(uow, ids, uow.now - FATIGUE)
    data = gathering.members_data(uow, [member for member, _ in receivers], done, catalogue)
    blend = _blend(uow, community_id, data, catalogue)
    suggested = []
    for (member, tier), index in zip(receivers, blend.dataset_.index_of(ids), strict=True):
        own = [row for row in done if row.member_id == member.id]
        rules = Rules(
            taken={row.course_id for row in own if row.kind is Kind.ENROL},
            dismissed={row.course_id for row in own if row.kind is Kind.DISMISS},
            unpublished=_unpublished(catalogue),
            tired={course_id for member_id, course_id in tired if member_id == member.id},
            locked={course.id for course in catalogue if course.tier > tier},
        )
        suggested.append(_chosen(blend, int(index), rules, catalogue, count))
    return suggested


def suggest_for_group(
    uow: UnitOfWork, community_id: int, chat_id: int, count: int = 3
) -> list[Suggestion]:
    """Return what the community studies or has new, for one of its chats; nothing is noted yet."""
    catalogue = courses.every(uow, community_id)
    since = uow.now - FATIGUE
    rules = Rules(
        unpublished=_unpublished(catalogue),
        tired=repository.shown_in_channel(uow, community_id, group_channel(chat_id), since),
    )
    blend = _blend(uow, community_id, gathering.nobodys_data(uow, catalogue), catalogue)
    return _chosen(blend, NOBODY, rules, catalogue, count)


def note_shown(
    uow: UnitOfWork,
    community_id: int,
    suggestions: Sequence[Suggestion],
    channel: str,
    member_id: int | None = None,
) -> None:
    """Note what was suggested to a member, or without one to a group."""
    rows = [
        {
            "community_id": community_id,
            "member_id": member_id,
            "course_id": suggestion.course.id,
            "at": uow.now,
            "channel": channel,
            "reason": suggestion.reason.kind.value,
        }
        for suggestion in suggestions
    ]
    repository.add_shown(uow, rows)


def _blend(uow: UnitOfWork, community_id: int, data: Dataset, catalogue: Sequence[Course]) -> Blend:
    """Return the stored models for the data given, or else what can be fitted at once."""
    stored = repository.model(uow, community_id)
    if stored is not None:
        try:
            return Blend().restore(_state(*stored), data)
        except Damaged:
            log.exception("stored_recommender_damaged", community=community_id)
    return Blend.instant().fit(gathering.community_data(uow, community_id, catalogue))


@lru_cache(maxsize=8)
def _state(content: bytes, sha256: str) -> State:
    """Return the arrays of a stored model; kept, because it changes only once a night."""
    return unpack(content, sha256)


def _chosen(
    blend: Blend, member: int, rules: Rules, catalogue: Sequence[Course], count: int
) -> list[Suggestion]:
    by_id = {course.id: course for course in catalogue}
    course_ids = blend.dataset_.course_ids
    scores = blend.score(np.array([member], dtype=np.int64))[0]
    choices = rules.choose(course_ids, scores, count)
    reasons = blend.reasons(member, [choice.course for choice in choices])
    return [
        Suggestion(by_id[int(course_ids[choice.course])], reason, choice.locked)
        for choice, reason in zip(choices, reasons, strict=True)
    ]


def _unpublished(catalogue: Sequence[Course]) -> set[int]:
    return {course.id for course in catalogue if not course.published}
