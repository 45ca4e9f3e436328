"""A class whose members can be low, wait for answers and near the end of their memberships."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from core import bootstrap, communities, members, membership, questions, sentiment
from core.clock import ManualClock
from core.db import Database
from core.members import Sighting, Visitor
from core.membership import Length
from core.roles import Role
from core.text.reading import sentiment_of
from core.writer import Writer
from scheduler.job import Slot
from scheduler.jobs.care_drafts import care_drafts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.members import Member
    from core.questions import Question
    from core.text import Sentiment
    from core.uow import UnitOfWork

MORNING = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)  # ten o'clock in Shanghai
GLAD, SAD = sentiment_of(0.02, 0.03, 0.95), sentiment_of(0.95, 0.03, 0.02)
CALM, UNSURE = sentiment_of(0.02, 0.96, 0.02), sentiment_of(0.5, 0.3, 0.2)


class School:
    """One community on one database, with an administrator."""

    def __init__(self, database: Database) -> None:
        """Found the community at ten in the morning."""
        self.clock = ManualClock(MORNING)
        self.writer = Writer(database, self.clock, bootstrap.REACTIONS)
        with self.work() as uow:
            self.community = communities.create(uow, "晓码学堂")
            self.chat = communities.bind(uow, self.community.id, "console", "g1").chat_id
        self.root = self.joins("root")
        with self.work() as uow:
            members.promote(uow, self.root, Role.ADMIN)

    @contextmanager
    def work(self) -> Iterator[UnitOfWork]:
        """Do something now, committed when the block ends."""
        with self.writer.begin() as uow:
            yield uow

    def joins(self, name: str, language: str = "zh") -> Member:
        """Return the member of that name, made when new."""
        visitor = Visitor("console", name, name, language=language)
        with self.work() as uow:
            return members.recognise_one(uow, Sighting(self.community.id, visitor))

    def feels(self, member: Member, *read: Sentiment, days_ago: int = 0) -> None:
        """Let a member say something in the group for each sentiment."""
        at = self.clock.now() - timedelta(days=days_ago)
        heard = [sentiment.Heard(self.community.id, self.chat, member.id, at, one) for one in read]
        with self.work() as uow:
            sentiment.note(uow, heard)

    def is_low(self, member: Member) -> Member:
        """Let a member have two bad days."""
        self.feels(member, SAD, SAD, CALM, days_ago=1)
        self.feels(member, SAD, SAD)
        return member

    def asks(self, member: Member, text: str = "循环变量为什么会泄漏？") -> Question:
        """Let a member ask a question."""
        with self.work() as uow:
            return questions.ask(uow, member, text)

    def answers(self, member: Member, question: Question) -> None:
        """Let a member answer a question."""
        with self.work() as uow:
            questions.answer(uow, member, question, "看看作用域那一节。")

    def grants(self, member: Member, days: int) -> None:
        """Let a member have a membership of some days more."""
        with self.work() as uow:
            membership.grant(uow, member, "basic", Length(days=days))

    def waits(self, **span: float) -> None:
        """Let time pass."""
        self.clock.move_to(self.clock.now() + timedelta(**span))

    def morning(self) -> None:
        """Run the job now."""
        now = self.clock.now()
        care_drafts.run(self.writer.begin, Slot(self.community, now.replace(tzinfo=None), now))


@pytest.fixture
def school(database_url: str) -> Iterator[School]:
    """Return a community with nobody in it but its administrator."""
    database = Database(database_url)
    yield School(database)
    database.close()
