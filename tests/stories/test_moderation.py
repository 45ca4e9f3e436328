"""Order kept by the ladder: watched at first, then climbed step by step, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories.classroom import skip_to
from tests.stories.suspicion import caught

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Heard, Person, Stage


@pytest.fixture
def boss(root: Person, g1: Group) -> Person:
    """Return the owner, whom letters to the staff reach."""
    root.says(g1, "/setup")
    return root


@pytest.fixture
def member(alice: Person, g1: Group) -> Person:
    """Return somebody who is in the group."""
    alice.says(g1, "大家好，我是新来的")
    return alice


def _acts(heard: Heard) -> list[str]:
    said = {"send", "edit", "toast"}
    return [line["action"] for line in heard if line.get("action") not in said]


def _switch_on(boss: Person) -> Heard:
    boss.tells("/moderation on")
    return boss.presses("确认开启")


def test_at_first_everything_is_watched_and_nothing_done(
    stage: Stage, g1: Group, boss: Person, member: Person
) -> None:
    assert len(caught(g1, member, "ad", "兼职刷单", times=3)) == 0
    letter = stage.clock_to("2026-01-05 20:31").only(chat="dm:root")
    assert "没有处理任何人" in letter
    assert "发广告（兼职刷单）：3 次，1 人" in letter
    assert "alice" not in letter
    assert len(member.heard) == 0
    assert "只观察" in boss.tells("/moderation")


def test_a_false_positive_is_let_pass_from_then_on(
    stage: Stage, g1: Group, boss: Person, member: Person
) -> None:
    caught(g1, member, "ad", "兼职刷单")
    caught(g1, member, "contact", "加微分", times=2)
    stage.clock_to("2026-01-05 20:31")
    assert "2 条「留联系方式拉人（加微分）」记为误报" in boss.presses("误报 1.")
    assert "加微分" in boss.tells("/moderation 放行词")
    assert "已经记为误报" in boss.presses("误报 1.")
    shown = boss.tells("/moderation")
    assert "另有 2 条已记为误报" in shown
    assert "1 次警告" in shown


@pytest.mark.usefixtures("boss")
def test_a_quiet_day_brings_no_letter_and_no_day_two(
    stage: Stage, g1: Group, member: Person
) -> None:
    assert len(stage.clock_to("2026-01-05 20:31").only(chat="dm:root")) == 0
    caught(g1, member, "ad", "兼职刷单")
    assert len(stage.clock_to("2026-01-06 20:31").only(chat="dm:root")) == 1
    assert len(stage.clock_to("2026-01-07 20:31").only(chat="dm:root")) == 0


def test_after_a_month_the_administrators_are_asked_once(
    stage: Stage, g1: Group, boss: Person, member: Person
) -> None:
    caught(g1, member, "ad", "兼职刷单")
    skip_to(stage, "2026-02-03 20:29")
    assert "观察期满" not in stage.clock_to("2026-02-03 20:31")
    skip_to(stage, "2026-02-06 20:29")
    asked = stage.clock_to("2026-02-06 20:31").only(chat="dm:root")
    assert asked.text.count("观察期满了") == 1
    assert "要开启自动处理吗" in boss.presses("开启自动处理")
    assert "已开启" in boss.presses("确认开启")
    assert "观察期满" not in stage.clock_to("2026-02-07 20:31")


def test_the_ladder_is_climbed_step_by_step(
    stage: Stage, g1: Group, boss: Person, member: Person
) -> None:
    assert "如果已开启" in boss.tells("/moderation on") or "没有发现" in boss.heard
    assert "已开启" in boss.presses("确认开启")
    hint = caught(g1, member, "word", "傻瓜")
    assert "碰到了群里的规则：用了违禁词" in hint.only(chat="dm:alice")
    assert "/appeal" in hint
    assert _acts(hint) == []
    warned = caught(g1, member, "word", "傻瓜")
    assert "收到一次警告" in warned
    assert _acts(warned) == ["delete"]
    for length in ("09:10", "10:00", "01-06 09:00"):
        muted = caught(g1, member, "word", "傻瓜")
        assert _acts(muted) == ["delete", "mute"]
        assert length in muted.only(chat="dm:alice")
    kicked = caught(g1, member, "word", "傻瓜")
    assert _acts(kicked) == ["delete", "kick"]
    assert "alice 已被自动移出" in kicked.only(chat="dm:root")
    banned = caught(g1, member, "word", "傻瓜")
    assert _acts(banned) == ["delete", "ban"]
    skip_to(stage, "2026-02-04 08:59")
    assert _acts(stage.clock_to("2026-02-04 09:01")) == ["unban"]


@pytest.mark.usefixtures("stage")
def test_what_is_grave_skips_the_hint_and_takes_the_message_away(
    g1: Group, boss: Person, member: Person
) -> None:
    _switch_on(boss)
    first = caught(g1, member, "spam")
    assert _acts(first) == ["delete"]
    assert "警告" in first
    assert _acts(caught(g1, member, "spam")) == ["delete", "mute"]


def test_strikes_expire(stage: Stage, g1: Group, boss: Person, member: Person) -> None:
    _switch_on(boss)
    caught(g1, member, "spam")
    assert "警告：疑似垃圾信息" in member.tells("/warnings")
    skip_to(stage, "2026-02-05 09:00")
    assert "没有未过期的记录" in member.tells("/warnings")
    assert _acts(caught(g1, member, "spam")) == ["delete"]


@pytest.mark.usefixtures("stage")
def test_whoever_cannot_be_written_to_is_told_in_the_chat(
    g1: Group, boss: Person, member: Person
) -> None:
    _switch_on(boss)
    member.cannot_be_reached()
    caught(g1, member, "word", "傻瓜")
    assert "alice，警告一次：用了违禁词。" in caught(g1, member, "word", "傻瓜").only(chat="g1")


@pytest.mark.usefixtures("stage")
def test_the_staff_and_the_trusted_are_left_alone(g1: Group, boss: Person, member: Person) -> None:
    _switch_on(boss)
    assert len(caught(g1, boss, "spam", times=3)) == 0
    assert "信任成员" in boss.says(g1, "/trust @alice")
    assert len(caught(g1, member, "spam", times=3)) == 0
    assert "不再是信任成员" in boss.says(g1, "/trust @alice 关")
    assert _acts(caught(g1, member, "spam")) == ["delete"]


def test_what_is_mild_does_not_bother_old_members(
    stage: Stage, g1: Group, boss: Person, member: Person, bob: Person
) -> None:
    _switch_on(boss)
    skip_to(stage, "2026-04-20 12:00")
    bob.says(g1, "我今天刚来")
    assert len(caught(g1, member, "flood")) == 0
    assert "刷屏" in caught(g1, bob, "flood")
    assert len(caught(g1, bob, "flood", times=3)) == 0


@pytest.mark.usefixtures("stage")
def test_a_hint_at_abuse_only_brings_people_to_look(
    g1: Group, boss: Person, member: Person
) -> None:
    _switch_on(boss)
    heard = caught(g1, member, "abuse", times=2)
    assert heard.only(chat="dm:root").text.count("疑似辱骂") == 1
    assert _acts(heard) == []
    assert len(member.heard) == 0
    assert "处理了对 alice 的举报：不处理" in boss.presses("忽略")


def test_what_the_ladder_did_is_undone_and_may_be_let_pass(
    stage: Stage, g1: Group, boss: Person, member: Person
) -> None:
    _switch_on(boss)
    boss.tells("/moderation 阶梯 移出 封禁30天")
    caught(g1, member, "contact", "加薇")
    caught(g1, member, "contact", "加薇")
    undone = boss.presses("撤销")
    assert _acts(undone) == ["unban"]
    assert "欢迎重新加入" in undone.only(chat="dm:alice")
    assert "以后放行" in boss.presses("加入放行词")
    assert "加薇" in boss.tells("/moderation 放行词")
    skip_to(stage, "2026-02-20 08:59")
    assert "unban" not in _acts(stage.clock_to("2026-02-20 09:00"))


@pytest.mark.usefixtures("stage")
def test_switched_off_nothing_is_even_written_down(g1: Group, boss: Person, member: Person) -> None:
    boss.tells("/moderation")
    boss.presses("关闭检查")
    caught(g1, member, "spam", times=2)
    assert "没有发现" in boss.tells("/moderation")


def test_what_is_written_in_the_group_is_watched_and_then_acted_on(
    stage: Stage, g1: Group, boss: Person, member: Person
) -> None:
    advert = "想要全套资料的加薇信 abc12345，低价出"
    assert len(member.says(g1, advert)) == 0
    member.says(g1, "这道题有点麻烦，老师能再讲讲吗？")
    assert "留联系方式拉人" in stage.clock_to("2026-01-05 20:31").only(chat="dm:root")
    _switch_on(boss)
    assert _acts(member.says(g1, advert)) == ["delete"]
    assert "收到一次警告" in member.heard
    assert len(member.says(g1, "这道题有点麻烦，老师能再讲讲吗？")) == 0
    assert len(boss.says(g1, advert)) == 0


@pytest.mark.usefixtures("stage")
def test_an_advertisement_that_is_taken_away_is_no_answer(
    g1: Group, boss: Person, member: Person, bob: Person
) -> None:
    _switch_on(boss)
    asked = bob.says(g1, "/ask 第三课的环境怎么装？").last["id"]
    heard = member.says(g1, "想要全套资料的加薇信 abc12345，低价出", reply_to=asked)
    assert _acts(heard) == ["delete"]
    assert "采纳" not in heard
    assert "第三课的环境怎么装" in bob.says(g1, "/unanswered")
