"""What can be done with the mood: note it, look back over it, and in time forget whose it was."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core import communities, members
from core.members import Purpose
from core.refusal import Refusal
from core.sentiment import repository
from core.sentiment.mood import CONFIDENT, Heard, Mood, mood_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from core.communities import Community
    from core.uow import UnitOfWork

LONGEST_DAYS = 90

Key = tuple[int, int, "date", int]


def note(uow: UnitOfWork, heard: Sequence[Heard]) -> None:
    """Count messages heard in groups, in one statement for all of them.

    Members who do not want their mood counted are left out, and so are messages of days whose
    members were forgotten. A message belongs to the local day of its community.
    """
    counted = members.consenting(uow, {one.member_id for one in heard}, Purpose.MOOD)
    zones = {
        community_id: communities.get(uow, community_id).zoneinfo
        for community_id in {one.community_id for one in heard if one.member_id in counted}
    }
    kept = timedelta(days=LONGEST_DAYS)
    oldest = {number: uow.now.astimezone(zone).date() - kept for number, zone in zones.items()}
    sums: dict[Key, dict[str, Any]] = {}
    for one in heard:
        if one.member_id in counted:
            day = one.at.astimezone(zones[one.community_id]).date()
            if day >= oldest[one.community_id]:
                _count(sums, (one.community_id, one.chat_id, day, one.member_id), one)
    repository.add(uow, list(sums.values()))


def mood(
    uow: UnitOfWork,
    community: Community,
    *,
    days: int = 7,
    ago: int = 0,
    chat_id: int | None = None,
) -> Mood:
    """Return the mood of the last ``days`` local days, or of as many ending ``ago`` days earlier.

    It is that of one chat, or of all of a community's chats; members who object are left out
    even where they were counted before. At most ninety days at once.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise Refusal("天数请填 1 到 {limit} 之间的整数。", limit=LONGEST_DAYS)
    until = uow.now.astimezone(community.zoneinfo).date() - timedelta(days=ago)
    since = until - timedelta(days=days - 1)
    found = repository.member_days(uow, community.id, chat_id, since, until)
    counted = members.consenting(uow, {day.member_id for day in found}, Purpose.MOOD)
    return mood_of([day for day in found if day.member_id in counted], since, until)


def aggregate(uow: UnitOfWork, community: Community, until: date) -> None:
    """Count chats' days up to ``until``, and forget members' days ninety or more days before it.

    ``until`` is the last finished local day. A day is counted anew as long as members' days of
    it are kept, so that late messages, objections and erasures still change it; doing it once
    more is harmless.
    """
    since = repository.oldest_day(uow, community.id)
    if since is None or since > until:
        return
    heard = repository.members_between(uow, community.id, since, until)
    objecting = heard - members.consenting(uow, heard, Purpose.MOOD)
    repository.replace_aggregates(uow, community.id, since, until, objecting)
    repository.delete_until(uow, community.id, until - timedelta(days=LONGEST_DAYS))


def _count(sums: dict[Key, dict[str, Any]], key: Key, one: Heard) -> None:
    community_id, chat_id, day, member_id = key
    row = sums.setdefault(
        key,
        {
            "community_id": community_id,
            "chat_id": chat_id,
            "day": day,
            "member_id": member_id,
            "messages": 0,
            "confident": 0,
            "score_sum": 0.0,
            "positives": 0,
            "negatives": 0,
        },
    )
    row["messages"] += 1
    if one.sentiment.confidence >= CONFIDENT:
        row["confident"] += 1
        row["score_sum"] += one.sentiment.score
        row["positives"] += one.sentiment.label == "positive"
        row["negatives"] += one.sentiment.label == "negative"
