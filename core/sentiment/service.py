"""What can be done with the mood: note it, look back over it, and in time forget whose it was."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core import communities, members
from core.members import Purpose
from core.sentiment import repository
from core.sentiment.models import MoodRow, MoodTopicRow
from core.sentiment.mood import CONFIDENT, FEWEST_NAMING, Heard
from core.sentiment.series import Grain, Span, Trend, trend_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from core.communities import Community
    from core.uow import UnitOfWork

KEPT_DAYS = 90
TOPICS_NAMED = 3

Key = tuple[int, int, "date", int, int | str]
Sums = dict[Key, dict[str, Any]]


def note(
    uow: UnitOfWork, heard: Sequence[Heard], known: Mapping[int, Community] | None = None
) -> None:
    """Count messages heard in groups: one statement for all of them, and one for their topics.

    Members who do not want their mood counted are left out, and so are messages of days whose
    members were forgotten. A message belongs to the local hour of its community, which is looked
    up when it is not among those ``known`` to the caller.
    """
    counted = members.consenting(uow, {one.member_id for one in heard}, Purpose.MOOD)
    agreed = [one for one in heard if one.member_id in counted]
    homes = dict(known or {})
    for community_id in {one.community_id for one in agreed} - homes.keys():
        homes[community_id] = communities.get(uow, community_id)
    zones = {community_id: home.zoneinfo for community_id, home in homes.items()}
    kept = timedelta(days=KEPT_DAYS)
    oldest = {number: uow.now.astimezone(zone).date() - kept for number, zone in zones.items()}
    hours: Sums = {}
    topics: Sums = {}
    for one in agreed:
        local = one.at.astimezone(zones[one.community_id])
        if local.date() >= oldest[one.community_id]:
            _count(hours, one, local)
            _count_topics(topics, one, local.date())
    repository.add(uow, MoodRow, list(hours.values()))
    repository.add(uow, MoodTopicRow, list(topics.values()))


def trend(
    uow: UnitOfWork,
    community: Community,
    span: Span,
    *,
    until: datetime | None = None,
    chat_id: int | None = None,
) -> Trend:
    """Return the mood of a span and its points, until a moment (now, when none is given).

    It is that of one chat, or of all of a community's chats; members who object are left out
    even where they were counted before. Topics are kept by day, so hours have none.
    """
    local = (until or uow.now).astimezone(community.zoneinfo).replace(tzinfo=None)
    starts = span.starts(local)
    since = (starts[0] - span.grain.length * span.number).date()
    hourly = span.grain is Grain.HOUR
    found = repository.member_hours(uow, community.id, chat_id, since, local.date(), hourly=hourly)
    counted = members.consenting(uow, {one.member_id for one in found}, Purpose.MOOD)
    named = () if hourly else topics_in(uow, community, starts[0].date(), local.date(), chat_id)
    return trend_of((one for one in found if one.member_id in counted), span, local, named)


def topics_in(
    uow: UnitOfWork, community: Community, since: date, until: date, chat_id: int | None = None
) -> list[str]:
    """Return the topics that most members were negative about, at least three, most first."""
    found = repository.complaints(uow, community.id, chat_id, since, until)
    counted = members.consenting(uow, {member_id for _topic, member_id in found}, Purpose.MOOD)
    numbers = Counter(sorted(topic for topic, member_id in found if member_id in counted))
    best = numbers.most_common(TOPICS_NAMED)
    return [topic for topic, number in best if number >= FEWEST_NAMING]


def aggregate(uow: UnitOfWork, community: Community, until: date) -> None:
    """Count chats' days up to ``until``, and forget what is counted of members after ninety.

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
    repository.delete_until(uow, community.id, until - timedelta(days=KEPT_DAYS))


def _count(sums: Sums, one: Heard, local: datetime) -> None:
    key = (one.community_id, one.chat_id, local.date(), one.member_id, local.hour)
    row = sums.get(key)
    if row is None:
        row = sums[key] = {
            "community_id": one.community_id,
            "chat_id": one.chat_id,
            "day": local.date(),
            "hour": local.hour,
            "member_id": one.member_id,
            "messages": 0,
            "confident": 0,
            "score_sum": 0.0,
            "positives": 0,
            "negatives": 0,
        }
    row["messages"] += 1
    if one.sentiment.confidence >= CONFIDENT:
        row["confident"] += 1
        row["score_sum"] += one.sentiment.score
        row["positives"] += one.sentiment.label == "positive"
        row["negatives"] += one.sentiment.label == "negative"


def _count_topics(sums: Sums, one: Heard, day: date) -> None:
    if one.sentiment.confidence < CONFIDENT or one.sentiment.label == "neutral":
        return
    for topic in set(one.topics):
        key = (one.community_id, one.chat_id, day, one.member_id, topic)
        row = sums.get(key)
        if row is None:
            row = sums[key] = {
                "community_id": one.community_id,
                "chat_id": one.chat_id,
                "day": day,
                "member_id": one.member_id,
                "topic": topic,
                "positives": 0,
                "negatives": 0,
            }
        row["positives"] += one.sentiment.label == "positive"
        row["negatives"] += one.sentiment.label == "negative"
