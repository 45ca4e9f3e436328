"""The mood: members counted and not messages, the silent left out, and no word on too few."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core import members, sentiment
from core.members import Purpose
from core.sentiment import Heard, cards
from tests.core.sentiment.feeling import CALM, GLAD, NOON, SAD, UNSURE, Group


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
    card = cards.mood(group.trend(), sentiment.measured_error())
    assert "数据不足" in card.body
    assert "消极" not in card.body
    assert card.chart is None


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
    group.hears("甲", GLAD, UNSURE, topics=("homework",))
    member = group.member("甲")
    assert sentiment.PERSONAL.export(group.uow, member.id) == {
        "hours": [
            {
                "chat": group.chats[0],
                "day": "2026-03-10",
                "hour": 12,
                "messages": 2,
                "confident": 1,
                "score_sum": pytest.approx(0.85),
                "positives": 1,
                "negatives": 0,
            }
        ],
        "topics": [
            {
                "chat": group.chats[0],
                "day": "2026-03-10",
                "topic": "homework",
                "positives": 1,
                "negatives": 0,
            }
        ],
    }
    sentiment.PERSONAL.erase(group.uow, member.id)
    assert sentiment.PERSONAL.export(group.uow, member.id) == {"hours": [], "topics": []}


def test_a_known_community_is_not_looked_up_again(group: Group) -> None:
    somewhere = replace(group.community, zone="Asia/Tokyo")
    who = group.member("甲").id
    heard = [Heard(group.community.id, group.chats[0], who, NOON, GLAD)]
    sentiment.note(group.uow, heard, {group.community.id: somewhere})
    assert sentiment.PERSONAL.export(group.uow, who)["hours"][0]["hour"] == 13
