"""Delivery: what is said when a platform cannot be reached, wants silence, or leaves in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core import outbox
from tests.stories.classroom import furnish, points_of, skip_to

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Person, Stage

GRANTED = "管理员为你开通了「VIP 会员」"


def test_an_answer_waits_until_the_group_takes_messages_again(
    stage: Stage, g1: Group, alice: Person, bob: Person
) -> None:
    stage.does("fail", chat="g1", how="retry_after", seconds=90)
    assert not alice.says(g1, "签到").lines
    assert not bob.says(g1, "签到").lines
    assert not stage.clock_to("2026-01-05 09:01:29").lines
    later = stage.clock_to("2026-01-05 09:01:30")
    assert [line["text"][:12] for line in later] == ["签到成功，已连续签到 1"] * 2
    assert points_of(alice) == 3


def test_an_answer_in_doubt_or_out_of_reach_is_not_said_again(
    stage: Stage, g1: Group, alice: Person
) -> None:
    for how in ("ambiguous", "unreachable"):
        stage.does("fail", chat="g1", how=how)
        assert not alice.says(g1, "签到").lines
        stage.does("fail", chat="g1", how="ok")
        assert not stage.clock_to(stage.now.replace(minute=stage.now.minute + 20)).lines
    assert points_of(alice) == 3
    assert "今天已经签过到啦" in alice.says(g1, "签到")


def test_a_receipt_in_doubt_is_sent_until_it_surely_arrives(
    stage: Stage, g1: Group, root: Person, bob: Person
) -> None:
    bob.tells("/points")
    stage.does("fail", chat="dm:bob", how="ambiguous")
    assert GRANTED not in root.says(g1, "/grant bob vip 1m")
    assert not stage.clock_to("2026-01-05 09:00:30").lines
    stage.does("fail", chat="dm:bob", how="ok")
    assert stage.clock_to("2026-01-05 09:02").text.count(GRANTED) == 1
    assert not stage.clock_to("2026-01-05 10:30").lines
    assert not stage.read(lambda uow: outbox.undelivered(uow, 1))


def test_a_receipt_waits_for_as_long_as_the_platform_says(
    stage: Stage, g1: Group, root: Person, bob: Person
) -> None:
    bob.tells("/points")
    stage.does("fail", chat="dm:bob", how="retry_after", seconds=600)
    root.says(g1, "/grant bob vip 1m")
    assert not stage.clock_to("2026-01-05 09:09").lines
    assert stage.clock_to("2026-01-05 09:10").text.count(GRANTED) == 1


def test_who_blocked_the_bot_is_not_written_to_until_they_come_back(
    stage: Stage, g1: Group, root: Person, bob: Person
) -> None:
    bob.tells("/points")
    bob.cannot_be_reached()
    assert GRANTED not in root.says(g1, "/grant bob vip 1m")
    assert stage.read(lambda uow: outbox.undelivered(uow, 1)) == {"unreachable": 1}
    assert "我没法私信对方，这件事请你转告。" in root.says(g1, "/grant bob vip 1m")
    bob.can_be_reached()
    assert not stage.clock_to("2026-01-05 10:00").lines
    bob.tells("/points")
    assert GRANTED in root.says(g1, "/grant bob vip 1m").only(chat="dm:bob")


def test_suggestions_in_doubt_are_not_sent_twice(stage: Stage, g1: Group, alice: Person) -> None:
    alice.says(g1, "大家好")
    furnish(stage)
    skip_to(stage, "2026-01-09 11:59")
    stage.does("fail", chat="g1", how="ambiguous")
    assert not stage.clock_to("2026-01-09 12:00").lines
    stage.does("fail", chat="g1", how="ok")
    assert not stage.clock_to("2026-01-09 18:00").lines
    assert stage.read(lambda uow: outbox.undelivered(uow, 1)) == {"unknown": 1}


@pytest.mark.parametrize("how", ["ambiguous", "retry_after"])
def test_the_board_arrives_once_after_all(stage: Stage, g1: Group, alice: Person, how: str) -> None:
    alice.says(g1, "签到")
    skip_to(stage, "2026-01-12 08:59")
    stage.does("fail", chat="g1", how=how, seconds=120)
    assert not stage.clock_to("2026-01-12 09:00").lines
    stage.clock_to("2026-01-12 09:00:30")
    stage.does("fail", chat="g1", how="ok")
    assert stage.clock_to("2026-01-12 10:00").text.count("每周积分榜") == 1
    assert not stage.clock_to("2026-01-12 11:00").lines


def test_a_question_from_private_reaches_the_group_after_all(
    stage: Stage, g1: Group, alice: Person, bob: Person
) -> None:
    bob.says(g1, "在")
    stage.does("fail", chat="g1", how="ambiguous")
    assert "已把 #1 发到「g1」" in alice.tells("/ask 群里现在能看到我吗？")
    stage.does("fail", chat="g1", how="ok")
    [posted] = stage.clock_to("2026-01-05 09:05").only(chat="g1")
    assert "💡 bob 回答了 #1" in bob.says(g1, "能", reply_to=posted["id"])
