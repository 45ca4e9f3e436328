"""The ear: a platform is asked who wrote a message only where something was found in it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.ear import Ear
from bot.lanes import Lanes
from core.moderation.models import ObservationRow
from tests.bot.front import Front, alone, group, person
from tests.bot.post_office import Platform

if TYPE_CHECKING:
    from bot.posts import Post
    from bot.updates import Update
    from core.roles import Role

HERE = group("g1")
TALKER, STAFF = person("talker"), person("staff")
DRAWING = "加微信 abc12345 领取全套资料，日结兼职"


class Asked(Platform):
    """A platform that remembers of whom it was asked."""

    def __init__(self) -> None:
        """Be asked of nobody yet."""
        super().__init__()
        self.moderators = {STAFF.id}
        self.asked: list[str] = []

    async def rank(self, chat_id: str, user_id: str) -> Role:
        """Remember, and answer."""
        self.asked.append(user_id)
        return await super().rank(chat_id, user_id)


class Silence:
    """A voice that nobody hears."""

    async def say(self, post: Post, *, private: bool) -> str | None:
        """Say nothing."""

    async def replace(self, post: Post) -> None:
        """Replace nothing."""

    async def toast(self, text: str) -> None:
        """Notice nothing."""

    async def finish(self) -> None:
        """Have nothing to tidy up."""


def _heard(front: Front, *updates: Update) -> list[str]:
    """Let the ear hear updates at once, and return of whom the platform was asked."""
    platform = Asked()

    async def hear() -> None:
        ear = Ear(platform, front.router, Lanes(front.clock))
        await asyncio.gather(*(ear.hear(update, Silence()) for update in updates))
        await ear.settle()

    asyncio.run(hear())
    return platform.asked


def _observed(front: Front) -> int:
    """Return how many messages would have had consequences."""
    query = select(func.count()).select_from(ObservationRow)
    return int(front.read(lambda uow: uow.execute(query).scalar_one()))


def test_nobody_is_asked_who_wrote_an_ordinary_message(front: Front) -> None:
    front.says(TALKER, "大家早", HERE)
    said = [
        front.said(TALKER, text, HERE) for text in ("今天第三章好难", "笔记整理好了", "/points")
    ]
    assert _heard(front, *said) == []


def test_the_platform_is_asked_once_who_wrote_what_was_found_and_it_counts(front: Front) -> None:
    front.says(TALKER, "大家早", HERE)
    assert _heard(front, front.said(TALKER, DRAWING, HERE)) == [TALKER.id]
    assert _observed(front) == 1


def test_whom_the_platform_trusts_nothing_is_found_of(front: Front) -> None:
    front.says(TALKER, "大家早", HERE)
    reply = front.said(STAFF, DRAWING, HERE, reply_to="m1")
    assert _heard(front, front.said(STAFF, DRAWING, HERE), reply) == [STAFF.id, STAFF.id]
    assert _observed(front) == 0


def test_a_message_that_is_delivered_again_counts_once(front: Front) -> None:
    front.says(TALKER, "大家早", HERE)
    again = front.said(TALKER, DRAWING, HERE)
    _heard(front, again, again)
    _heard(front, again)
    assert _observed(front) == 1


def test_nobody_is_asked_who_wrote_in_private(front: Front) -> None:
    front.says(TALKER, "大家早", HERE)
    assert _heard(front, front.said(TALKER, DRAWING, alone(TALKER))) == []
