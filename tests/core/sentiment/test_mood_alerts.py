"""Alerts: a chat is measured by its own usual, quiet ones stay quiet, a drop is told of once."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from core import bootstrap, communities, members, sentiment
from core.clock import ManualClock
from core.db import Database
from core.i18n import speaking
from core.members import Sighting, Visitor
from core.sentiment import Heard, cards
from core.sentiment.alerts import WATCHED, ChatDay, Drop, drop_in
from core.text.reading import sentiment_of
from core.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.communities import Community
    from core.sentiment import Alert

TODAY = date(2026, 3, 8)  # a Sunday
NOON = datetime(2026, 3, 8, 4, tzinfo=UTC)  # twelve o'clock in Shanghai
GLAD, SAD = sentiment_of(0.05, 0.05, 0.9), sentiment_of(0.9, 0.05, 0.05)
CALM = sentiment_of(0.05, 0.9, 0.05)
# A quiet chat goes up and down a little.
USUAL = (8, 10, 9, 11, 10, 12, 9)


def chat(
    lately: Sequence[int] = (), *, usual: int = 56, members: int = 30, until: date = TODAY
) -> list[ChatDay]:
    """Return usual days, then those of late, by how many of the members felt good."""
    glad = [USUAL[number % 7] for number in range(usual)] + [USUAL[n % 7] for n in range(WATCHED)]
    glad[len(glad) - len(lately) :] = lately
    first = until - timedelta(days=len(glad) - 1)
    return [
        ChatDay(first + timedelta(days=number), members, max(0, good), max(0, -good))
        for number, good in enumerate(glad)
    ]


def test_a_quiet_chat_gives_no_alarm() -> None:
    for number in range(7):
        until = TODAY + timedelta(days=number)
        assert drop_in(chat(until=until), until) is None


def test_one_very_bad_day_of_many_members_is_told_of_the_next_morning() -> None:
    drop = drop_in(chat([-15]), TODAY)
    assert drop is not None
    assert (drop.since, drop.until, drop.usual_days) == (TODAY, TODAY, 56)
    assert drop.usual == pytest.approx(0.33, abs=0.03)
    assert drop.lately == -0.5


def test_days_that_are_somewhat_bad_add_up() -> None:
    assert drop_in(chat([5]), TODAY) is None
    drop = drop_in(chat([9, 5, 4, 4, 3]), TODAY)
    assert drop is not None
    assert drop.since < TODAY
    assert 0.1 < drop.lately < 0.2


def test_a_better_mood_is_no_alarm() -> None:
    assert drop_in(chat([25, 28, 30]), TODAY) is None


def test_a_chat_that_is_always_gloomy_is_measured_by_its_own_usual() -> None:
    gloomy = [ChatDay(one.day, one.members, 0, one.positives + 8) for one in chat()]
    assert drop_in(gloomy, TODAY) is None


def test_a_bad_weekday_that_comes_every_week_is_usual() -> None:
    days = [
        ChatDay(one.day, 30, 0, 9) if one.day.weekday() == TODAY.weekday() else one
        for one in chat()
    ]
    assert drop_in(days, TODAY) is None
    tuesday = TODAY + timedelta(days=2)
    assert drop_in([*chat(), ChatDay(tuesday, 30, 0, 9)], tuesday) is not None


def test_what_was_told_before_is_not_told_again() -> None:
    days = chat([-15, -14, 10])
    assert drop_in(days, TODAY - timedelta(days=1)) is not None
    assert drop_in(days, TODAY, after=TODAY - timedelta(days=1)) is None


def test_a_young_chat_has_no_usual_yet() -> None:
    assert drop_in(chat([-30], usual=13), TODAY) is None
    assert drop_in(chat([-30], usual=14), TODAY) is not None


def test_nothing_is_said_of_a_day_with_too_few_members() -> None:
    days = [*chat()[:-1], ChatDay(TODAY, 4, 0, 4)]
    assert drop_in(days, TODAY) is None
    assert drop_in(chat()[:-1], TODAY) is None
    assert drop_in([], TODAY) is None


def test_unanimous_days_do_not_look_certain() -> None:
    days = [ChatDay(one.day, 5, 5, 0) for one in chat()]
    assert drop_in([*days[:-1], ChatDay(TODAY, 5, 4, 0)], TODAY) is None


class Town:
    """A community with two chats and twelve members, in which days pass."""

    def __init__(self, writer: Writer, clock: ManualClock) -> None:
        """Found it."""
        self.writer, self.clock = writer, clock
        with writer.begin() as uow:
            self.community: Community = communities.create(uow, "数据分析训练营")
            self.chats = [
                communities.bind(uow, self.community.id, "console", name, title=name).chat_id
                for name in ("答疑群", "闲聊群")
            ]
            self.members = [
                members.recognise_one(
                    uow, Sighting(self.community.id, Visitor("console", name, name))
                ).id
                for name in (f"成员{number}" for number in range(12))
            ]

    def day(self, *, glad: int = 6, sad: int = 2, chat: int = 0, topic: str = "video") -> date:
        """Let everyone say something, so many of them gladly, and the night count it."""
        now = self.clock.now()
        read = [GLAD] * glad + [SAD] * sad + [CALM] * (len(self.members) - glad - sad)
        heard = [
            Heard(self.community.id, self.chats[chat], member, now, one, (topic,))
            for member, one in zip(self.members, read, strict=True)
        ]
        with self.writer.begin() as uow:
            sentiment.note(uow, heard)
        self.clock.move_to(now + timedelta(days=1))
        local = now.astimezone(self.community.zoneinfo).date()
        with self.writer.begin() as uow:
            sentiment.aggregate(uow, self.community, local)
        return local

    def watch(self, day: date) -> list[Alert]:
        """Look for drops up to a day."""
        with self.writer.begin() as uow:
            return sentiment.watch(uow, self.community, day)


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    """Give a town after five quiet weeks."""
    clock = ManualClock(NOON)
    with closing(Database(database_url)) as database:
        town = Town(Writer(database, clock, bootstrap.REACTIONS), clock)
        for number in range(35):
            town.day(glad=6 + number % 3, sad=1 + number % 2)
        yield town


def test_a_drop_is_found_with_its_figures_and_topics(town: Town) -> None:
    assert town.watch(town.day()) == []
    [alert] = town.watch(town.day(glad=0, sad=11))
    assert (alert.place.title, alert.members) == ("答疑群", 12)
    assert alert.topics == ("video",)
    assert alert.drop.usual == pytest.approx(0.46, abs=0.05)
    assert alert.drop.lately == pytest.approx(-11 / 12)
    assert len(alert.trend.points) == 28


def test_a_chat_is_told_of_once_in_three_days_and_then_again(town: Town) -> None:
    told = [len(town.watch(town.day(glad=0, sad=11))) for _day in range(5)]
    assert told == [1, 0, 0, 1, 0]


def test_the_same_night_twice_is_one_alert(town: Town) -> None:
    day = town.day(glad=0, sad=11)
    assert [len(town.watch(day)) for _time in range(2)] == [1, 0]


def test_the_letter_has_the_figures_and_neither_names_nor_words(town: Town) -> None:
    [alert] = town.watch(town.day(glad=0, sad=11))
    error = sentiment.measured_error()
    card = cards.dropped(alert, error)
    assert card.title == "「答疑群」的情绪明显变差"
    for part in ("-92", "读出情绪的成员 12 位", "视频", f"每 100 条约错 {error.per_hundred} 条"):
        assert part in card.body
    assert "成员0" not in card.text
    assert card.chart is not None
    with speaking("en"):
        english = cards.dropped(alert, error)
    assert "12 members" in english.body
    assert "答疑群" in english.title


def test_a_drop_says_what_it_is_made_of() -> None:
    drop = drop_in(chat([-15]), TODAY)
    assert isinstance(drop, Drop)
    assert -1 <= drop.lately < drop.usual <= 1
