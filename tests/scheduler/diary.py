"""What scheduler tests share: jobs that write down their runs, and writers on one database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING

from core import communities
from core.clock import ManualClock
from core.db import Database
from core.writer import Writer
from scheduler.job import Job

if TYPE_CHECKING:
    from core.communities import Community
    from scheduler.job import Begin, CatchUp, Slot

# Monday, 08:30 in Shanghai
MORNING = datetime(2026, 1, 5, 0, 30, tzinfo=UTC)


@dataclass
class Diary:
    """What ran, in order, as "job community day hour"."""

    entries: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def job(self, name: str, cron: str, catch_up: CatchUp = "all") -> Job:
        """Return a job that writes down each of its runs."""

        def run(begin: Begin, slot: Slot) -> None:
            with begin() as uow:
                assert communities.get(uow, slot.community.id) == slot.community
            with self.lock:
                self.entries.append(f"{name} {slot.community.name} {slot.local:%d %H:%M}")

        return Job(name, "任务", cron, catch_up, run)

    def read(self) -> list[str]:
        """Return what was written since it was read last."""
        entries, self.entries = self.entries, []
        return entries


@dataclass
class Shop:
    """Opens writers on one database, each with a clock of its own."""

    url: str
    opened: list[Writer] = field(default_factory=list)

    def writer(self, now: datetime = MORNING) -> tuple[Writer, ManualClock]:
        """Return a writer and its clock."""
        clock = ManualClock(now)
        writer = Writer(Database(self.url), clock, {})
        self.opened.append(writer)
        return writer, clock

    def founded(self, *names: str) -> list[Community]:
        """Found communities."""
        writer, _ = self.writer()
        with writer.begin() as uow:
            return [communities.create(uow, name) for name in names]
