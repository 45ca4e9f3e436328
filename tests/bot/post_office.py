"""A post office for tests: a community whose letters are sent over a platform that may balk."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.delivery import Sender
from bot.lanes import Lanes
from bot.posts import Limits
from bot.seals import Seals
from core import bootstrap, communities, members, outbox
from core.addresses import Address
from core.cards import Button, Card
from core.clock import ManualClock
from core.members import Sighting, Visitor
from core.outbox import Delivery, Letter
from core.outbox.models import LetterRow
from core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.ear import Ear
    from bot.posts import Action, Finding, Post, SendError

MONDAY = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
GROUP = Address("fake", "g1")
PRIVATE = Address("fake", "7", private=True)


class Platform:
    """A platform that takes what is sent, or raises what it is told to, once for each in line."""

    name = "fake"
    limits = Limits()
    trusted = False

    def __init__(self) -> None:
        """Take everything."""
        self.sent: list[tuple[str, Post]] = []
        self.done: list[Action] = []
        self.moderators: set[str] = set()
        self.troubles: list[SendError | None] = []
        self.reached = asyncio.Event()
        self.meanwhile: Callable[[], object] = bool

    @property
    def said(self) -> list[str]:
        """The texts that were sent."""
        return [post.body for _chat, post in self.sent]

    async def send(self, to: Address, post: Post) -> str:
        """Send, or raise the next trouble."""
        self._balk()
        self.sent.append((to.chat_id, post))
        self.meanwhile()
        self.reached.set()
        return f"m{len(self.sent)}"

    def _balk(self) -> None:
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is not None:
            raise trouble

    async def run(self, ear: Ear) -> None:
        """Hear nothing."""

    async def rank(self, chat_id: str, user_id: str) -> Role:
        """Know who keeps order."""
        del chat_id
        return Role.MODERATOR if user_id in self.moderators else Role.MEMBER

    async def act(self, action: Action) -> None:
        """Do it, or raise the next trouble."""
        self._balk()
        self.done.append(action)

    async def check(self, chats: Sequence[str] = ()) -> list[Finding]:
        """Find nothing."""
        del chats
        return []


class Office:
    """A post office: a community whose letters are sent over one platform."""

    def __init__(self, url: str) -> None:
        """Found the community, with one member."""
        self.clock = ManualClock(MONDAY)
        self.writer = bootstrap.open_writer(url, self.clock)
        self.writer.start()
        self.platform = Platform()
        self.lanes = Lanes(self.clock)
        with self.writer.begin() as uow:
            self.community = communities.create(uow, "读书会")
            visitor = Visitor("fake", PRIVATE.chat_id, "小满")
            self.member = members.recognise_one(uow, Sighting(self.community.id, visitor))

    def close(self) -> None:
        """Close the database."""
        self.writer.stop()
        self.writer.close()

    def post(
        self,
        text: str,
        delivery: Delivery = Delivery.AT_LEAST,
        to: Address = GROUP,
        subject: str | None = None,
    ) -> None:
        """Post a letter."""
        letter = Letter(
            community_id=self.community.id,
            key=text,
            to=to,
            card=Card(text, buttons=((Button("好", "keep"),),)),
            delivery=delivery,
            subject=subject,
        )
        with self.writer.begin() as uow:
            assert outbox.post(uow, letter)

    def deliver(self, *troubles: SendError | None) -> list[str]:
        """Send what is due, with these troubles in line; return what was said."""
        self.platform.troubles = list(troubles)
        self.platform.sent.clear()
        asyncio.run(self.sender().deliver_due())
        return self.platform.said

    def sender(self) -> Sender:
        """Return the sender."""
        platforms = {self.platform.name: self.platform}
        return Sender(self.writer, platforms, self.lanes, Seals("a secret of the tests"))

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.move_to(self.clock.now() + timedelta(seconds=seconds))

    def endings(self) -> dict[str, str | None]:
        """Return how each letter ended, None while it waits."""
        with self.writer.read() as uow:
            rows = uow.execute(select(LetterRow.key, LetterRow.ending).order_by(LetterRow.id))
            return {row.key: row.ending for row in rows}
