"""Redelivery: a platform says again what it has said, and nothing comes of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from core import points

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Person, Stage

# (who, where, what, in reply to which): the evening as it is typed.
SAID = (
    ("root", "g1", "/setup", None),
    ("alice", "g1", "晚上好，今天学到第三章了", None),
    ("alice", "g1", "签到", None),
    ("bob", "dm", "/checkin", None),
    ("alice", "g1", "/ask 装饰器为什么要套两层函数？", None),
    ("bob", "g1", "外层收参数，里层才是替换掉的函数", "m5"),
    ("carol", "dm", "/answer 1 可以先写不带参数的版本", None),
    ("alice", "dm", "/ask 私下问的问题也会重复吗？", None),
    ("carol", "g1", "/trial", None),
    ("root", "g1", "/grant bob 普通会员 1m", None),
    ("root", "g1", "/role carol 协管", None),
    ("root", "g1", "/community 名称 夜航船", None),
    ("bob", "g1", "/nickname 阿波", None),
    ("bob", "dm", "/zone Asia/Tokyo", None),
    ("alice", "g1", "/link", None),
    ("carol", "g1", "课程太水了，有点失望", None),
    ("alice", "g1", "/top", None),
    ("alice", "g1", "/没有的命令", None),
    ("alice", "g1", "/ask", None),
    ("carol", "dm", "随便说说", None),
    ("carol", "g1", "/mydata", None),
)


def test_every_line_said_again_changes_nothing_and_says_nothing(stage: Stage) -> None:
    for number in range(1, len(SAID) + 1):
        _say(stage, number)
    before = _state(stage)
    told = len(stage.heard)
    for number in (*range(1, len(SAID) + 1), *range(len(SAID), 0, -1)):
        _say(stage, number)
    assert len(stage.heard) == told
    assert _state(stage) == before
    assert not stage.clock_to("2026-01-05 09:59").lines


def test_a_line_said_again_another_day_is_still_the_same(
    stage: Stage, g1: Group, alice: Person
) -> None:
    alice.says(g1, "签到", id="m1")
    stage.clock_to("2026-01-06 09:00")
    assert not alice.says(g1, "签到", id="m1").lines
    assert "已连续签到 2 天" in alice.says(g1, "签到", id="m2")


def test_two_people_may_say_the_same(g1: Group, alice: Person, bob: Person) -> None:
    assert "签到成功" in alice.says(g1, "签到", id="m1")
    assert "签到成功" in bob.says(g1, "签到", id="m2")


def _say(stage: Stage, number: int) -> None:
    who, where, text, reply_to = SAID[number - 1]
    person = stage.person(who)
    if who == "root":
        person.becomes_admin(stage.group("g1"))
    chat = stage.group(where) if where != "dm" else where
    person.says(chat, text, reply_to=reply_to, id=f"m{number}")


def _state(stage: Stage) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table."""
    with stage.app.writer.read() as uow:
        assert points.audit(uow, 1) == []
    with closing(sqlite3.connect(stage.database)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
            for (name,) in names
        }
