"""Suggestions as members live with them: their reasons, their buttons, and what is never said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.stories.classroom import furnish, interested, skip_to

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Heard, Person, Stage

PEERS = ("kim", "lou", "max", "ned", "ola", "pat")


@pytest.fixture(autouse=True)
def _school(stage: Stage, g1: Group, root: Person) -> None:
    root.says(g1, "大家好")
    furnish(stage)


def test_a_newcomer_with_tags_only_is_given_true_reasons_and_longer_ones(
    g1: Group, alice: Person
) -> None:
    interested(g1, alice, "数据库")
    heard = alice.tells("/suggest")
    assert heard.buttons[-2:] == ["换一批", "为什么"]
    reasons = _reasons(heard)
    assert reasons["SQL 查询入门"] == "和你关注的「数据库」有关。"
    why = alice.presses("为什么")
    assert why.text.startswith("为什么推荐这几门\n《")
    for title, reason in reasons.items():
        assert f"《{title}》\n{reason}" in why
    assert why.text.endswith("三个月内不再推荐这门课。")
    assert why.last["chat"] == "dm:alice"


def test_others_come_in_the_place_of_those_shown(g1: Group, alice: Person) -> None:
    interested(g1, alice, "数据库")
    first = alice.tells("/suggest")
    turned = alice.presses("换一批")
    assert turned.last["action"] == "edit"
    assert turned.last["id"] == first.last["id"]
    assert not set(_reasons(first)) & set(_reasons(turned))
    assert set(_reasons(alice.presses("为什么"))) == set()
    assert all(f"《{title}》" in alice.presses("为什么") for title in _reasons(turned))


def test_when_nothing_more_comes_the_list_stays_and_what_was_shown_is_at_hand(
    g1: Group, alice: Person
) -> None:
    interested(g1, alice, "数据库")
    heard, shown = alice.tells("/suggest"), []
    while titles := list(_reasons(heard)):
        shown += titles
        heard = alice.presses("换一批")
    assert heard.sent.lines == heard.only(action="edit").lines == []
    assert "这几天能推荐的都给你看过了，过几天再来" in heard.toasts
    assert "《" in alice.presses("为什么"), "the last list is still there"
    alice.tells(f"/courses {shown[0]}")
    alice.presses("1")
    alice.presses("不感兴趣")
    again = alice.tells("/suggest")
    titles = re.findall(r"\d\. 《(.+?)》", again.text)
    assert len(titles) == min(8, len(shown) - 1)
    assert set(titles) <= set(shown[1:])
    assert f"{titles[0]}\n编号 " in alice.presses("1", again.last["id"])


def test_consent_taken_back_ends_the_learning_with_the_next_training(
    stage: Stage, alice: Person
) -> None:
    pupils = [stage.person(name) for name in PEERS]
    for pupil in pupils:
        _consents(pupil)
        _takes(pupil, "git-first", "linux-basics")
    _consents(alice)
    _takes(alice, "git-first")
    stage.clock_to("2026-01-06 04:00")
    assert "的人多半" in _reasons(alice.tells("/suggest"))["命令行不可怕"]
    for pupil in pupils:
        pupil.tells("/privacy")
        pupil.presses("按我的学习记录推荐课程")
    stage.clock_to("2026-01-07 04:00")
    skip_to(stage, "2026-01-14 09:00")
    later = _until_nothing_is_left(alice)
    assert "命令行不可怕" in later
    assert not any("的人" in why for why in later.values())


def test_a_dismissed_course_comes_once_more_after_three_months(
    stage: Stage, g1: Group, alice: Person
) -> None:
    interested(g1, alice, "数据库")
    first = alice.tells("/suggest")
    title = next(iter(_reasons(first)))
    said = alice.presses("不感兴趣", first.last["id"]).toasts.text
    assert said == f"好的，三个月内不再推荐《{title}》。"
    skip_to(stage, "2026-04-04 09:00")
    assert title not in _until_nothing_is_left(alice)
    skip_to(stage, "2026-04-14 09:00")
    assert title in _until_nothing_is_left(alice)
    alice.tells(f"/courses {title}")
    alice.presses("1")
    assert alice.presses("不感兴趣").toasts.text == f"好的，以后不再推荐《{title}》。"
    skip_to(stage, "2026-04-24 09:00")
    assert title not in _until_nothing_is_left(alice)


def test_a_locked_course_shows_the_lock_and_the_way_up(g1: Group, alice: Person) -> None:
    interested(g1, alice, "数据库", "部署", "FastAPI")
    _takes(alice, "sql-first", "linux-basics", "docker-peek")
    said = "\n".join(alice.tells("/suggest").text for _ in range(5))
    locks = re.findall(r"🔒(.+)\n.+\n(.+)", said)
    assert locks
    for tier, way in locks:
        assert way == f"要开通「{tier}」才能学，发送 /plans 看怎么开通。"


def test_what_comes_first_is_suggested_before_what_needs_it(
    stage: Stage, g1: Group, alice: Person
) -> None:
    interested(g1, alice, "测试")
    reasons = _until_nothing_is_left(alice)
    first, then = "Python 入门：先写起来", "算法热身：三十道小题"
    assert reasons[first] == f"你可能会喜欢《{then}》，学它之前要先学这门。"
    assert then not in reasons
    assert f"先修：《{first}》（py-start）" in alice.tells("/course algo-warmup")
    said = alice.presses("报名").toasts.text
    assert said == f"报名成功！《{then}》学完后记得点「学完了」。建议先学《{first}》。"
    bob = stage.person("bob")
    interested(g1, bob, "测试")
    _takes(bob, "py-start")
    assert then in _reasons(bob.tells("/suggest"))


def test_the_path_to_a_course_is_walked_step_by_step(
    g1: Group, alice: Person, root: Person
) -> None:
    root.says(g1, "/grant alice vip")
    way = alice.tells("/path arch-backend")
    assert way.text.startswith("通往《后端架构实战：从单体慢慢长大》的学习路线\n学完 0 门，还有 ")
    assert way.text.count("\n1. 《") == way.text.count("\n3. 《") == 1
    assert "\n4. 《" not in way
    assert "最后一门是《后端架构实战：从单体慢慢长大》。" in way
    step = next(label for label in way.buttons if label.startswith("报名下一步"))
    pressed = alice.presses(step)
    assert "报名成功！" in pressed.toasts
    assert " · 在学" in pressed.only(action="edit").text
    while any(label.startswith("报名下一步") for label in pressed.buttons):
        assert "先把在学的学完" not in pressed
        pressed = alice.presses("报名下一步")
    assert "先把在学的学完，再报名下一步。" in pressed
    assert pressed.text.count(" · 在学") == 3
    started = step.removeprefix("报名下一步：")
    alice.presses("看第 1 门")
    alice.presses("学完了")
    again = alice.tells("/path arch-backend")
    assert f"✅ 《{started}》" in again
    assert "学完 1 门" in again


def test_a_course_that_needs_nothing_is_its_own_path(alice: Person) -> None:
    way = alice.tells("/path py-start")
    assert "学这门课之前，没有别的要先学。" in way
    assert "🎯 目标" in way
    assert alice.tells("/path Python 入门：先写起来").text == way.text
    assert alice.tells("/path py-nowhere").text.startswith("没有编号或标题是「py-nowhere」的课程")


def test_progress_is_said_in_any_way(alice: Person) -> None:
    alice.tells("/course py-start")
    alice.presses("报名")
    assert alice.presses("25%").toasts.text == "记下了，《Python 入门：先写起来》学到 25%。"
    assert "学到 60%。" in alice.tells("/progress py-start 60%")
    assert "《Python 入门：先写起来》学到 60%" in alice.tells("/mycourses")
    for wrong in ("一半", "-5", "101"):
        assert alice.tells(f"/progress py-start {wrong}").text == ("进度请写 0 到 100 之间的数字。")
    assert "恭喜学完" in alice.tells("/progress py-start 100")


def test_a_course_is_passed_on_in_a_group_and_in_private(
    g1: Group, alice: Person, bob: Person
) -> None:
    said = alice.says(g1, "/share docker-peek")
    assert said.text == "alice 推荐大家看看《半小时认识 Docker》（docker-peek）。"
    assert "半小时认识 Docker" in bob.presses("看这门课")
    note = alice.tells("/share docker-peek").text
    assert note.startswith("《半小时认识 Docker》\n入门 · 免费\n")
    assert note.endswith("里发送 /course docker-peek 就能看到。")
    bob.says(g1, "/course docker-peek")
    shared = bob.presses("分享")
    assert (shared.text, shared.last["private"]) == (note, True)


def test_a_sale_is_written_down_told_and_taken_back(
    g1: Group, alice: Person, bob: Person, root: Person
) -> None:
    alice.tells("/start")
    assert bob.says(g1, "/sold llm-app alice").text == "这个操作需要管理员权限。"
    sold = root.says(g1, "/sold llm-app alice 199")
    assert "已登记：alice 买了《把大模型接进自己的应用》，199 元。" in sold
    assert "已经帮对方报名。" in sold
    letter = alice.heard.only(chat="dm:alice").text
    assert "你买的《把大模型接进自己的应用》已经登记好了（199 元），现在就可以学。" in letter
    assert "《把大模型接进自己的应用》在学" in alice.tells("/mycourses")
    assert "登记过了" in root.says(g1, "/sold llm-app alice")
    said = root.presses("撤销登记").toasts.text
    assert said == "已撤销：alice 买《把大模型接进自己的应用》的登记。"
    assert "把大模型接进自己的应用" not in alice.tells("/mycourses")
    assert root.presses("撤销登记").toasts.text == "这笔登记已经撤销了。"
    root.says(g1, "/sold llm-app alice 9.9")
    assert "已撤销" in root.says(g1, "/unsold llm-app alice")
    assert "没有 alice 买" in root.says(g1, "/unsold llm-app alice")


def test_a_group_is_suggested_courses_for_its_mixture_and_nobody_is_named(
    stage: Stage, g1: Group
) -> None:
    tags = {"数据库": PEERS[:3], "前端": PEERS[3:]}
    for tag, names in tags.items():
        for name in names:
            person = stage.person(name)
            interested(g1, person, tag)
    pushed = stage.clock_to("2026-01-09 12:00").only(chat="g1")
    letter = next(line for line in pushed if "本周课程推荐" in line["text"])
    assert not any(name in letter["text"] for name in PEERS)
    titles = re.findall(r"《(.+?)》 · ", letter["text"])
    opened = stage.person("lou").presses("看第 1 门", letter["id"])
    assert titles[0] in opened
    assert opened.last["private"] is True
    pages = [_card(stage.person("kim"), title) for title in titles]
    assert any("数据库" in page for page in pages)
    assert any("前端" in page for page in pages)


def test_new_courses_are_tried_now_and_then_and_administrators_see_it(
    stage: Stage, root: Person
) -> None:
    for number in range(15):
        person = stage.person(f"pupil{number}")
        _consents(person)
        person.tells("/suggest")
    assert "这个操作需要管理员权限。" in stage.person("pupil1").tells("/exposure")
    report = root.tells("/exposure").text
    assert report.startswith("推荐的曝光\n最近四周推荐了 45 次，点开 0 次（0%）。\n推荐到的课程：")
    tried = re.search(r"其中试推 (\d+) 次", report)
    assert tried is not None
    assert 1 <= int(tried[1]) <= 4


def test_administrators_see_circles_of_taste_and_members_do_not(
    root: Person, alice: Person
) -> None:
    assert "这个操作需要管理员权限。" in alice.tells("/segments")
    assert "还看不出成员的口味分成几类。" in root.tells("/segments")


def _consents(person: Person) -> None:
    person.tells("/privacy")
    person.presses("按我的学习记录推荐课程")


def _takes(person: Person, *codes: str) -> None:
    for code in codes:
        person.tells(f"/course {code}")
        person.presses("报名")


def _card(person: Person, title: str) -> str:
    person.tells(f"/courses {title}")
    return person.presses("1").text


def _until_nothing_is_left(person: Person) -> dict[str, str]:
    """Ask until everything was suggested; return the reason of each course by its title."""
    found: dict[str, str] = {}
    while reasons := _reasons(person.tells("/suggest")):
        found |= reasons
    return found


def _reasons(heard: Heard) -> dict[str, str]:
    return dict(re.findall(r"\d+\. 《(.+?)》 · .+\n(.+)", heard.text))
