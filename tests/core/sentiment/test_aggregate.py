"""What stays of the mood: chats' days that name nobody; members' days are gone after ninety."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from core import bootstrap, communities, members, sentiment
from core.clock import ManualClock
from core.db import Database
from core.members import Member, Purpose, Sighting, Visitor
from core.sentiment import Grain, Heard, Span
from core.sentiment.models import MoodDayRow
from core.sentiment.mood import MemberTime, mood_of
from core.text.reading import sentiment_of
from core.writer import Writer
from scheduler.job import Slot
from scheduler.jobs.aggregate_mood import aggregate_mood

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.communities import Community
    from core.text import Sentiment

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)  # twelve o'clock in Shanghai
TODAY = date(2026, 3, 10)
NAMES = ("甲", "乙", "丙", "丁", "戊")
GLAD, SAD = sentiment_of(0.05, 0.05, 0.9), sentiment_of(0.9, 0.05, 0.05)
CALM, UNSURE = sentiment_of(0.05, 0.9, 0.05), sentiment_of(0.5, 0.3, 0.2)

Counted = tuple[int, int, int, int]


class Group:
    """A community with two chats, in which days pass."""

    def __init__(self, writer: Writer, clock: ManualClock, name: str) -> None:
        """Found it."""
        self.writer, self.clock = writer, clock
        with writer.begin() as uow:
            self.community: Community = communities.create(uow, name)
            self.chats = [
                communities.bind(uow, self.community.id, "console", f"{name}{number}").chat_id
                for number in (1, 2)
            ]

    def member(self, name: str) -> Member:
        """Return the member of that name."""
        with self.writer.begin() as uow:
            sighting = Sighting(self.community.id, Visitor("console", name, name))
            return members.recognise_one(uow, sighting)

    def hears(self, name: str, *read: Sentiment, chat: int = 0, days_ago: int = 0) -> None:
        """Let a member say something for each sentiment, some days before the first."""
        member_id = self.member(name).id
        at = NOON - timedelta(days=days_ago)
        chat_id = self.chats[chat]
        heard = [
            Heard(self.community.id, chat_id, member_id, at, one, ("homework",)) for one in read
        ]
        with self.writer.begin() as uow:
            sentiment.note(uow, heard)

    def all_hear(self, read: Sentiment, *, chat: int = 0, days_ago: int = 0) -> None:
        """Let five members say the same."""
        for name in NAMES:
            self.hears(name, read, chat=chat, days_ago=days_ago)

    def passes(self, days: int) -> None:
        """Let days pass, and the night's job run after the last."""
        self.clock.move_to(self.clock.now() + timedelta(days=days))
        self.aggregates(self.clock.now())

    def aggregates(self, at: datetime) -> None:
        """Run the job at a moment."""
        local = at.astimezone(self.community.zoneinfo).replace(tzinfo=None)
        aggregate_mood.run(self.writer.begin, Slot(self.community, local, at))

    def counted(self, chat: int = 0) -> dict[date, Counted]:
        """Return members, positives, negatives and messages of each day of a chat."""
        columns = (MoodDayRow.members, MoodDayRow.positives, MoodDayRow.negatives)
        query = select(MoodDayRow.day, *columns, MoodDayRow.messages)
        query = query.where(MoodDayRow.chat_id == self.chats[chat])
        with self.writer.read() as uow:
            return {row.day: tuple(row)[1:] for row in uow.execute(query)}

    def kept(self, name: str) -> list[str]:
        """Return the days that are kept of a member."""
        member = self.member(name)
        with self.writer.read() as uow:
            exported = sentiment.PERSONAL.export(uow, member.id)
        days = {row["day"] for row in exported["hours"]}
        assert {row["day"] for row in exported["topics"]} == days
        return sorted(days)


@pytest.fixture
def clock() -> ManualClock:
    """Give a clock, at noon."""
    return ManualClock(NOON)


@pytest.fixture
def writer(database_url: str, clock: ManualClock) -> Iterator[Writer]:
    """Give a writer on an empty database."""
    with closing(Database(database_url)) as database:
        yield Writer(database, clock, bootstrap.REACTIONS)


@pytest.fixture
def group(writer: Writer, clock: ManualClock) -> Group:
    """Give a group."""
    return Group(writer, clock, "数据分析训练营")


def test_a_finished_day_is_counted_chat_by_chat(group: Group) -> None:
    group.hears("吵闹", *[SAD] * 20)
    group.hears("迷糊", UNSURE)
    group.hears("平和", GLAD, SAD, CALM)
    group.all_hear(GLAD)
    group.all_hear(SAD, chat=1)
    group.passes(1)
    assert group.counted(0) == {TODAY: (7, 5, 1, 29)}
    assert group.counted(1) == {TODAY: (5, 0, 5, 5)}


def test_a_day_that_is_not_over_is_not_counted_yet(group: Group) -> None:
    group.all_hear(GLAD)
    group.passes(0)
    assert group.counted() == {}


def test_of_too_few_members_only_the_number_of_messages_stays(group: Group) -> None:
    for name in NAMES[:4]:
        group.hears(name, SAD, SAD)
    group.hears("迷糊", UNSURE)
    group.passes(1)
    assert group.counted() == {TODAY: (0, 0, 0, 9)}


def test_hours_of_a_day_make_one_day_of_a_member(group: Group) -> None:
    group.all_hear(GLAD)
    member = group.member("甲")
    for hours in (1, 2, 3):
        at = NOON + timedelta(hours=hours)
        heard = [Heard(group.community.id, group.chats[0], member.id, at, SAD)]
        with group.writer.begin() as uow:
            sentiment.note(uow, heard)
    group.passes(1)
    assert group.counted() == {TODAY: (5, 4, 1, 8)}


def test_counting_once_more_changes_nothing(group: Group) -> None:
    group.all_hear(GLAD)
    group.all_hear(SAD, days_ago=3)
    group.passes(1)
    once = group.counted()
    assert len(once) == 2
    group.passes(0)
    group.aggregates(NOON)
    assert group.counted() == once


def test_a_message_that_comes_late_is_counted_the_next_night(group: Group) -> None:
    group.all_hear(GLAD)
    group.passes(1)
    group.hears("己", SAD)
    group.passes(1)
    assert group.counted() == {TODAY: (6, 5, 1, 6)}


def test_who_objects_later_is_taken_out_again(group: Group) -> None:
    group.all_hear(GLAD)
    group.hears("己", SAD)
    group.hears("己", SAD, chat=1)
    group.passes(1)
    assert group.counted(1) == {TODAY: (0, 0, 0, 1)}
    member = group.member("己")
    with group.writer.begin() as uow:
        members.disagree(uow, member, Purpose.MOOD)
    group.passes(1)
    assert group.counted() == {TODAY: (5, 5, 0, 5)}
    assert group.counted(1) == {}


def test_who_is_forgotten_is_taken_out_again(group: Group) -> None:
    group.all_hear(GLAD)
    group.hears("吵闹", SAD, days_ago=5)
    group.passes(1)
    member = group.member("甲")
    with group.writer.begin() as uow:
        members.erase(uow, member)
    group.passes(1)
    assert group.counted()[TODAY] == (0, 0, 0, 4)


def test_members_days_are_gone_after_ninety_days_and_the_chats_day_stays(group: Group) -> None:
    group.all_hear(GLAD)
    group.hears("甲", SAD, days_ago=-1)
    group.passes(90)
    assert group.kept("甲") == ["2026-03-10", "2026-03-11"]
    group.passes(1)
    assert group.kept("甲") == ["2026-03-11"]
    group.passes(1)
    assert group.kept("甲") == []
    group.passes(30)
    assert group.counted() == {TODAY: (5, 5, 0, 5), TODAY + timedelta(days=1): (0, 0, 0, 1)}


def test_days_that_were_never_counted_are_counted_before_members_are_forgotten(
    group: Group,
) -> None:
    group.all_hear(GLAD, days_ago=60)
    group.passes(200)
    assert group.kept("甲") == []
    assert group.counted() == {TODAY - timedelta(days=60): (5, 5, 0, 5)}


def test_a_message_of_a_day_whose_members_were_forgotten_changes_nothing(group: Group) -> None:
    group.all_hear(GLAD)
    group.passes(91)
    before = group.counted()
    group.hears("己", SAD)
    assert group.kept("己") == []
    group.hears("己", SAD, days_ago=-1)
    group.passes(0)
    group.aggregates(NOON + timedelta(days=30))
    assert group.counted() == before | {TODAY + timedelta(days=1): (0, 0, 0, 1)}


def test_ninety_days_can_still_be_looked_back_on(group: Group) -> None:
    group.all_hear(GLAD)
    group.passes(89)
    with group.writer.read() as uow:
        assert sentiment.trend(uow, group.community, Span(Grain.DAY, 90)).now.members == len(NAMES)


def test_another_communitys_days_are_left_alone(
    group: Group, writer: Writer, clock: ManualClock
) -> None:
    other = Group(writer, clock, "别的社群")
    other.all_hear(SAD)
    group.all_hear(GLAD)
    group.passes(200)
    assert other.kept("甲") == ["2026-03-10"]
    assert other.counted() == {}


def test_the_chats_day_agrees_with_the_mood_of_its_members(group: Group) -> None:
    said = [[GLAD] * 2, [GLAD, CALM], [GLAD, CALM, CALM], [SAD, CALM], [SAD], [UNSURE], [CALM]]
    for number, read in enumerate(said):
        group.hears(f"成员{number}", *read)
    sure = [[one for one in read if one is not UNSURE] for read in said]
    days = [
        MemberTime(number, len(said[number]), len(read), sum(one.score for one in read))
        for number, read in enumerate(sure)
    ]
    mood = mood_of(days)
    group.passes(1)
    people, positives, negatives, messages = group.counted()[TODAY]
    assert (people, messages) == (mood.members, mood.messages)
    assert positives / people == pytest.approx(mood.positive)
    assert negatives / people == pytest.approx(mood.negative)
