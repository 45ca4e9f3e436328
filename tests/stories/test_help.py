"""Help: everybody is shown what they may do, and told kindly what they wrote wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.declarations import Declarations
from core.roles import Role

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Person

COMMANDS = Declarations.collect().commands.values()
ABOVE = sorted(spec.name for spec in COMMANDS if spec.role > Role.MEMBER)
WRONG = (
    ("/points 3", "「3」是多余的。用法：/points"),
    ("/top 昨天", "没有「昨天」这个选项。用法：/top [近7天|近30天|总榜]"),
    ("/course", "缺少「课程编号或标题」。用法：/course <课程编号或标题>"),
    ("/zone", "缺少「时区」。用法：/zone <时区>"),
    ("/why 几条", "「条数」要写成整数，不能是「几条」。用法：/why [条数]"),
)
IN_ENGLISH = (
    ("/ask", "“question” is missing. Usage: /ask <question>"),
    ("/top yesterday", "There is no option “yesterday”. Usage: /top [Week|Month|All time]"),
    ("/piont", "There is no command /piont. Did you mean /points?"),
    ("hello", "To ask something, send “/ask your question”"),
)


def test_a_member_sees_no_command_of_the_staff(g1: Group, alice: Person) -> None:
    heard = alice.says(g1, "/help")
    assert heard.last["private"]
    assert "/ask <问题>" in heard
    assert "【管理】" not in heard
    assert [name for name in ABOVE if f"/{name} " in heard] == []


@pytest.mark.parametrize("where", ["g1", "dm"])
def test_an_administrator_sees_the_commands_of_administrators(
    g1: Group, root: Person, where: str
) -> None:
    root.says(g1, "大家好")
    heard = root.says(where, "/help")
    assert "【管理】" in heard
    assert "/grant <成员> <普通会员|高级会员|VIP会员> [时长]" in heard
    assert "/mood [天数|小时|周]" in heard
    assert "/role" not in heard


def test_the_owner_sees_everything(g1: Group, root: Person) -> None:
    root.says(g1, "/setup")
    heard = root.tells("/help")
    assert [name for name in ABOVE if f"/{name} " not in heard] == []


def test_a_mistyped_command_is_guessed(g1: Group, alice: Person) -> None:
    heard = alice.says(g1, "/piont")
    assert heard.last["private"]
    assert heard.text == "没有 /piont 这个命令。你是不是想用 /points？"
    unknown = alice.tells("/打开灯")
    assert unknown.text == "没有 /打开灯 这个命令。发送 /help 看看我会做什么。"


def test_wrong_arguments_are_answered_with_the_usage(g1: Group, alice: Person) -> None:
    for text, said in WRONG:
        assert alice.says(g1, text).text == said


def test_whoever_reads_english_is_helped_in_english(alice: Person) -> None:
    alice.tells("/settings")
    alice.presses("English")
    for text, said in IN_ENGLISH:
        assert alice.tells(text).text.startswith(said)


def test_whoever_just_talks_to_the_bot_is_shown_the_way(g1: Group, alice: Person) -> None:
    alice.says(g1, "大家好")
    assert alice.tells("在吗").text.startswith("想提问请发送「/ask 你的问题」")
    assert alice.tells("/start").text.startswith("alice，你好！\n我是「学习社群」的群主助手")
