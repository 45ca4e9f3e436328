"""Care: a low member who waits for an answer gets a kind word, if an administrator agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories.classroom import skip_to

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Person, Stage

GLUM = (
    "太失望了，今天的课完全听不懂，难受",
    "作业又做错了，心情很差，好难过",
    "气死我了，这个报错烦死人，太糟糕了",
)
DRAFTS = (
    "alice，你的提问 #1 还没人回答，让你久等了。我这就找熟悉的同学帮忙看看。",
    "alice，看到你的 #1 还没等到回答。方便的话补充一点细节，我们一起把它弄明白。",
    "alice，你好！你问的 #1 我看到了，回晚了，不好意思。我先去问问，有消息告诉你。",
)


@pytest.fixture
def morning(stage: Stage, g1: Group, root: Person, alice: Person) -> Stage:
    """Begin on the morning after two bad days, when nobody has answered yet."""
    root.says(g1, "/setup")
    _bad_days(stage, g1, alice)
    return stage


def _bad_days(stage: Stage, g1: Group, alice: Person) -> None:
    for day in ("2026-01-05", "2026-01-06"):
        skip_to(stage, f"{day} 20:00")
        for text in GLUM:
            alice.says(g1, text)
        if day == "2026-01-05":
            alice.says(g1, "/ask 循环变量为什么会泄漏？")
    skip_to(stage, "2026-01-07 09:00")
    stage.clock_to("2026-01-07 10:00")


def test_an_administrator_is_shown_a_draft_and_sends_it(
    morning: Stage, root: Person, alice: Person
) -> None:
    shown = root.heard.only(chat="dm:root").last
    assert shown["text"].startswith("关怀草稿 #1\n")
    assert "给谁：alice\n原因：提问 #1 从 2026-01-05 20:00 等到现在，1 天了" in shown["text"]
    assert not any(text in shown["text"] for text in (*GLUM, "循环变量"))
    before = len(alice.heard)
    heard = root.presses("发送")
    assert "已发给 alice" in heard
    [letter] = alice.heard.lines[before:]
    assert any(draft in letter["text"] for draft in DRAFTS)
    assert "这是管理员 root 托我带给你的。" in letter["text"]
    assert "情绪" not in letter["text"]
    assert "低落" not in letter["text"]
    assert not morning.clock_to("2026-01-08 12:00").only(chat="dm:alice").lines


@pytest.mark.usefixtures("morning")
def test_nothing_is_sent_by_itself(stage: Stage, alice: Person) -> None:
    before = len(alice.heard)
    stage.clock_to("2026-01-20 12:00")
    assert not [line for line in alice.heard.lines[before:] if "root" in line.get("text", "")]


@pytest.mark.usefixtures("morning")
def test_the_words_are_the_administrators_to_change(root: Person, alice: Person) -> None:
    assert "/care 1 alice" in root.presses("修改")
    assert "最多 100 个字，你写了 101 个" in root.tells(f"/care 1 {'好' * 101}")
    assert "草稿：「周末答疑我在，带着代码来吧。」" in root.tells(
        "/care 1 周末答疑我在，带着代码来吧。"
    )
    assert "#1 alice：周末答疑我在" in root.tells("/care")
    root.presses("发送")
    assert "周末答疑我在，带着代码来吧。" in alice.heard


@pytest.mark.usefixtures("morning")
def test_a_button_shown_with_other_words_sends_nothing(root: Person, alice: Person) -> None:
    old = root.stage.message_with("发送", root)
    root.tells("/care 1 周末答疑我在。")
    before = len(alice.heard)
    heard = root.presses("发送", old)
    assert heard.toasts.text == "内容刚被改过，请看过新的再决定。"
    assert "周末答疑我在。" in heard
    assert len(alice.heard) == before


@pytest.mark.usefixtures("morning")
def test_a_dropped_draft_is_gone(root: Person, alice: Person) -> None:
    before = len(alice.heard)
    assert "已放弃，不会给 alice 发任何消息。" in root.presses("放弃")
    assert not root.heard.last["buttons"]
    assert root.tells("/care").text == "没有待处理的关怀草稿。"
    assert root.tells("/care 1").text == "root 已经放弃了这份草稿。"
    assert len(alice.heard) == before


def test_of_two_administrators_the_first_decides(
    stage: Stage, g1: Group, root: Person, alice: Person, carol: Person
) -> None:
    root.says(g1, "/setup")
    carol.says(g1, "在")
    root.says(g1, "/role carol 管理员")
    _bad_days(stage, g1, alice)
    assert "给谁：alice" in carol.heard
    root.presses("放弃")
    before = len(alice.heard)
    assert carol.presses("发送").toasts.text == "root 已经放弃了这份草稿。"
    assert len(alice.heard) == before


@pytest.mark.usefixtures("morning")
def test_an_answer_in_the_meantime_makes_the_draft_lapse(
    g1: Group, root: Person, alice: Person, bob: Person
) -> None:
    bob.says(g1, "/answer 1 闭包绑定的是变量，不是值。")
    before = len(alice.heard)
    assert root.presses("发送").toasts.text == "这份草稿已经失效：过了 7 天，或者情况已经变了。"
    assert len(alice.heard) == before


@pytest.mark.usefixtures("morning")
def test_at_night_it_waits_for_the_members_morning(
    stage: Stage, root: Person, alice: Person
) -> None:
    skip_to(stage, "2026-01-07 23:30")
    before = len(alice.heard)
    assert "会在 2026-01-08 08:00 发给 alice：" in root.presses("发送")
    assert len(alice.heard) == before
    stage.clock_to("2026-01-08 08:00")
    assert "root 给你留言" in alice.heard


@pytest.mark.usefixtures("morning")
def test_members_see_no_drafts(g1: Group, bob: Person) -> None:
    assert bob.says(g1, "/care").text == "这个操作需要管理员权限。"
    assert bob.tells("/care").text == "这个操作需要管理员权限。"


def test_whoever_keeps_their_mood_to_themselves_is_left_alone(
    stage: Stage, g1: Group, root: Person, alice: Person
) -> None:
    root.says(g1, "/setup")
    alice.tells("/privacy")
    alice.presses("把我计入群情绪统计")
    _bad_days(stage, g1, alice)
    assert "关怀草稿" not in root.heard
