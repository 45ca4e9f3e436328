"""Raids: while one is on nobody new is let in; it begins by hand or by itself, and always ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import communities
from core.refusal import Refusal
from core.screening import cards, letters, repository
from core.screening.entry import State, Step
from core.screening.journal import moved, record, settle

if TYPE_CHECKING:
    from datetime import datetime

    from core.communities import Community, Place
    from core.members import Member
    from core.screening.entry import Entry, Raid
    from core.uow import UnitOfWork

WINDOW = timedelta(minutes=1)
LONGEST_MINUTES = 1440


def raid_now(uow: UnitOfWork, community_id: int) -> Raid | None:
    """Return the raid that is on, None when none is."""
    raid = repository.raid(uow, community_id)
    return raid if raid is not None and raid.ends_at > uow.now else None


def begin_raid(
    uow: UnitOfWork,
    community: Community,
    minutes: int | None = None,
    *,
    by: Member | None = None,
    joins: int = 0,
) -> Raid:
    """Let nobody new in for a while, nor whoever was let in within the last minute.

    The moderators are told once. A raid that is on already ends so much later than now instead.
    """
    settle(uow, community.id)
    span = minutes if minutes is not None else repository.rules(uow, community.id).raid_minutes
    if not 1 <= span <= LONGEST_MINUTES:
        raise Refusal("防突袭模式的时长请填 1 到 {limit} 分钟。", limit=LONGEST_MINUTES)
    ends_at = uow.now + timedelta(minutes=span)
    on = raid_now(uow, community.id)
    if on is not None:
        record(uow, community.id, Step.RAID_MOVED, by=by, detail=str(span))
        return _end_at(uow, on, ends_at)
    raid = repository.add_raid(uow, community.id, ends_at)
    record(uow, community.id, Step.RAID_ON, by=by, detail=str(joins or ""))
    for entry in repository.entries_since(uow, community.id, uow.now - WINDOW):
        if entry.state is State.IN:
            hold(uow, entry, raid)
    letters.tell_staff(
        uow,
        community,
        f"screening-raid:{raid.id}",
        lambda zone: cards.raid_began(raid, zone, joins=joins, by=by.name if by else ""),
    )
    return raid


def end_raid(uow: UnitOfWork, community: Community, by: Member) -> None:
    """End the raid that is on: whoever waits for that is let in, or asked."""
    settle(uow, community.id)
    raid = raid_now(uow, community.id)
    if raid is None:
        raise Refusal("现在没有开启防突袭模式。")
    _end_at(uow, raid, uow.now)
    repository.change_raid(uow, raid.id, {"ended_at": uow.now})
    record(uow, community.id, Step.RAID_OFF, by=by)
    settle(uow, community.id)


def hold(uow: UnitOfWork, entry: Entry, raid: Raid) -> None:
    """Keep somebody who came from speaking until a raid ends."""
    moved(uow, entry, State.HELD, ends_at=raid.ends_at)
    place, community = place_of(uow, entry), communities.get(uow, entry.community_id)
    letters.do(uow, place, entry, letters.MUTE)
    letters.tell(
        uow, place, entry, lambda: cards.held(community.name, raid.ends_at, community.zone)
    )
    release(uow, entry, raid.ends_at)


def release(uow: UnitOfWork, entry: Entry, at: datetime) -> None:
    """Have somebody who is held let in at a moment, or asked where there is a task."""
    rules, place = repository.rules(uow, entry.community_id), place_of(uow, entry)
    if rules.captcha:
        letters.ask(uow, place, entry, rules, at)
    if not rules.captcha or letters.needs_voice(place):
        letters.do(uow, place, entry, letters.UNMUTE, at)


def place_of(uow: UnitOfWork, entry: Entry) -> Place:
    """Return the chat that somebody came into."""
    places = communities.places_in(uow, entry.community_id)
    return next(place for place in places if place.chat_id == entry.chat_id)


def _end_at(uow: UnitOfWork, raid: Raid, ends_at: datetime) -> Raid:
    repository.change_raid(uow, raid.id, {"ends_at": ends_at})
    for entry in repository.open_entries(uow, raid.community_id):
        if entry.state is State.HELD:
            repository.change_entry(uow, entry, {"ends_at": ends_at})
            letters.forget_later(uow, entry)
            release(uow, entry, ends_at)
    return repository.raid(uow, raid.community_id) or raid
