"""What moderators do by hand, what members report, and what those concerned may say to it."""

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
def member(alice: Person, bob: Person, g1: Group) -> Person:
    """Return somebody who is in the group, as another one is."""
    alice.says(g1, "大家好，我是新来的", id="hello")
    bob.says(g1, "欢迎欢迎")
    return alice


def _acts(heard: Heard) -> list[str]:
    said = {"send", "edit", "toast"}
    return [line["action"] for line in heard if line.get("action") not in said]


def test_a_member_is_warned_by_name_and_told_why(g1: Group, boss: Person, member: Person) -> None:
    heard = boss.says(g1, "/warn @alice 请不要在群里刷表情")
    assert "已警告 alice" in heard.only(chat="g1")
    assert "原因：请不要在群里刷表情" in heard.only(chat="dm:alice")
    assert "警告：请不要在群里刷表情" in member.tells("/warnings")
    assert "alice 的处理记录" in boss.says(g1, "/warnings @alice")


@pytest.mark.usefixtures("member")
def test_a_mute_lasts_as_long_as_said(g1: Group, boss: Person) -> None:
    muted = boss.says(g1, "/mute 2小时 先冷静一下", reply_to="hello")
    assert _acts(muted) == ["mute"]
    assert "已把 alice 禁言 2 小时" in muted.only(chat="g1")
    assert "到 01-05 11:00 结束，原因：先冷静一下" in muted.only(chat="dm:alice")
    again = boss.says(g1, "/mute @alice 10m")
    assert "禁言 10 分钟" in again
    freed = boss.says(g1, "/unmute @alice")
    assert _acts(freed) == ["unmute"]
    assert "已解除 alice 的禁言" in freed


def test_a_word_that_is_no_length_begins_the_reason(
    g1: Group, boss: Person, member: Person
) -> None:
    assert "禁言 1 小时" in boss.says(g1, "/mute @alice 刷屏 太多了")
    assert "刷屏 太多了" in member.heard
    assert "时长请写成" in boss.says(g1, "/mute @alice 10x 刷屏")
    assert "禁言最长 28 天" in boss.says(g1, "/mute @alice 40d")


@pytest.mark.usefixtures("member")
def test_a_ban_ends_by_itself_or_by_hand(
    stage: Stage, g1: Group, boss: Person, bob: Person
) -> None:
    assert _acts(boss.says(g1, "/ban @alice 3d 反复发广告")) == ["ban"]
    assert _acts(boss.says(g1, "/ban @bob")) == ["ban"]
    assert "永久封禁" in bob.heard
    skip_to(stage, "2026-01-08 08:59")
    assert _acts(stage.clock_to("2026-01-08 09:01")) == ["unban"]
    freed = boss.says(g1, "/unban @bob 说清楚了")
    assert _acts(freed) == ["unban"]
    assert "欢迎重新加入" in freed.only(chat="dm:bob")
    assert "没有记录" in boss.says(g1, "/unban @bob")


@pytest.mark.usefixtures("member")
def test_a_later_ban_takes_the_place_of_an_earlier_one(
    stage: Stage, g1: Group, boss: Person
) -> None:
    boss.says(g1, "/ban @alice 1d")
    boss.says(g1, "/ban @alice 3d")
    skip_to(stage, "2026-01-06 09:10")
    assert "unban" not in _acts(stage.clock_to("2026-01-06 09:11"))
    skip_to(stage, "2026-01-08 08:59")
    assert _acts(stage.clock_to("2026-01-08 09:01")) == ["unban"]


@pytest.mark.usefixtures("member")
def test_nobody_acts_on_equals_or_on_themselves(
    stage: Stage, g1: Group, boss: Person, bob: Person
) -> None:
    boss.says(g1, "/role @bob 协管")
    boss.says(g1, "/role @alice 协管")
    assert "权限不比你低" in bob.says(g1, "/kick @alice")
    assert "权限不比你低" in bob.says(g1, "/ban @root")
    assert "不能对自己" in bob.says(g1, "/mute @bob")
    assert "需要协管权限" in stage.person("carol").says(g1, "/warn @bob")


@pytest.mark.usefixtures("member")
def test_what_a_higher_rank_did_is_not_undone_by_a_lower_one(
    g1: Group, boss: Person, bob: Person
) -> None:
    boss.says(g1, "/role @bob 协管")
    boss.says(g1, "/mute @alice 1h")
    assert "更高权限" in bob.presses("撤销").toasts
    assert _acts(boss.presses("撤销")) == ["unmute"]
    assert "root 撤销了对 alice 的处理：禁言 1 小时" in g1.heard


def test_a_report_reaches_the_moderators_without_the_text(
    stage: Stage, g1: Group, boss: Person, member: Person, bob: Person
) -> None:
    member.says(g1, "谁再问我就拉黑谁，烦死了", id="rude")
    heard = bob.says(g1, "/report 说话太冲", reply_to="rude")
    assert "谢谢" in heard.only(chat="g1", private=True) or "谢谢" in bob.heard
    letter = heard.only(chat="dm:root")
    assert "alice 被 1 人举报" in letter
    assert "原因：说话太冲" in letter
    assert "rude" in letter
    assert "拉黑" not in letter
    assert "已经举报过" in bob.says(g1, "/report 说话太冲", reply_to="rude")
    carol = stage.person("carol")
    joined = carol.says(g1, "/report 我也觉得", reply_to="rude")
    assert "已经有人反映过" in joined
    assert len(joined.only(chat="dm:root")) == 0
    listed = boss.tells("/reports")
    assert "alice：2 人举报" in listed
    settled = boss.presses("给予警告")
    assert "root 处理了对 alice 的举报：警告" in settled
    assert "管理员的决定" in member.heard
    assert "说话太冲" not in member.heard
    assert "没有待处理的举报" in boss.tells("/reports")


@pytest.mark.usefixtures("boss")
def test_reports_are_few_and_never_about_oneself(
    stage: Stage, g1: Group, member: Person, bob: Person
) -> None:
    assert "不能举报自己" in member.says(g1, "/report @alice")
    for number in range(5):
        stage.person(f"p{number}").says(g1, "早")
        assert "谢谢" in bob.says(g1, f"/report @p{number}")
    assert "一天最多举报 5 次" in bob.says(g1, "/report @alice")


def test_an_appeal_is_granted_and_everything_undone(
    g1: Group, boss: Person, member: Person
) -> None:
    boss.says(g1, "/ban @alice 7d 发广告")
    sent = member.tells("/appeal 我只是分享了课程的官网")
    assert "申诉已交给管理员" in sent.only(chat="dm:alice")
    assert "我只是分享了课程的官网" in sent.only(chat="dm:root")
    assert "已经在处理中" in member.tells("/appeal 再看看吧")
    granted = boss.presses("撤销处理")
    assert _acts(granted) == ["unban"]
    assert "处理已撤销" in granted.only(chat="dm:alice")
    assert "没有可以申诉" in member.tells("/appeal 谢谢")
    assert "没有待处理的申诉" in boss.tells("/appeals")


def test_an_appeal_is_rejected_once_and_for_all(g1: Group, boss: Person, member: Person) -> None:
    boss.says(g1, "/warn @alice 刷屏")
    member.tells("/appeal 我没有")
    assert "alice：我没有" in boss.tells("/appeals")
    kept = boss.presses("维持 #")
    assert "维持原来的处理" in kept.only(chat="dm:alice")
    assert _acts(kept) == []
    assert "维持原决定" in member.tells("/appeal 真的没有")
    assert "没有待处理的申诉" in boss.tells("/appeals")


@pytest.mark.usefixtures("stage")
def test_the_audit_tells_who_did_what_and_what_undid_it(
    g1: Group, boss: Person, member: Person
) -> None:
    boss.says(g1, "/mute @alice 1h 刷屏")
    boss.presses("撤销")
    boss.tells("/moderation 违禁词 +傻瓜")
    caught(g1, member, "word", "傻瓜")
    audit = boss.tells("/audit")
    assert "root　禁言　alice　「刷屏」　到 01-05 10:00　（01-05 09:00 由 root 撤销）" in audit
    assert "root　修改设置　「违禁词 +傻瓜」" in audit
    assert "需要管理员权限" in member.tells("/audit")
    for _ in range(8):
        boss.says(g1, "/warn @alice")
    assert "禁言" not in boss.tells("/audit")
    assert "「刷屏」" in boss.presses("更早的")


def test_english_is_spoken_to_whoever_reads_english(
    g1: Group, boss: Person, member: Person
) -> None:
    member.tells("/settings")
    member.presses("English")
    heard = boss.says(g1, "/mute @alice 10m too many emoji")
    assert "You are muted" in heard.only(chat="dm:alice")
    assert "My record" in member.tells("/warnings")
