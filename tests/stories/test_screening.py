"""Screening: a newcomer solves a small task or leaves again, and a raid finds the door closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core.screening import FRUITS
from tests.stories.classroom import skip_to

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Heard, Person, Stage

NAMES = dict(
    zip(
        ("苹果", "香蕉", "葡萄", "西瓜", "草莓", "桃子", "菠萝", "猕猴桃", "柠檬", "樱桃"),
        FRUITS,
        strict=True,
    )
)


@pytest.fixture
def door(g1: Group, root: Person) -> Group:
    """Have newcomers asked."""
    root.says(g1, "/setup")
    heard = root.says(g1, "/screening 小测验 开")
    assert "小测验：开，5 分钟内完成" in heard
    assert heard.last["private"]
    return g1


def _wanted(person: Person) -> str:
    """Return the fruit that a person was asked for last."""
    asked = [line["text"] for line in person.stage.heard if "「" in line.get("text", "")]
    name = next(text for text in reversed(asked) if "点" in text and f"{person.name}，" in text)
    return NAMES[name.rpartition("「")[2].partition("」")[0]]


def _other(person: Person) -> str:
    newest = next(
        line
        for line in reversed(person.stage.heard.lines)
        if any(label in FRUITS for label in line.get("buttons", ()))
    )
    return next(str(label) for label in newest["buttons"] if label != _wanted(person))


def _deeds(heard: Heard) -> list[tuple[str, str]]:
    kinds = ("mute", "unmute", "kick", "decline_join", "approve_join")
    return [(line["action"], line["user"]) for line in heard if line.get("action") in kinds]


def test_a_newcomer_presses_the_right_fruit_and_may_speak(door: Group, bob: Person) -> None:
    came = bob.joins(door)
    assert _deeds(came) == [("mute", "bob")]
    assert "点错两次或超时会被移出，可以重新加入再试。" in came
    pressed = bob.presses(_wanted(bob))
    assert "✅ bob 通过了，欢迎！现在可以发言了。" in pressed
    assert _deeds(pressed) == [("unmute", "bob")]
    bob.leaves(door)
    assert not _deeds(bob.joins(door))


def test_two_wrong_fruits_are_the_end_for_now(door: Group, bob: Person) -> None:
    bob.joins(door)
    again = bob.presses(_other(bob))
    assert "bob，刚才点错了。" in again
    assert not _deeds(again)
    out = bob.presses(_other(bob))
    assert "bob 两次都没点对，已移出。可以重新加入再试。" in out
    assert _deeds(out) == [("kick", "bob")]
    bob.leaves(door)
    assert _deeds(bob.joins(door)) == [("mute", "bob")]


def test_nobody_else_can_press_it(door: Group, alice: Person, bob: Person) -> None:
    bob.joins(door)
    alice.says(door, "大家好")
    assert alice.presses(_wanted(bob)).toasts.text == "这个按钮不是给你的。"


def test_after_five_minutes_it_is_too_late(stage: Stage, door: Group, bob: Person) -> None:
    bob.joins(door)
    assert not _deeds(stage.clock_to("2026-01-05 09:05"))
    assert "你没来得及，先请你出来了" in bob.heard
    assert _deeds(stage.clock_to("2026-01-05 09:06")) == [("kick", "bob")]
    assert bob.presses(_wanted(bob)).toasts.text == "这道题已经结束了。"


def test_members_who_paid_and_staff_walk_in(door: Group, root: Person, bob: Person) -> None:
    bob.tells("在")
    root.says(door, "/grant bob vip 1m")
    assert not _deeds(bob.joins(door))
    assert not _deeds(root.joins(door))


def test_an_account_made_yesterday_is_asked_to_come_back(
    stage: Stage, g1: Group, root: Person
) -> None:
    root.says(g1, "/setup")
    root.says(g1, "/screening 注册天数 7")
    came = stage.does("join", user="eve", chat="g1", created="2026-01-04T09:00:00+08:00")
    assert _deeds(came) == [("mute", "eve")]
    assert "你的账号注册还不满 7 天，暂时不能加入「" in came.only(chat="dm:eve")
    assert "有注册不满 7 天的新账号来加入" in came.only(chat="dm:root")
    assert _deeds(stage.clock_to("2026-01-05 09:01")) == [("kick", "eve")]
    old = stage.does("join", user="ada", chat="g1", created="2020-01-04T09:00:00+08:00")
    assert not _deeds(old)


def test_a_raid_closes_the_door_by_itself_and_it_opens_again(
    stage: Stage, g1: Group, root: Person
) -> None:
    root.says(g1, "/setup")
    root.says(g1, "/screening 突袭人数 3")
    crowd = [stage.person(f"bot{number}") for number in range(4)]
    deeds = [deed for bot in crowd for deed in _deeds(bot.joins(g1))]
    assert sorted(deeds) == [("mute", bot.name) for bot in crowd]
    told = root.heard.only(chat="dm:root").text
    assert told.count("一分钟内来了 3 位新成员，防突袭模式已自动开启。") == 1
    assert "到 01-05 09:30 为止" in root.tells("/raid")
    assert ("decline_join", "eve") in _deeds(stage.person("eve").asks_to_join(g1))
    released = _deeds(stage.clock_to("2026-01-05 09:30"))
    assert released == [("unmute", bot.name) for bot in crowd]
    assert "防突袭模式没有开启" in root.tells("/raid")


def test_a_raid_is_begun_and_ended_by_hand(door: Group, root: Person, bob: Person) -> None:
    assert "到 01-05 10:00 为止" in root.says(door, "/raid on 60")
    came = bob.joins(door)
    assert _deeds(came) == [("mute", "bob")]
    assert "01-05 10:00 之前新成员暂时不能发言" in came.only(chat="dm:bob")
    ended = root.says(door, "/raid 关")
    assert "防突袭模式已结束" in ended
    assert "bob，请在 5 分钟内点一下" in ended
    assert _deeds(bob.presses(_wanted(bob))) == [("unmute", "bob")]
    listed = root.tells("/screening")
    assert "01-05 09:00 bob：通过" in listed
    assert "01-05 09:00 root：结束防突袭模式" in listed


def test_what_came_due_while_the_bot_was_away_is_done_when_it_is_back(
    stage: Stage, door: Group, bob: Person
) -> None:
    bob.joins(door)
    skip_to(stage, "2026-01-05 09:20")
    assert _deeds(stage.clock_to("2026-01-05 09:21")) == [("kick", "bob")]


def test_members_change_no_rules(g1: Group, alice: Person) -> None:
    assert alice.says(g1, "/screening 小测验 开").text == "这个操作需要管理员权限。"
    assert alice.says(g1, "/raid on").text == "这个操作需要协管权限。"


def test_nobody_is_removed_for_a_task_that_could_not_be_shown(
    stage: Stage, door: Group, bob: Person
) -> None:
    stage.does("fail", on=door.on, chat=door.name, how="unreachable")
    bob.joins(door)
    stage.does("fail", on=door.on, chat=door.name, how="ok")
    assert ("kick", "bob") not in _deeds(stage.clock_to("2026-01-05 10:00"))
