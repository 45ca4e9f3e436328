"""Every query about screening."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import delete, func, insert, select, update

from core.screening.entry import OPEN, Entry, Raid, Record, Rules, State, Step
from core.screening.models import EntryRow, RaidRow, RecordRow, RulesRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.uow import UnitOfWork

_RULES = select(
    RulesRow.captcha,
    RulesRow.minutes,
    RulesRow.age_days,
    RulesRow.raid_joins,
    RulesRow.raid_minutes,
)
_ENTRY = select(
    EntryRow.id,
    EntryRow.community_id,
    EntryRow.chat_id,
    EntryRow.member_id,
    EntryRow.user_id,
    EntryRow.state,
    EntryRow.tries,
    EntryRow.came_at,
    EntryRow.ends_at,
)
_RAID = select(RaidRow.id, RaidRow.community_id, RaidRow.began_at, RaidRow.ends_at)
_RECORD = select(
    RecordRow.at, RecordRow.step, RecordRow.member_id, RecordRow.by_member_id, RecordRow.detail
)
_IS_OPEN = EntryRow.state.in_([state.value for state in OPEN])


def rules(uow: UnitOfWork, community_id: int) -> Rules:
    """Return a community's rules, those that screen nobody when it has none."""
    row = uow.execute(_RULES.where(RulesRow.community_id == community_id)).first()
    return Rules(*row) if row else Rules()


def set_rules(uow: UnitOfWork, community_id: int, rules: Rules) -> None:
    """Keep a community's rules instead of those it had."""
    values = asdict(rules)
    statement = uow.insert(RulesRow).values(community_id=community_id, **values)
    uow.execute(statement.on_conflict_do_update(index_elements=["community_id"], set_=values))


def add_entry(uow: UnitOfWork, values: Mapping[str, Any]) -> Entry:
    """Insert an entry that begins now and return it."""
    statement = insert(EntryRow).values(tries=0, came_at=uow.now, **values)
    entry_id = uow.execute(statement.returning(EntryRow.id)).scalar_one()
    return _entry(uow.execute(_ENTRY.where(EntryRow.id == entry_id)).one())


def entry(uow: UnitOfWork, community_id: int, entry_id: int) -> Entry | None:
    """Return an entry of a community by its id."""
    query = _ENTRY.where(EntryRow.community_id == community_id, EntryRow.id == entry_id)
    row = uow.execute(query).first()
    return _entry(row) if row else None


def last_entry(uow: UnitOfWork, member_id: int) -> Entry | None:
    """Return a member's latest entry into any chat."""
    query = _ENTRY.where(EntryRow.member_id == member_id)
    row = uow.execute(query.order_by(EntryRow.id.desc()).limit(1)).first()
    return _entry(row) if row else None


def open_entries(uow: UnitOfWork, community_id: int) -> list[Entry]:
    """Return the entries in which something is still to come, oldest first."""
    query = _ENTRY.where(EntryRow.community_id == community_id, _IS_OPEN)
    return [_entry(row) for row in uow.execute(query.order_by(EntryRow.id))]


def count_since(uow: UnitOfWork, community_id: int, moment: datetime) -> int:
    """Return how many came later than a moment."""
    query = select(func.count()).where(
        EntryRow.community_id == community_id, EntryRow.came_at > moment
    )
    return int(uow.execute(query).scalar_one())


def entries_since(uow: UnitOfWork, community_id: int, moment: datetime) -> list[Entry]:
    """Return the entries later than a moment, oldest first."""
    query = _ENTRY.where(EntryRow.community_id == community_id, EntryRow.came_at > moment)
    return [_entry(row) for row in uow.execute(query.order_by(EntryRow.id))]


def entries_of(uow: UnitOfWork, member_id: int) -> list[Entry]:
    """Return all entries of a member, oldest first."""
    query = _ENTRY.where(EntryRow.member_id == member_id)
    return [_entry(row) for row in uow.execute(query.order_by(EntryRow.id))]


def change_entry(uow: UnitOfWork, seen: Entry, values: Mapping[str, Any]) -> bool:
    """Change an entry; False when it has got another state or answer since it was seen."""
    same = (
        EntryRow.id == seen.id,
        EntryRow.state == seen.state.value,
        EntryRow.tries == seen.tries,
    )
    return uow.execute(update(EntryRow).where(*same).values(**values)).rowcount == 1


def add_raid(uow: UnitOfWork, community_id: int, ends_at: datetime) -> Raid:
    """Insert a raid that begins now."""
    statement = insert(RaidRow).values(community_id=community_id, began_at=uow.now, ends_at=ends_at)
    raid_id = uow.execute(statement.returning(RaidRow.id)).scalar_one()
    return Raid(raid_id, community_id, uow.now, ends_at)


def raid(uow: UnitOfWork, community_id: int) -> Raid | None:
    """Return the raid of a community that is not yet over, or was not yet said to be."""
    query = _RAID.where(RaidRow.community_id == community_id, RaidRow.ended_at.is_(None))
    row = uow.execute(query.order_by(RaidRow.id.desc()).limit(1)).first()
    return Raid(*row) if row else None


def change_raid(uow: UnitOfWork, raid_id: int, values: Mapping[str, Any]) -> None:
    """Change a raid."""
    uow.execute(update(RaidRow).where(RaidRow.id == raid_id).values(**values))


def add_record(uow: UnitOfWork, values: Mapping[str, Any]) -> None:
    """Insert a step of the record."""
    uow.execute(insert(RecordRow).values(**values))


def records(uow: UnitOfWork, community_id: int, limit: int) -> list[Record]:
    """Return the latest steps, newest first."""
    query = (
        _RECORD.where(RecordRow.community_id == community_id)
        .order_by(RecordRow.at.desc(), RecordRow.id.desc())
        .limit(limit)
    )
    return [_record(row) for row in uow.execute(query)]


def records_of(uow: UnitOfWork, member_id: int) -> list[Record]:
    """Return the steps that a member went through, oldest first."""
    query = _RECORD.where(RecordRow.member_id == member_id).order_by(RecordRow.id)
    return [_record(row) for row in uow.execute(query)]


def delete_before(uow: UnitOfWork, community_id: int, moment: datetime) -> None:
    """Delete what is over and came before a moment: entries, raids and the record."""
    over = (EntryRow.came_at < moment, EntryRow.state.not_in([state.value for state in OPEN]))
    uow.execute(delete(EntryRow).where(EntryRow.community_id == community_id, *over))
    past = (RaidRow.community_id == community_id, RaidRow.ended_at < moment)
    uow.execute(delete(RaidRow).where(*past))
    old = (RecordRow.community_id == community_id, RecordRow.at < moment)
    uow.execute(delete(RecordRow).where(*old))


def blank(uow: UnitOfWork, member_id: int) -> None:
    """Forget by which account a member came."""
    uow.execute(update(EntryRow).where(EntryRow.member_id == member_id).values(user_id=""))


def move(uow: UnitOfWork, target_id: int, source_id: int) -> None:
    """Give one member's entries and steps to another."""
    for column in (EntryRow.member_id, RecordRow.member_id, RecordRow.by_member_id):
        statement = update(column.class_).where(column == source_id)
        uow.execute(statement.values({column.key: target_id}))


def _entry(row: SqlRow[Any]) -> Entry:
    return Entry(**{**row._asdict(), "state": State(row.state)})


def _record(row: SqlRow[Any]) -> Record:
    return Record(**{**row._asdict(), "step": Step(row.step)})
