"""The main evening, from the newcomer's welcome to the weekly board, on both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core import points
from tests.stories.classroom import furnish, points_of
from tests.stories.dialogue import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

SOUR = "太失望了，作业一直没人批，客服也不回，想退款"


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    """Play on one engine after the other."""
    with Stage(database_url) as stage:
        yield stage


def test_an_evening_in_a_paid_community(stage: Stage) -> None:
    g1 = stage.group("g1")
    alice, bob, carol, dan, erin, root = map(
        stage.person, ("alice", "bob", "carol", "dan", "erin", "root")
    )
    root.becomes_admin(g1).says(g1, "/setup")
    furnish(stage)

    # A newcomer is welcomed, chooses interests by buttons and consents.
    welcomed = alice.joins(g1)
    assert "欢迎 alice 加入「学习社群」！" in welcomed
    assert "先选几个感兴趣的方向" in welcomed
    assert "已选：Python" in alice.presses("Python")
    chosen = alice.presses("FastAPI")
    assert "已选：Python、FastAPI" in chosen
    assert {"✓ Python", "✓ FastAPI"} < set(chosen.buttons)
    assert bob.presses("选好了").toasts.text == "这个按钮不是给你的。"
    assert "要不要我按你的兴趣和学习记录挑课" in alice.presses("选好了")
    assert "按我的学习记录推荐课程" in alice.presses("好，推荐给我")

    # A question, two replies, one of them accepted by its button.
    asked = alice.says(g1, "/ask 怎么用生成器读一个很大的文件？")
    assert "❓ 问题 #1\nalice 问：怎么用生成器读一个很大的文件？" in asked
    first = bob.says(g1, "用 yield 一行一行地读", reply_to=asked.last["id"])
    assert "💡 bob 回答了 #1。alice，如果解决了你的问题，请点「采纳」。" in first
    carol.says(g1, "直接写 for line in f 就行", reply_to=asked.last["id"])
    accepted = alice.presses("采纳", first.last["id"])
    assert accepted.text == "✅ alice 采纳了 bob 对 #1 的回答，bob 得到 15 分。"
    assert [points_of(person) for person in (alice, bob, carol)] == [4, 20, 5]
    assert carol.says(g1, "/top").text == (
        "积分榜（近 7 天）\n🥇 bob — 20 分\n🥈 carol — 5 分\n🥉 alice — 4 分\n\n"
        "carol：第 2 名，5 分"
    )

    # Some are unhappy; a moderator sees it, and the words of nobody.
    for person in (alice, bob, carol, dan, erin):
        assert not person.says(g1, SOUR).lines
    root.says(g1, "/role dan 协管")
    mood = dan.says(g1, "/mood")
    assert mood.last["private"]
    assert "发言 7 条，读出情绪的成员 5 位" in mood
    assert "情绪指数 -" in mood
    assert "失望" not in mood

    # A trial runs out, and its member is told a day before and at the end.
    assert "试用开始了！到 2026-01-08 09:00 为止" in erin.tells("/trial")
    assert not stage.clock_to("2026-01-07 08:59").lines
    [reminder] = stage.clock_to("2026-01-07 10:00").sent
    assert reminder["chat"] == "dm:erin"
    assert "试用将在 2026-01-08 09:00 结束，还剩 1 天。" in reminder["text"]

    # Suggestions come on Wednesday to whoever consented, and on Friday to the group.
    [letter] = stage.clock_to("2026-01-07 20:00").sent
    assert letter["chat"] == "dm:alice"
    assert letter["text"].count("和你关注的「Python」有关。") == 2
    assert letter["text"].count("新课，本群首发") == 1
    assert "试用结束了，感谢体验。" in stage.clock_to("2026-01-08 09:00")
    [friday] = stage.clock_to("2026-01-09 12:00").sent
    assert friday["chat"] == "g1"
    assert friday["text"].startswith("本周课程推荐\n1. 《")

    # The week's best are named on Monday morning, and the ledger adds up.
    [board] = stage.clock_to("2026-01-12 09:00").sent
    assert board["chat"] == "g1"
    assert "恭喜过去一周的积分之星：bob · carol · alice！" in board["text"]
    assert stage.read(lambda uow: points.audit(uow, 1)) == []
