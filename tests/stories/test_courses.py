"""Courses: browsed, taken, finished, rated; and suggested for reasons that are true."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.stories.classroom import furnish, interested, skip_to

if TYPE_CHECKING:
    from tests.stories.dialogue import Group, Heard, Person, Stage

FRESH = "新课，本群首发，今天刚上架。"
START = "《Python 入门：先写起来》"


@pytest.fixture(autouse=True)
def _school(stage: Stage, g1: Group, root: Person) -> None:
    root.says(g1, "大家好")
    furnish(stage)


def test_the_catalogue_is_turned_page_by_page(g1: Group, alice: Person, bob: Person) -> None:
    first = alice.says(g1, "/courses")
    assert "第 1/6 页，共 42 门，点数字看详情。" in first
    assert first.buttons == ["1", "2", "3", "4", "5", "6", "7", "8", "下一页"]
    assert bob.presses("下一页").toasts.text == "这个按钮不是给你的。"
    titles = set(_titles(first))
    for page in range(2, 7):
        turned = alice.presses("下一页")
        assert f"第 {page}/6 页" in turned
        titles |= set(_titles(turned))
    assert len(titles) == 42
    assert alice.heard.toasts.lines == []
    assert "第 5/6 页" in alice.presses("上一页")


def test_courses_are_found_by_words(g1: Group, alice: Person) -> None:
    found = alice.says(g1, "/courses docker 部署")
    assert found.text.startswith("「docker 部署」相关课程\n1. 《")
    assert "《半小时认识 Docker》" in found
    nothing = alice.says(g1, "/courses 插花")
    assert nothing.text == "没有找到和「插花」有关的课程，换个词试试。"


def test_a_course_is_opened_by_its_number_or_code(g1: Group, alice: Person) -> None:
    alice.says(g1, "/courses docker-peek")
    opened = alice.presses("1")
    assert opened.text.startswith("半小时认识 Docker\n编号 docker-peek｜入门｜人人可学\n价格：免费")
    assert alice.says(g1, "/course DOCKER-PEEK").text == opened.text
    assert alice.says(g1, "/course docker-pek").text == (
        "没有编号或标题是「docker-pek」的课程，发送 /courses 看全部课程。"
    )
    assert alice.says(g1, "/course 《半小时认识 Docker》").text == opened.text
    assert alice.says(g1, "/course 认识 docker").text == opened.text
    several = alice.says(g1, "/course Python")
    assert several.text.startswith("标题里有「Python」的课程不止一门：《")
    assert "（py-start）" in several


def test_a_course_is_taken_finished_and_rated(g1: Group, alice: Person, bob: Person) -> None:
    alice.says(g1, "/course py-start")
    assert alice.presses("学完了").toasts.text == f"你还没有报名{START}，先报名吧。"
    assert alice.presses("5★").toasts.text == f"你还没有报名{START}，先报名吧。"
    assert alice.presses("报名").toasts.text == f"报名成功！{START}学完后记得点「学完了」。"
    assert alice.presses("报名").toasts.text == f"你已经报名过{START}了。"
    assert alice.tells("/mycourses").text == f"我的课程\n📖 {START}在学"
    alice.says(g1, "/course py-start")
    assert alice.presses("学完了").toasts.text == f"恭喜学完{START}！给它打个分吧。"
    assert alice.presses("学完了").toasts.text == f"{START}你之前就学完了。"
    assert alice.presses("4★").toasts.text == f"已给{START}打 4 分，谢谢！"
    alice.presses("2★")
    assert alice.tells("/mycourses").text == f"我的课程\n✅ {START}已学完，你打了 2 分"
    shown = bob.says(g1, "/course py-start")
    assert "已经有人在学或学过。" in shown
    assert "★2.0" not in shown, "one person's stars are theirs"
    assert [label for label in shown.buttons if "★" in label] == ["1★", "2★", "3★", "4★", "5★"]


def test_in_private_the_page_keeps_up_with_what_one_does(alice: Person) -> None:
    page = alice.tells("/course py-start")
    assert {"报名", "感兴趣"} <= set(page.buttons)
    assert not {"学完了", "5★"} & set(page.buttons)
    taken = alice.presses("报名").only(action="edit")
    assert taken.last["id"] == page.last["id"]
    assert f"📖 {START}在学" in taken
    assert {"25%", "学完了", "5★"} <= set(taken.buttons)
    assert "报名" not in taken.buttons
    assert f"📖 {START}学到 50%" in alice.presses("50%").only(action="edit")
    finished = alice.presses("学完了").only(action="edit")
    assert "学完了" not in finished.buttons
    assert f"✅ {START}已学完，你打了 4 分" in alice.presses("4★").only(action="edit")


def test_a_page_opened_for_oneself_in_a_group_keeps_up_and_the_shared_one_stays(
    g1: Group, alice: Person, bob: Person
) -> None:
    alice.says(g1, "/share py-start")
    own = bob.presses("看这门课")
    assert own.last["private"]
    taken = bob.presses("报名", own.last["id"]).only(action="edit")
    assert (taken.last["id"], "学完了" in taken.buttons) == (own.last["id"], True)
    shared = alice.says(g1, "/course py-start")
    assert {"报名", "学完了"} <= set(shared.buttons)
    assert alice.presses("报名", shared.last["id"]).only(action="edit").lines == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fastapi-start", "《FastAPI 写接口》要普通会员才能学，发送 /plans 看怎么开通。"),
        ("llm-app", "《把大模型接进自己的应用》要高级会员才能学，发送 /plans 看怎么升级。"),
        (
            "arch-backend",
            "《后端架构实战：从单体慢慢长大》要 VIP 会员才能学，发送 /plans 看怎么升级。",
        ),
    ],
)
def test_a_course_beyond_ones_tier_is_refused_with_the_way_up(
    g1: Group, alice: Person, root: Person, code: str, said: str
) -> None:
    assert "🔒" in alice.says(g1, f"/course {code}")
    assert alice.presses("报名").toasts.text == said
    root.says(g1, "/grant alice vip")
    assert "🔒" not in alice.says(g1, f"/course {code}")
    assert "报名成功！" in alice.presses("报名").toasts


def test_an_administrator_takes_a_course_off_the_shelf(
    g1: Group, alice: Person, bob: Person, root: Person
) -> None:
    bob.says(g1, "/course py-start")
    bob.presses("报名")
    shown = root.says(g1, "/course py-start")
    assert "下架" in shown.buttons
    message = shown.last["id"]
    assert alice.presses("下架", message).toasts.text == "这个操作需要管理员权限。"
    assert root.presses("下架", message).toasts.text == f"{START}已下架，已报名的人不受影响。"
    assert "共 41 门" in alice.says(g1, "/courses")
    assert START not in alice.says(g1, "/courses py-start")
    withdrawn = alice.says(g1, "/course py-start")
    assert "这门课已经下架。" in withdrawn
    assert "报名" not in withdrawn.buttons
    assert alice.presses("报名", message).toasts.text == f"{START}已经下架，暂时不能报名。"
    assert f"{START}在学" in bob.tells("/mycourses")
    assert "下架" not in alice.says(g1, "/course py-start").buttons


def test_interests_are_the_reason_of_the_first_suggestions(g1: Group, alice: Person) -> None:
    interested(g1, alice, "数据库", "测试")
    reasons = _reasons(alice.tells("/suggest"))
    assert len(reasons) == 3
    personal = {title: why for title, why in reasons.items() if why.startswith("和你关注的")}
    assert personal
    for title, why in personal.items():
        shown = alice.tells(f"/courses {title}").text
        assert shown.count("《") == 1
        course = alice.presses("1").text
        tags = re.findall(r"「(.+?)」", why)
        assert set(tags) <= {"数据库", "测试"}
        assert all(tag in course.partition("标签：")[2].partition("\n")[0] for tag in tags)


def test_what_is_taken_or_disliked_is_never_suggested(
    stage: Stage, g1: Group, alice: Person
) -> None:
    interested(g1, alice, "Python")
    alice.tells("/course py-start")
    alice.presses("报名")
    first = alice.tells("/suggest")
    disliked = next(iter(_reasons(first)))
    assert f"三个月内不再推荐《{disliked}》。" in alice.presses("不感兴趣", first.last["id"]).toasts
    suggested = set(_reasons(first))
    for _ in range(4):
        again = _reasons(alice.tells("/suggest"))
        assert not suggested & set(again), "no course comes again within a week"
        suggested |= set(again)
    skip_to(stage, "2026-01-13 09:00")
    later: set[str] = set()
    while titles := set(_reasons(alice.tells("/suggest"))):
        later |= titles
    assert len(later) > 8
    assert disliked not in later
    assert "Python 入门：先写起来" not in later | suggested


def test_a_finished_course_is_the_reason_of_what_others_took_with_it(
    stage: Stage, alice: Person
) -> None:
    for name in ("kim", "lou", "max"):
        _takes(stage.person(name), "git-first", "linux-basics")
    _takes(alice, "git-first")
    alice.presses("学完了")
    stage.clock_to("2026-01-06 04:00")
    reasons = _reasons(alice.tells("/suggest"))
    assert reasons["命令行不可怕"] == (
        "因为你完成了《Git 第一课：别再拷贝文件夹了》，学过它的人多半也学这门。"
    )


def test_without_consent_only_what_is_popular_or_new_is_suggested(
    stage: Stage, g1: Group, alice: Person, bob: Person
) -> None:
    _takes(bob, "sql-first")
    interested(g1, alice, "数据库")
    alice.tells("/privacy")
    alice.presses("按我的学习记录推荐课程")
    heard = alice.tells("/suggest")
    reasons = _reasons(heard)
    assert "想要更合你口味的推荐？发送 /privacy 打开" in heard
    assert reasons["SQL 查询入门"] == "近四周本群有人在学。"
    assert set(reasons.values()) <= {"近四周本群有人在学。", FRESH}
    assert not stage.clock_to("2026-01-07 20:00").only(chat="dm:alice").lines


def test_at_most_one_suggestion_is_beyond_ones_tier(g1: Group, alice: Person) -> None:
    interested(g1, alice, "部署", "数据库")
    for _ in range(4):
        assert alice.tells("/suggest").text.count("🔒") <= 1


def _takes(person: Person, *codes: str) -> None:
    person.tells("/privacy")
    person.presses("按我的学习记录推荐课程")
    for code in codes:
        person.tells(f"/course {code}")
        person.presses("报名")


def _titles(heard: Heard) -> list[str]:
    return re.findall(r"《(.+?)》 · ", heard.text)


def _reasons(heard: Heard) -> dict[str, str]:
    """Return the reason of each suggestion by the course's title."""
    return dict(re.findall(r"\d+\. 《(.+?)》 · .+\n(.+)", heard.text))
