"""Profiles: what members chose, ask and answer about, as the catalogue's own tags."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from core import questions
from core.questions.question import ERASED_TEXT
from core.recommend.dataset import Profile
from core.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from core.courses import Course
    from core.members import Member
    from core.uow import UnitOfWork

LOOKED_BACK = timedelta(days=365)
TAGS_AT_MOST = 5
LEVEL_POINTS = (50, 200, 1000)
"""The points from which a member is of level 1, 2 and 3."""


def profiles(  # noqa: PLR0913 - whose profiles, and the four sides of them
    uow: UnitOfWork,
    community_id: int,
    some: Sequence[Member],
    catalogue: Sequence[Course],
    *,
    balances: Mapping[int, int],
    tiers: Mapping[int, int],
    everybody: bool = False,
) -> dict[int, Profile]:
    """Return the profiles of some members of a community by member id, empty ones left out.

    ``everybody`` reads the whole community's questions at once instead of asking for members.
    """
    ids = {member.id for member in some}
    wanted = None if everybody else ids
    since = uow.now - LOOKED_BACK
    tags = frozenset(tag for course in catalogue for tag in course.tags)
    asked = _topics(questions.texts_asked(uow, community_id, since, wanted), ids, tags)
    answered = _topics(questions.texts_answered(uow, community_id, since, wanted), ids, tags)
    made = {
        member.id: Profile(
            interests=member.interests,
            asked=asked.get(member.id, ()),
            answered=answered.get(member.id, ()),
            level=level(balances.get(member.id, 0)),
            tier=tiers.get(member.id, 0),
        )
        for member in some
    }
    return {member_id: profile for member_id, profile in made.items() if profile != Profile()}


def level(points: int) -> int:
    """Return the level, from 0 to 3, of a member with so many points."""
    return sum(points >= least for least in LEVEL_POINTS)


def tags_in(text: str, tags: AbstractSet[str]) -> list[str]:
    """Return the tags that a text names, Latin ones as whole words, each once."""
    known, names = _finder(frozenset(tags))
    return list(dict.fromkeys(names[found] for found in known.findall(normalise(text))))


def _topics(
    texts: Iterable[tuple[int, str]], ids: Collection[int], tags: AbstractSet[str]
) -> dict[int, tuple[str, ...]]:
    """Return the tags that each member's texts name most often."""
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    for member_id, text in texts:
        if member_id in ids and text != ERASED_TEXT:
            counted[member_id].update(tags_in(text, tags))
    return {
        member_id: tuple(tag for tag, _ in counts.most_common(TAGS_AT_MOST))
        for member_id, counts in counted.items()
        if counts
    }


@lru_cache(maxsize=16)
def _finder(tags: frozenset[str]) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern that finds normalised tags, the longest first, and the tag of each."""
    names = {normalise(tag): tag for tag in sorted(tags, reverse=True)}
    words = sorted((name for name in names if name), key=lambda name: (-len(name), name))
    found = "|".join(_bounded(word) for word in words)
    return re.compile(found or r"(?!)"), names


def _bounded(word: str) -> str:
    before = r"(?<![a-z0-9])" if word[0].isascii() else ""
    after = r"(?![a-z0-9])" if word[-1].isascii() else ""
    return before + re.escape(word) + after
