"""A group for tests of the mood, and how its members may feel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from core import communities, members, sentiment
from core.members import Member, Sighting, Visitor
from core.sentiment import Grain, Heard, Mood, Span, Trend
from core.text.reading import sentiment_of

if TYPE_CHECKING:
    from core.communities import Community
    from core.text import Sentiment
    from core.uow import UnitOfWork

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)  # twelve o'clock in Shanghai
GLAD, SAD = sentiment_of(0.05, 0.05, 0.9), sentiment_of(0.9, 0.05, 0.05)
CALM, UNSURE = sentiment_of(0.05, 0.9, 0.05), sentiment_of(0.5, 0.3, 0.2)


class Group:
    """A community with two chats, and members who say things there."""

    def __init__(self, uow: UnitOfWork, name: str = "数据分析训练营") -> None:
        """Found it."""
        self.uow = uow
        self.name = name
        self.community: Community = communities.create(uow, name)
        self.chats = [
            communities.bind(uow, self.community.id, "console", f"{name}{number}").chat_id
            for number in (1, 2)
        ]

    def member(self, name: str) -> Member:
        """Return the member of that name."""
        visitor = Visitor("console", name, name)
        return members.recognise_one(self.uow, Sighting(self.community.id, visitor))

    def hears(
        self,
        name: str,
        *read: Sentiment,
        chat: int = 0,
        at: datetime = NOON,
        topics: tuple[str, ...] = (),
    ) -> None:
        """Let a member say something for each sentiment."""
        who = self.member(name).id
        chat_id = self.chats[chat]
        heard = [Heard(self.community.id, chat_id, who, at, one, topics) for one in read]
        sentiment.note(self.uow, heard)

    def trend(
        self, grain: Grain = Grain.DAY, number: int = 7, *, ago: int = 0, chat: int | None = None
    ) -> Trend:
        """Look back, from some days ago."""
        return sentiment.trend(
            self.uow,
            self.community,
            Span(grain, number),
            until=NOON - timedelta(days=ago),
            chat_id=None if chat is None else self.chats[chat],
        )

    def mood(self, *, days: int = 7, ago: int = 0, chat: int | None = None) -> Mood:
        """Look back on a whole."""
        return self.trend(Grain.DAY, days, ago=ago, chat=chat).now
