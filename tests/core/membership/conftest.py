"""A small community with a clock that can be moved: every hour the sweep runs and mail arrives."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from core import communities, members, membership, outbox
from core.clock import ManualClock
from core.events import MemberErased, MembersMerged, SubscriptionExpired, SubscriptionStarted
from core.members import Sighting, Visitor
from core.writer import Writer
from scheduler.job import Slot
from scheduler.jobs.expiry_sweep import expiry_sweep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.db import Database
    from core.events import Event
    from core.members import Member
    from core.uow import Reactions, UnitOfWork

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter that arrived: when on Shanghai's clock, at whom, and what it says."""

    at: str
    member_id: int
    text: str


class World:
    """One community on one database, and what happened in it."""

    def __init__(self, database: Database) -> None:
        """Found the community on a Monday at nine in the morning."""
        self.clock = ManualClock(MONDAY)
        self.told: list[Event] = []
        self.mail: list[Mail] = []
        reactions: Reactions = {
            MembersMerged: (self._merge,),
            MemberErased: (self._erase,),
            SubscriptionStarted: (self._note,),
            SubscriptionExpired: (self._note,),
        }
        self.writer = Writer(database, self.clock, reactions)
        with self.work() as uow:
            self.community = communities.create(uow, "读书会")

    @contextmanager
    def work(self) -> Iterator[UnitOfWork]:
        """Do something now, committed when the block ends."""
        with self.writer.begin() as uow:
            yield uow

    def join(self, name: str, platform: str = "console") -> Member:
        """Return the member behind an account, made when it is new."""
        sighting = Sighting(self.community.id, Visitor(platform, name, name))
        with self.work() as uow:
            return members.recognise_one(uow, sighting)

    def tier(self, member: Member) -> int:
        """Return the tier that a member has now."""
        with self.work() as uow:
            return membership.tier_of(uow, member)

    def run(self) -> None:
        """Run the sweep now, and deliver the letters that are due."""
        slot = Slot(self.community, self.clock.now().replace(tzinfo=None), self.clock.now())
        expiry_sweep.run(self.writer.begin, slot)
        self.deliver()

    def wait(self, **span: float) -> None:
        """Let time pass hour by hour."""
        end = self.clock.now() + timedelta(**span)
        while self.clock.now() < end:
            self.clock.move_to(min(self.clock.now() + timedelta(hours=1), end))
            self.run()

    def wait_days(self, days: int) -> None:
        """Let time pass day by day, for what needs no finer clock."""
        for _ in range(days):
            self.clock.move_to(self.clock.now() + timedelta(days=1))
            self.run()

    def deliver(self) -> None:
        """Deliver the letters that are due."""
        at = f"{self.clock.now().astimezone(SHANGHAI):%m-%d %H:%M}"
        with self.work() as uow:
            for parcel in outbox.claim(uow, ["console", "console2"]):
                self.mail.append(Mail(at, parcel.member_id or 0, parcel.card.text))
                outbox.ended(uow, parcel, outbox.Ending.SENT)

    def link(self, one: Member, other: Member) -> Member:
        """Join two accounts; return the member that goes on."""
        with self.work() as uow:
            step = members.begin_link(uow, one, public=False)
            linked = members.enter_link_code(uow, other, step.code)
            assert isinstance(linked, members.Linked)
        with self.work() as uow:
            return members.by_id(uow, linked.member_id)

    def erase(self, member: Member) -> None:
        """Let a member be forgotten."""
        with self.work() as uow:
            members.erase(uow, member)

    def _note(self, _uow: UnitOfWork, event: Event) -> None:
        self.told.append(event)

    def _merge(self, uow: UnitOfWork, event: MembersMerged) -> None:
        for personal in (membership.PERSONAL, members.PERSONAL):
            personal.merge(uow, event.target_id, event.source_id)

    def _erase(self, uow: UnitOfWork, event: MemberErased) -> None:
        for personal in (membership.PERSONAL, members.PERSONAL):
            personal.erase(uow, event.member_id)


@pytest.fixture
def world(database: Database) -> World:
    """Return a community with nobody in it."""
    return World(database)


def moment(text: str) -> datetime:
    """Return a moment on Shanghai's clock, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)
