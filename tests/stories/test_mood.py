"""The mood is shown with a picture, only of enough members, and a drop is told of in private."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.stories.dialogue import MONDAY

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Heard, Person, Stage

GLAD = "这节课讲得太好了，收获特别大，谢谢老师！"
SOUR = "太失望了，视频又卡顿，根本没法看，想退款"
NAMES = ("安安", "贝贝", "晨晨", "冬冬", "恩恩", "芳芳", "果果", "禾禾")


@pytest.fixture
def crowd(stage: Stage, g1: Group, root: Person) -> list[Person]:
    """Return eight members of a community whose moderator is dan."""
    root.says(g1, "/setup")
    stage.person("dan").joins(g1)
    root.says(g1, "/role dan 协管")
    return [stage.person(name) for name in NAMES]


@pytest.fixture
def dan(stage: Stage) -> Person:
    """Return the moderator."""
    return stage.person("dan")


def picture(heard: Heard) -> bytes:
    """Return the picture of the last thing said."""
    return Path(heard.last["image"]).read_bytes()


def test_the_mood_of_enough_members_comes_with_a_picture(
    g1: Group, crowd: list[Person], dan: Person
) -> None:
    for person in crowd[:6]:
        person.says(g1, SOUR)
    mood = dan.says(g1, "/mood")
    assert mood.last["private"]
    assert "读出情绪的成员 6 位" in mood
    assert "消极发言里提到最多：" in mood
    assert "视频" in mood
    assert "每 100 条约错" in mood
    assert SOUR[:4] not in mood
    assert picture(mood).startswith(b"\x89PNG")
    for asked in ("/mood 30", "/mood 小时", "/mood 12周"):
        assert picture(dan.says(g1, asked)).startswith(b"\x89PNG")
    assert "1 到 90" in dan.says(g1, "/mood 昨天")


def test_too_few_members_are_too_little_data(g1: Group, crowd: list[Person], dan: Person) -> None:
    for person in crowd[:4]:
        person.says(g1, SOUR)
    mood = dan.says(g1, "/mood")
    assert "数据不足：只读到 4 位成员的明确情绪，至少要有 5 位才能下结论。" in mood
    assert mood.last["image"] is None


def test_who_opted_out_is_not_counted(g1: Group, crowd: list[Person], dan: Person) -> None:
    for person in crowd[:5]:
        person.says(g1, SOUR)
    assert "读出情绪的成员 5 位" in dan.says(g1, "/mood")
    crowd[0].tells("/privacy")
    crowd[0].presses("群情绪")
    crowd[0].says(g1, SOUR)
    assert "数据不足：只读到 4 位" in dan.says(g1, "/mood")


def test_a_drop_reaches_the_moderator_once_and_names_a_topic_but_nobody(
    stage: Stage, g1: Group, crowd: list[Person], dan: Person
) -> None:
    for day in range(21):
        stage.clock_to(MONDAY + timedelta(days=day, hours=3))
        for person in crowd[day % 3 :]:
            person.says(g1, GLAD)
    before = len(dan.heard)
    assert "明显变差" not in dan.heard
    stage.clock_to(MONDAY + timedelta(days=21, hours=3))
    for person in crowd:
        person.says(g1, SOUR)
    [letter] = stage.clock_to(MONDAY + timedelta(days=22)).only(chat="dm:dan")
    assert "「g1」的情绪明显变差" in letter["text"]
    assert "读出情绪的成员 8 位" in letter["text"]
    assert "视频" in letter["text"]
    assert "每 100 条约错" in letter["text"]
    assert not [name for name in NAMES if name in letter["text"]]
    assert "失望" not in letter["text"]
    assert Path(letter["image"]).read_bytes().startswith(b"\x89PNG")
    stage.clock_to(MONDAY + timedelta(days=22, hours=3))
    for person in crowd:
        person.says(g1, SOUR)
    stage.clock_to(MONDAY + timedelta(days=23))
    assert len(dan.heard) == before + 1


def test_on_monday_administrators_read_how_the_week_was(
    stage: Stage, g1: Group, crowd: list[Person], dan: Person
) -> None:
    crowd[0].says(g1, "/ask 怎么把表格里的空行删掉？")
    for person in crowd:
        person.says(g1, GLAD)
    letters = stage.clock_to(MONDAY + timedelta(days=7, hours=1)).only(chat="dm:root")
    [report] = [letter for letter in letters if "上周小结" in letter["text"]]
    assert "上周小结" in report["text"]
    assert "01-05 至 01-11" in report["text"]
    assert "情绪指数 +" in report["text"]
    assert "没人回答的问题：1 个，最早的 #1 等了 7 天" in report["text"]
    assert Path(report["image"]).read_bytes().startswith(b"\x89PNG")
    assert "上周小结" not in dan.heard
    assert "上周小结" not in stage.clock_to(MONDAY + timedelta(days=8))
