"""The gate: what is done when somebody comes, asks to, answers the task, or leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core.refusal import Refusal
from core.screening import cards, letters, repository
from core.screening.entry import TRIES, State, Step
from core.screening.journal import moved, record, settle
from core.screening.raids import WINDOW, begin_raid, hold, place_of, raid_now
from core.screening.task import task_of

if TYPE_CHECKING:
    from core.members import Member
    from core.screening.entry import Arrival, Entry, Rules
    from core.uow import UnitOfWork

# Whoever is known for longer than this was a member before.
NEW = timedelta(days=1)


def guards(uow: UnitOfWork, community_id: int) -> bool:
    """Say whether newcomers are looked at, so that whoever comes is not welcomed before."""
    return repository.rules(uow, community_id).any or raid_now(uow, community_id) is not None


def arrive(uow: UnitOfWork, arrival: Arrival) -> State:
    """Let somebody in, ask them, hold them or send them away; return which it was."""
    community = arrival.community
    settle(uow, community.id)
    rules, raid = repository.rules(uow, community.id), raid_now(uow, community.id)
    if not (rules.any or raid) or arrival.trusted or _known(uow, arrival.member):
        return State.PASSED
    waiting = _waiting(uow, community.id, arrival.place.chat_id, arrival.member)
    if waiting is not None:
        return waiting.state
    entry = repository.add_entry(
        uow,
        {
            "community_id": community.id,
            "chat_id": arrival.place.chat_id,
            "member_id": arrival.member.id,
            "user_id": arrival.user_id,
            "state": State.IN.value,
            "ends_at": None,
        },
    )
    if _too_young(uow, arrival, rules):
        return _turn_away(uow, arrival, entry, rules)
    if raid is not None:
        hold(uow, entry, raid)
        return State.HELD
    joins = repository.count_since(uow, community.id, uow.now - WINDOW)
    if 0 < rules.raid_joins <= joins:
        begin_raid(uow, community, joins=joins)
        return State.HELD
    return _ask(uow, arrival, entry, rules) if rules.captcha else State.IN


def knock(uow: UnitOfWork, arrival: Arrival) -> bool:
    """Say whether somebody may go on asking to be let in; in a raid nobody new may."""
    community_id = arrival.community.id
    settle(uow, community_id)
    if raid_now(uow, community_id) is None or arrival.trusted or _known(uow, arrival.member):
        return True
    record(uow, community_id, Step.DECLINED, arrival.member.id)
    return False


def answer(uow: UnitOfWork, community_id: int, entry_id: int, tries: int, fruit: int) -> Entry:
    """Take an answer: let in when it is right, send away when it is the second wrong one."""
    settle(uow, community_id)
    entry = repository.entry(uow, community_id, entry_id)
    if entry is None or entry.state is not State.ASKED:
        raise Refusal("这道题已经结束了。")
    if entry.tries != tries:
        raise Refusal("题目已经换了，请看最新的那一道。")
    place = place_of(uow, entry)
    if fruit == task_of(entry.id, entry.tries).wanted:
        moved(uow, entry, State.PASSED)
        letters.forget(uow, entry)
        if not letters.needs_voice(place):
            letters.do(uow, place, entry, letters.UNMUTE)
    elif entry.tries + 1 >= TRIES:
        moved(uow, entry, State.FAILED)
        letters.forget(uow, entry)
        letters.do(uow, place, entry, letters.KICK)
    else:
        repository.change_entry(uow, entry, {"tries": entry.tries + 1})
    return repository.entry(uow, community_id, entry_id) or entry


def leave(uow: UnitOfWork, community_id: int, chat_id: int, member: Member) -> None:
    """Ask and do nothing more about somebody who left by themselves."""
    settle(uow, community_id)
    entry = _waiting(uow, community_id, chat_id, member)
    if entry is not None:
        abandon(uow, entry)


def abandon(uow: UnitOfWork, entry: Entry) -> None:
    """End an entry without deciding it."""
    moved(uow, entry, State.LEFT)
    letters.forget(uow, entry)


def unreached(uow: UnitOfWork, community_id: int, key: str) -> None:
    """Let in whoever could not be shown the task: nobody is removed for what they never saw."""
    number = letters.entry_of_task(key)
    entry = repository.entry(uow, community_id, number) if number is not None else None
    if entry is not None and entry.state is State.ASKED:
        let_in(uow, entry)


def let_in(uow: UnitOfWork, entry: Entry) -> None:
    """Let somebody in who need not solve the task any more."""
    moved(uow, entry, State.PASSED)
    letters.forget(uow, entry)
    letters.do(uow, place_of(uow, entry), entry, letters.UNMUTE)


def _known(uow: UnitOfWork, member: Member) -> bool:
    last = repository.last_entry(uow, member.id)
    if last is None or last.state is State.IN:
        return uow.now - member.joined_at >= NEW
    return last.state is State.PASSED


def _waiting(uow: UnitOfWork, community_id: int, chat_id: int, member: Member) -> Entry | None:
    here = (
        entry
        for entry in repository.open_entries(uow, community_id)
        if entry.member_id == member.id and entry.chat_id == chat_id
    )
    return next(here, None)


def _too_young(uow: UnitOfWork, arrival: Arrival, rules: Rules) -> bool:
    if arrival.created is None or rules.age_days == 0:
        return False
    return uow.now - arrival.created < timedelta(days=rules.age_days)


def _turn_away(uow: UnitOfWork, arrival: Arrival, entry: Entry, rules: Rules) -> State:
    community, days = arrival.community, rules.age_days
    moved(uow, entry, State.YOUNG)
    welcome_from = (arrival.created or uow.now) + timedelta(days=days)
    letters.do(uow, arrival.place, entry, letters.MUTE)
    letters.tell(
        uow,
        arrival.place,
        entry,
        lambda: cards.young(community.name, days, welcome_from, community.zone),
    )
    letters.do(uow, arrival.place, entry, letters.KICK, uow.now + letters.FIRST_SAID)
    hour = f"{uow.now:%Y-%m-%dT%H}"
    letters.tell_staff(
        uow, community, f"screening-young:{hour}", lambda _zone: cards.young_came(days)
    )
    return State.YOUNG


def _ask(uow: UnitOfWork, arrival: Arrival, entry: Entry, rules: Rules) -> State:
    moved(uow, entry, State.ASKED, ends_at=uow.now + rules.patience)
    if not letters.needs_voice(arrival.place):
        letters.do(uow, arrival.place, entry, letters.MUTE)
    letters.ask(uow, arrival.place, entry, rules, uow.now)
    return State.ASKED
