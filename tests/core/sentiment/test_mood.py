"""The mood: members counted and not messages, the silent left out, and no word on too few."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from core import communities, members, sentiment
from core.clock import ManualClock
from core.db import Database
from core.i18n import speaking
from core.members import Member, Purpose, Sighting, Visitor
from core.refusal import Refusal
from core.sentiment import Heard, cards
from core.sentiment.mood import MemberDay, mood_of
from core.text.reading import sentiment_of
from core.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.communities import Community
    from core.text import Sentiment
    from core.uow import UnitOfWork

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)  # twelve o'clock in Shanghai
GLAD, SAD = sentiment_of(0.05, 0.05, 0.9), sentiment_of(0.9, 0.05, 0.05)
CALM, UNSURE = sentiment_of(0.05, 0.9, 0.05), sentiment_of(0.5, 0.3, 0.2)


@pytest.fixture
def writer(database_url: str) -> Iterator[Writer]:
    """Give a writer on an empty database, at noon."""
    database = Database(database_url)
    yield Writer(database, ManualClock(NOON), {})
    database.close()


@pytest.fixture
def uow(writer: Writer) -> Iterator[UnitOfWork]:
    """Give one unit of work."""
    with writer.begin() as uow:
        yield uow


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

    def hears(self, name: str, *read: Sentiment, chat: int = 0, at: datetime = NOON) -> None:
        """Let a member say something for each sentiment."""
        member_id = self.member(name).id
        sentiment.note(
            self.uow,
            [Heard(self.community.id, self.chats[chat], member_id, at, one) for one in read],
        )

    def mood(self, *, days: int = 7, ago: int = 0, chat: int | None = None) -> sentiment.Mood:
        """Look back."""
        chat_id = None if chat is None else self.chats[chat]
        return sentiment.mood(self.uow, self.community, days=days, ago=ago, chat_id=chat_id)


@pytest.fixture
def group(uow: UnitOfWork) -> Group:
    """Give a group."""
    return Group(uow)


def test_a_member_counts_once_a_day_however_much_they_write(group: Group) -> None:
    group.hears("吵闹", *[SAD] * 50)
    for name in ("甲", "乙", "丙", "丁"):
        group.hears(name, GLAD)
    mood = group.mood()
    assert (mood.messages, mood.members) == (54, 5)
    assert (mood.positive, mood.negative) == (0.8, 0.2)
    assert mood.index == pytest.approx(0.6)


def test_readings_that_are_not_sure_count_as_messages_only(group: Group) -> None:
    for name in ("甲", "乙", "丙", "丁", "戊"):
        group.hears(name, GLAD)
    group.hears("己", UNSURE)
    mood = group.mood()
    assert (mood.messages, mood.members, mood.positive) == (6, 5, 1.0)


def test_a_mixed_day_is_neither_positive_nor_negative(group: Group) -> None:
    for name in ("甲", "乙", "丙", "丁", "戊"):
        group.hears(name, GLAD, SAD, CALM)
    mood = group.mood()
    assert (mood.positive, mood.negative, mood.index) == (0, 0, 0)


def test_too_few_members_say_nothing(group: Group) -> None:
    for name in ("甲", "乙", "丙", "丁"):
        group.hears(name, SAD)
    mood = group.mood()
    assert not mood.enough
    assert (mood.members, mood.messages, mood.negative) == (4, 4, 0)
    body = cards.mood(mood, mood, sentiment.measured_error()).body
    assert "数据不足" in body
    assert "消极" not in body


def test_who_objects_is_counted_no_more_and_left_out_of_what_was_counted(group: Group) -> None:
    names = ("甲", "乙", "丙", "丁", "戊", "己")
    for name in names:
        group.hears(name, SAD)
    members.disagree(group.uow, group.member("己"), Purpose.MOOD)
    group.hears("己", SAD, SAD)
    mood = group.mood()
    assert (mood.members, mood.messages) == (5, 5)


def test_a_message_belongs_to_the_communitys_local_day(group: Group) -> None:
    just_before_midnight = datetime(2026, 3, 9, 15, 59, tzinfo=UTC)
    for name in ("甲", "乙", "丙", "丁", "戊"):
        group.hears(name, SAD, at=just_before_midnight)
        group.hears(name, GLAD, at=just_before_midnight + timedelta(minutes=1))
    assert group.mood(days=1).index == 1
    assert group.mood(days=1, ago=1).index == -1
    assert group.mood(days=2).index == 0


def test_one_chat_may_be_looked_at_alone(group: Group) -> None:
    for name in ("甲", "乙", "丙", "丁", "戊"):
        group.hears(name, GLAD, chat=0)
        group.hears(name, SAD, chat=1)
    assert (group.mood(chat=0).index, group.mood(chat=1).index) == (1, -1)
    assert group.mood().index == 0


def test_another_community_sees_nothing_of_it(group: Group) -> None:
    for name in ("甲", "乙", "丙", "丁", "戊"):
        group.hears(name, GLAD)
    other = Group(group.uow, "别的社群")
    assert other.mood().messages == 0


def test_a_batch_adds_to_what_was_counted_before(group: Group) -> None:
    ids = [group.member(name).id for name in ("甲", "乙", "丙", "丁", "戊")]
    batch = [
        Heard(group.community.id, group.chats[0], member_id, NOON, GLAD)
        for member_id in ids
        for _ in range(10)
    ]
    sentiment.note(group.uow, batch)
    sentiment.note(group.uow, batch)
    sentiment.note(group.uow, [])
    assert group.mood().messages == 100


def test_a_member_can_see_and_erase_what_is_kept(group: Group) -> None:
    group.hears("甲", GLAD, UNSURE)
    member = group.member("甲")
    assert sentiment.PERSONAL.export(group.uow, member.id) == [
        {
            "chat": group.chats[0],
            "day": "2026-03-10",
            "messages": 2,
            "confident": 1,
            "score_sum": pytest.approx(0.85),
            "positives": 1,
            "negatives": 0,
        }
    ]
    sentiment.PERSONAL.erase(group.uow, member.id)
    assert sentiment.PERSONAL.export(group.uow, member.id) == []


def test_two_accounts_that_are_one_person_count_once(group: Group) -> None:
    for name in ("甲", "乙", "丙", "丁", "戊"):
        group.hears(name, GLAD)
    group.hears("甲二", GLAD, SAD)
    source, target = group.member("甲二"), group.member("甲")
    sentiment.PERSONAL.merge(group.uow, target.id, source.id)
    mood = group.mood()
    assert (mood.members, mood.messages) == (5, 7)
    assert sentiment.PERSONAL.export(group.uow, source.id) == []


@pytest.mark.parametrize("days", [0, -1, 91])
def test_a_span_beyond_ninety_days_is_refused(group: Group, days: int) -> None:
    with pytest.raises(Refusal):
        group.mood(days=days)


def test_more_members_make_the_interval_narrower() -> None:
    day = NOON.date()

    def half(number: int) -> float:
        days = [MemberDay(one, 1, 1, 0.9 if one % 2 else -0.9) for one in range(number)]
        mood = mood_of(days, day, day)
        return mood.high - mood.low

    assert half(10) > half(40) > half(160) > 0


def test_a_few_who_agree_do_not_look_certain() -> None:
    day = NOON.date()
    mood = mood_of([MemberDay(one, 1, 1, 0.9) for one in range(5)], day, day)
    assert mood.index == 1
    assert mood.low < 0.7
    assert mood.high == 1


def test_one_person_over_many_days_does_not_look_like_many() -> None:
    day = NOON.date()
    several = [MemberDay(one, 1, 1, 0.9 if one % 2 else -0.9) for one in range(10)]
    repeated = mood_of(several * 9, day, day)
    once = mood_of(several, day, day)
    assert repeated.high - repeated.low > 0.8 * (once.high - once.low)


def test_the_card_states_shares_interval_volume_change_and_the_models_error(group: Group) -> None:
    for name in ("甲", "乙", "丙", "丁", "戊"):
        group.hears(name, SAD, at=NOON - timedelta(days=7))
        group.hears(name, GLAD)
    error = sentiment.measured_error()
    card = cards.mood(group.mood(), group.mood(ago=7), error, place="学习一群")
    assert card.title == "「学习一群」的情绪"
    for part in ("03-04 至 03-10", "+100", "积极 100%", "发言 5 条", "比上一时段 +200，变化明显"):
        assert part in card.body
    assert f"每 100 条约错 {error.per_hundred} 条" in card.body
    assert 5 < error.per_hundred < 30


def test_the_card_is_said_in_english_too(group: Group) -> None:
    with speaking("en"):
        card = cards.mood(group.mood(), group.mood(ago=7), sentiment.measured_error())
    assert "Not enough data" in card.body
    assert not any("\u4e00" <= character <= "\u9fff" for character in card.text)
