"""A community on a database, with people in it, for the tests of single rooms."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from core import bootstrap, communities, members
from core.clock import ManualClock
from core.members import Sighting, Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.members import Member
    from core.uow import UnitOfWork

MONDAY = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)  # noon in Shanghai


class Circle:
    """A community whose rooms react to one another as the whole product's do."""

    def __init__(self, url: str) -> None:
        """Found the community."""
        self.clock = ManualClock(MONDAY)
        self.writer = bootstrap.open_writer(url, self.clock)
        with self.work() as uow:
            self.community = communities.create(uow, "读书会")

    @contextmanager
    def work(self) -> Iterator[UnitOfWork]:
        """Do something now, committed when the block ends."""
        with self.writer.begin() as uow:
            yield uow

    def sees(
        self,
        name: str,
        *,
        account: str | None = None,
        platform: str = "telegram",
        chat_id: int | None = None,
        language: str | None = None,
    ) -> Member:
        """Return the member behind an account that is seen under a name."""
        visitor = Visitor(platform, account or f"1-{name}", name, account or name, language)
        with self.work() as uow:
            return members.recognise_one(uow, Sighting(self.community.id, visitor, chat_id))

    def again(self, member: Member) -> Member:
        """Return a member as they are now."""
        with self.work() as uow:
            return members.by_id(uow, member.id)

    def chat(self, name: str) -> int:
        """Return our number of a group of the community."""
        with self.work() as uow:
            return communities.bind(uow, self.community.id, "telegram", name, title=name).chat_id

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.clock.move_to(self.clock.now() + timedelta(**span))
