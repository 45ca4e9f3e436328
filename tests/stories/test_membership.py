"""Membership: plans, the one trial, what administrators grant and revoke, and how terms end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories.classroom import skip_to

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Person, Stage

ONCE = "每个人只能免费试用一次，你已经试用过了。"
USAGE = "用法：/grant <成员> <普通会员|高级会员|VIP会员> [时长]"
REFUSED = (
    ("/grant", f"缺少「成员」。{USAGE}"),
    ("/grant bob", f"缺少「方案」。{USAGE}"),
    ("/grant nobody vip", "没有找到成员「nobody」。"),
    ("/grant bob 钻石会员", f"没有「钻石会员」这个选项。{USAGE}"),
    ("/grant bob free", f"没有「free」这个选项。{USAGE}"),
    ("/grant bob vip 很久", "时长请写成 1y、6m、30d，或者 1年、6个月、30天。"),
    ("/grant bob vip 0d", "时长请写成 1y、6m、30d，或者 1年、6个月、30天。"),
    ("/grant bob vip -3m", "时长请写成 1y、6m、30d，或者 1年、6个月、30天。"),
    ("/grant bob vip " + "9" * 5000, "时长请写成 1y、6m、30d，或者 1年、6个月、30天。"),
    ("/grant bob vip 31y", "会员有效期最长 30 年。"),
    ("/revoke bob", "bob 现在没有会员可以撤销。"),
)


def test_the_plans_are_shown_with_their_prices(g1: Group, alice: Person) -> None:
    heard = alice.says(g1, "/plans")
    assert "· 普通会员：9.9 元/月，99 元/年。" in heard
    assert "· VIP 会员：99 元/月，999 元/年。全部课程" in heard
    assert heard.buttons == ["免费试用 3 天"]


def test_the_trial_on_the_list_is_for_whoever_asked_for_the_list(
    g1: Group, alice: Person, bob: Person
) -> None:
    alice.says(g1, "/plans")
    assert bob.presses("免费试用").toasts.text == "这个按钮不是给你的。"
    started = alice.presses("免费试用")
    assert started.last["private"]
    assert "试用开始了！到 2026-01-08 09:00 为止" in started
    assert alice.presses("免费试用").toasts.text == "这个按钮已经用过了。"
    assert not alice.says(g1, "/plans").buttons


def test_the_trial_is_had_once_and_for_all(stage: Stage, g1: Group, alice: Person) -> None:
    alice.tells("/trial")
    assert "你已经是会员了，不用再试用。" in alice.tells("/trial")
    skip_to(stage, "2026-01-08 08:00")
    stage.clock_to("2026-01-08 09:00")
    assert alice.tells("/trial").text == ONCE
    alice.tells("/forgetme")
    alice.presses("删除我的数据")
    assert alice.tells("/trial").text == ONCE
    alice.leaves(g1)
    alice.joins(g1)
    assert alice.tells("/trial").text == ONCE
    assert not alice.tells("/plans").buttons


@pytest.mark.parametrize(
    ("length", "until"),
    [
        ("", "2026-02-05"),
        ("3", "2026-04-05"),
        ("6m", "2026-07-05"),
        ("1Y", "2027-01-05"),
        ("30d", "2026-02-04"),
        ("1年", "2027-01-05"),
        ("６个月", "2026-07-05"),
        ("30 天", "2026-02-04"),
    ],
)
def test_a_membership_is_granted_for_a_length(
    g1: Group, root: Person, bob: Person, length: str, until: str
) -> None:
    bob.says(g1, "在")
    heard = root.says(g1, f"/grant bob 高级会员 {length}")
    assert heard.only(chat="g1").text == (
        f"已为 bob 开通「高级会员」，到 {until} 09:00。\n我会私信告诉对方。"
    )
    assert f"管理员为你开通了「高级会员」，有效期到 {until} 09:00。" in bob.heard


def test_a_second_grant_prolongs_the_first(g1: Group, root: Person, bob: Person) -> None:
    bob.says(g1, "我想续费", id="wish")
    root.says(g1, "/grant @bob vip 1m")
    assert "到 2026-03-05 09:00" in root.says(g1, "/grant VIP会员 1m", reply_to="wish")
    assert "你现在是「VIP 会员」，2026-03-05 09:00 到期，还剩 59 天。" in bob.tells("会员")


def test_what_cannot_be_granted_is_refused_in_plain_words(
    g1: Group, root: Person, bob: Person
) -> None:
    bob.says(g1, "在")
    for text, said in REFUSED:
        assert root.says(g1, text).text == said
    assert "你现在是「免费成员」。" in bob.tells("/membership")


@pytest.mark.parametrize("text", ["/grant alice vip", "/revoke bob", "/community 名称 我的群"])
def test_members_administer_nothing(g1: Group, alice: Person, text: str) -> None:
    assert alice.says(g1, text).text == "这个操作需要管理员权限。"


def test_an_administrator_who_is_one_no_longer_is_refused(g1: Group, root: Person) -> None:
    root.is_no_longer_admin(g1)
    assert root.says(g1, "/grant root vip").text == "这个操作需要管理员权限。"


def test_only_the_owner_gives_roles(g1: Group, root: Person, bob: Person) -> None:
    bob.says(g1, "在")
    assert root.says(g1, "/role bob 协管").text == "这个操作需要群主权限。"
    root.says(g1, "/setup")
    assert root.says(g1, "/role bob 管理员").text == "bob 现在是管理员。"
    assert "已为 bob 开通「普通会员」" in bob.says(g1, "/grant bob 普通会员 1m")
    root.says(g1, "/role bob 成员")
    assert bob.says(g1, "/grant bob vip").text == "这个操作需要管理员权限。"
    assert root.says(g1, "/role root 成员").text == "不能修改自己的角色。"


def test_a_term_is_announced_graced_and_over(
    stage: Stage, g1: Group, root: Person, bob: Person
) -> None:
    bob.says(g1, "在")
    root.says(g1, "/grant bob 普通会员 4d")
    assert not stage.clock_to("2026-01-06 08:59").lines
    first = stage.clock_to("2026-01-06 09:00")
    assert "你的「普通会员」将在 2026-01-09 09:00 到期，还剩 3 天。" in first
    assert not stage.clock_to("2026-01-08 08:59").lines
    second = stage.clock_to("2026-01-08 09:00")
    assert "还剩 1 天。" in second
    grace = stage.clock_to("2026-01-09 09:00")
    assert "已到期。宽限期到 2026-01-12 09:00，这段时间权益照旧。" in grace
    assert "「普通会员」已到期，宽限期到 2026-01-12 09:00" in bob.tells("/membership")
    assert not stage.clock_to("2026-01-12 08:59").lines
    over = stage.clock_to("2026-01-12 09:00")
    assert "已到期，宽限期也结束了。\n续期方式：发送 /plans。\n订阅 #1 · 2026-01-09" in over
    assert [len(heard.sent) for heard in (first, second, grace, over)] == [1, 1, 1, 1]
    assert "你现在是「免费成员」。" in bob.tells("/membership")


def test_whoever_renews_in_time_hears_no_more_of_the_old_end(
    stage: Stage, g1: Group, root: Person, bob: Person
) -> None:
    bob.says(g1, "在")
    root.says(g1, "/grant bob 普通会员 2d")
    assert "还剩 1 天" in stage.clock_to("2026-01-06 09:00")
    root.says(g1, "/grant bob 普通会员 1y")
    assert not stage.clock_to("2026-01-07 10:00").lines


def test_a_membership_is_revoked_with_its_reason(
    stage: Stage, g1: Group, root: Person, bob: Person
) -> None:
    bob.says(g1, "在")
    root.says(g1, "/grant bob vip 2d")
    heard = root.says(g1, "/revoke bob 反复发广告")
    assert heard.only(chat="g1").text == "已撤销 bob 的「VIP 会员」。\n我会私信告诉对方。"
    assert "管理员撤销了你的「VIP 会员」。\n原因：反复发广告" in heard.only(chat="dm:bob")
    assert "「VIP 会员」被撤销" in bob.tells("/membership")
    assert not stage.clock_to("2026-01-06 10:00").lines
