"""A group with a door: people come, letters are carried out, and one reads what was done."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from core import bootstrap, communities, members, outbox, screening
from core.clock import ManualClock
from core.members import Sighting, Visitor
from core.roles import Role
from core.screening import Arrival, Entry, State, repository
from core.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.db import Database
    from core.members import Member
    from core.uow import UnitOfWork

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


class Door:
    """One community on one database, with a moderator who can be reached."""

    def __init__(self, database: Database, space: str | None = None) -> None:
        """Found the community at noon."""
        self.clock = ManualClock(NOON)
        self.writer = Writer(database, self.clock, bootstrap.REACTIONS)
        with self.work() as uow:
            self.community = communities.create(uow, "晓码学堂")
            self.place = communities.bind(uow, self.community.id, "console", "g1", space=space)
        self.root = self.sees("root")
        with self.work() as uow:
            members.promote(uow, self.root, Role.ADMIN)

    @contextmanager
    def work(self) -> Iterator[UnitOfWork]:
        """Do something now, committed when the block ends."""
        with self.writer.begin() as uow:
            yield uow

    def sees(self, name: str) -> Member:
        """Return the member of that name, made when new."""
        visitor = Visitor("console", name, name)
        with self.work() as uow:
            return members.recognise_one(uow, Sighting(self.community.id, visitor))

    def sets(self, **rules: object) -> None:
        """Change rules."""
        with self.work() as uow:
            for setting, value in rules.items():
                screening.change(uow, self.community.id, setting, str(value), self.root)

    def comes(self, name: str, *, created: datetime | None = None, trusted: bool = False) -> State:
        """Let somebody come."""
        arrival = Arrival(
            self.community, self.place, self.sees(name), name, created, trusted=trusted
        )
        with self.work() as uow:
            return screening.arrive(uow, arrival)

    def goes(self, name: str) -> None:
        """Let somebody leave."""
        member = self.sees(name)
        with self.work() as uow:
            screening.leave(uow, self.community.id, self.place.chat_id, member)

    def entry(self, name: str) -> Entry:
        """Return somebody's latest entry."""
        member = self.sees(name)
        with self.work() as uow:
            found = repository.last_entry(uow, member.id)
        assert found is not None
        return found

    def answers(self, name: str, *, right: bool, tries: int | None = None) -> State:
        """Let somebody answer the task that they have now."""
        entry = self.entry(name)
        task = screening.task_of(entry.id, entry.tries)
        others = [fruit for fruit in task.offered if fruit != task.wanted]
        fruit = task.wanted if right else others[0]
        with self.work() as uow:
            return screening.answer(
                uow,
                self.community.id,
                entry.id,
                entry.tries if tries is None else tries,
                fruit,
            ).state

    def waits(self, **span: float) -> list[str]:
        """Let time pass, and return what was done since."""
        self.clock.move_to(self.clock.now() + timedelta(**span))
        return self.done()

    def done(self) -> list[str]:
        """Carry the letters out that are due; return "mute mallory", or "to mallory: …"."""
        done = []
        with self.work() as uow:
            for parcel in outbox.claim(uow, ["console"]):
                if parcel.deed is not None:
                    done.append(f"{parcel.deed.kind} {parcel.deed.user_id}")
                else:
                    done.append(f"to {parcel.to.chat_id}: {parcel.card.text}")
                outbox.ended(uow, parcel, outbox.Ending.SENT)
        return done

    def steps(self) -> list[str]:
        """Return the record, oldest first."""
        with self.work() as uow:
            found = screening.recent(uow, self.community.id)
            ids = {one.member_id or one.by_member_id or 0 for one in found}
            names = members.names(uow, ids)
        return [
            f"{one.step} {names.get(one.member_id or one.by_member_id or 0, '-')}"
            for one in reversed(found)
        ]


@pytest.fixture
def door(database: Database) -> Door:
    """Return a group in which nobody is screened."""
    return Door(database)
