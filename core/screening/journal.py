"""Keeping the record of screening, and noting what has come to its end by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.screening import repository
from core.screening.entry import OPEN, Entry, Rules, State, Step

if TYPE_CHECKING:
    from datetime import datetime

    from core.members import Member
    from core.uow import UnitOfWork


def record(  # noqa: PLR0913 - a step is what, when, to whom, by whom
    uow: UnitOfWork,
    community_id: int,
    step: Step,
    member_id: int | None = None,
    *,
    by: Member | None = None,
    at: datetime | None = None,
    detail: str = "",
) -> None:
    """Write a step down."""
    values = {
        "community_id": community_id,
        "at": at or uow.now,
        "step": step.value,
        "member_id": member_id,
        "by_member_id": by.id if by else None,
        "detail": detail,
    }
    repository.add_record(uow, values)


def moved(
    uow: UnitOfWork,
    entry: Entry,
    state: State,
    *,
    at: datetime | None = None,
    ends_at: datetime | None = None,
) -> bool:
    """Put an entry in another state and write it down; False when it had changed since."""
    values = {"state": state.value, "ends_at": ends_at}
    if not repository.change_entry(uow, entry, values):
        return False
    if state is not State.IN:
        record(uow, entry.community_id, Step(state.value), entry.member_id, at=at)
    return True


def settle(uow: UnitOfWork, community_id: int) -> None:
    """Note what has ended by the clock: raids, times of waiting, tasks that nobody solved.

    Letters have done by then what belongs to it; this only brings the rows up to date.
    """
    raid = repository.raid(uow, community_id)
    if raid is not None and raid.ends_at <= uow.now:
        repository.change_raid(uow, raid.id, {"ended_at": raid.ends_at})
        record(uow, community_id, Step.RAID_OFF, at=raid.ends_at)
    waiting = repository.open_entries(uow, community_id)
    rules = repository.rules(uow, community_id) if waiting else Rules()
    for entry in waiting:
        _settle(uow, entry, rules)


def _settle(uow: UnitOfWork, entry: Entry, rules: Rules) -> None:
    while entry.state in OPEN and entry.ends_at is not None and entry.ends_at <= uow.now:
        if entry.state is State.ASKED:
            moved(uow, entry, State.LATE, at=entry.ends_at)
        elif rules.captcha:
            moved(uow, entry, State.ASKED, at=entry.ends_at, ends_at=entry.ends_at + rules.patience)
        else:
            moved(uow, entry, State.PASSED, at=entry.ends_at)
        entry = repository.entry(uow, entry.community_id, entry.id) or entry
