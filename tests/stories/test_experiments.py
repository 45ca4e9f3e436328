"""Experiments: drafted in a line, seen by those who agreed, answered, adopted and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories.classroom import furnish, interested, skip_to

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Person, Stage

NAMES = ("阿远", "小满", "知秋", "一诺", "子墨", "南星", "云舒", "景行", "若溪", "思齐")
USUAL, OTHER = "为你推荐", "接下来学点什么"


@pytest.fixture
def learners(stage: Stage, g1: Group, root: Person) -> list[Person]:
    """Return ten people who agreed to suggestions from their learning."""
    root.says(g1, "/setup")
    furnish(stage)
    people = [stage.person(name) for name in NAMES]
    for person in people:
        person.says(g1, "大家好")
        person.tells("/privacy")
        person.presses("按我的学习记录推荐课程")
    return people


def _heading(person: Person) -> str:
    return person.tells("/suggest").text.partition("\n")[0]


def test_an_experiment_of_two_wordings_is_run_adopted_and_taken_back(
    stage: Stage, g1: Group, root: Person, alice: Person, learners: list[Person]
) -> None:
    drafted = root.tells("/newexperiment 文案 标准 接着学 换个标题会更想点")
    assert "实验 #1 两种文案" in drafted
    assert "假设：换个标题会更想点" in drafted
    assert "现在能参加的有 10 人，平均每组 5 人。\n⚠️" in drafted
    assert {_heading(person) for person in learners} == {USUAL}
    assert "今天是第 1 天" in root.presses("开始实验")
    skip_to(stage, "2026-01-15 12:00")
    saw = [_heading(person) for person in learners]
    assert set(saw) == {USUAL, OTHER}
    skip_to(stage, "2026-01-26 12:00")
    assert [_heading(person) for person in learners] == saw
    alice.says(g1, "大家好")
    assert _heading(alice) == USUAL
    page = root.tells("/experiments 1")
    counts = f"看到的 {saw.count(USUAL)} 人，满观察期的 {saw.count(USUAL)} 人"
    assert f"标准（对照）：{counts}" in page
    assert "数据不足：每组至少要有 30 人" in page
    assert "比如「/experiments 1 采用 接着学」" in root.tells("/experiments 1 采用")
    assert "要停止实验 #1 吗？" in root.presses("停止实验")
    assert "今天是第" in root.presses("继续进行")
    root.presses("停止实验")
    assert "以下是结束时的数字" in root.presses("确定停止")
    assert "✅ 已采用「接着学」" in root.presses("采用「接着学」")
    skip_to(stage, "2026-02-10 12:00")
    assert {_heading(person) for person in (*learners, alice)} == {OTHER}
    assert "root 采用了「接着学」" in root.tells("/experiments 1")
    assert "恢复到采用之前的样子" in root.tells("/experiments 1 撤销")
    skip_to(stage, "2026-02-24 12:00")
    assert {_heading(person) for person in learners} == {USUAL}


def test_a_variant_is_adopted_by_its_name_while_the_experiment_runs(
    root: Person, learners: list[Person]
) -> None:
    root.tells("/newexperiment 文案 标准 接着学")
    root.presses("开始实验")
    assert "可以采用的有：标准、接着学" in root.tells("/experiments 1 采用 试一试")
    assert "「接着学」是多余的" in root.tells("/experiments 1 停止 接着学")
    assert "所有人发送 /suggest 看到的推荐都用这个方案" in root.tells("/experiments 1 采用 接着学")
    assert {_heading(person) for person in learners} == {OTHER}


def test_a_draft_expects_what_came_of_the_suggestions_lately(
    stage: Stage, g1: Group, root: Person, learners: list[Person]
) -> None:
    people = [*learners, *(stage.person(f"同学{number}") for number in range(10))]
    for person in people[10:]:
        person.says(g1, "大家好")
        person.tells("/privacy")
        person.presses("按我的学习记录推荐课程")
    for place, person in enumerate(people):
        person.tells("/suggest")
        if place < 9:
            person.presses("看第 1 门")
    drafted = root.tells("/newexperiment 文案 标准 接着学")
    assert "平时约 20.0%" in drafted
    assert "看过推荐的成员还不够多，「平时」只是估计。" in drafted
    skip_to(stage, "2026-01-14 12:00")
    drafted = root.tells("/newexperiment 文案 标准 接着学")
    assert "平时约 45.0%，想看出升到 67.5%" in drafted
    assert "「平时」是最近四周看过推荐的 20 人的实际数字。" in drafted
    assert "想看出升到 90.0%" in root.presses("想看出：+50%")
    assert "想看出升到 54.0%" in root.presses("想看出：+100%")
    letters = root.presses("换位置")
    assert "在哪里：每周私信里的推荐" in letters
    assert "「平时」只是估计" in letters


def test_letters_go_out_at_the_hour_of_their_variant(
    stage: Stage, root: Person, learners: list[Person]
) -> None:
    assert "换位置" not in root.tells("/newexperiment 发送时间 20 12").buttons
    root.presses("开始实验")
    evening = _written(stage, "2026-01-07 20:00")
    assert 0 < len(evening) < 10
    assert not _written(stage, "2026-01-08 11:59")
    noon = _written(stage, "2026-01-08 12:00")
    assert sorted(evening | noon) == sorted(f"dm:{person.name}" for person in learners)
    assert not evening & noon
    page = root.tells("/experiments 1")
    assert f"20:00（对照）：看到的 {len(evening)} 人，满观察期的 0 人" in page
    assert f"\n12:00：看到的 {len(noon)} 人" in page


def _written(stage: Stage, moment: str) -> set[str]:
    """Return the private chats that were written suggestions until a moment."""
    lines = stage.clock_to(moment).sent
    return {line["chat"] for line in lines if "本周为你推荐" in line.get("text", "")}


def test_a_letter_that_never_arrived_is_not_counted(
    stage: Stage, root: Person, learners: list[Person]
) -> None:
    for person in learners[:4]:
        person.cannot_be_reached()
    root.tells("/newexperiment 发送时间 20 21")
    root.presses("开始实验")
    stage.clock_to("2026-01-07 23:00")
    page = root.tells("/experiments 1").text
    counted = [int(part.split(" ")[0]) for part in page.split("看到的 ")[1:]]
    assert sum(counted) == 6


def test_only_administrators_see_experiments(g1: Group, alice: Person) -> None:
    alice.says(g1, "大家好")
    assert "管理员" in alice.tells("/experiments")
    assert "管理员" in alice.tells("/newexperiment 文案 标准 接着学")


def test_a_way_of_suggesting_answers_why_by_its_own_models(
    g1: Group, root: Person, alice: Person, learners: list[Person]
) -> None:
    for person in learners[:5]:
        person.tells("/course sql-first")
        person.presses("报名")
    root.tells("/newexperiment 推荐方式 热门 综合")
    root.presses("开始实验")
    root.tells("/experiments 1 采用 热门")
    interested(g1, alice, "数据库")
    heard = alice.tells("/suggest")
    assert "1. 《SQL 查询入门》 · 入门\n近四周本群最多人在学，有 5 人。" in heard
    assert "《SQL 查询入门》\n近四周本群最多人在学，有 5 人。" in alice.presses("为什么")
