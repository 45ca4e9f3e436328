"""Small made-up course catalogues and histories, the degenerate ones included."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.recommend.dataset import COMPLETED, STUDIED, CourseText, Dataset, Interaction

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)

CATALOGUE = (
    (11, "用 FastAPI 搭建接口服务", ("FastAPI", "后端"), "从路由讲到部署，一步步写出可用的接口。"),
    (12, "异步编程入门", ("异步", "Python"), "弄懂事件循环、协程和任务调度。"),
    (13, "手机摄影构图", ("摄影",), "光线、角度和画面平衡，随手拍出好照片。"),
    (14, "人像摄影布光", ("摄影", "人像"), "一盏灯怎样拍出干净的人像。"),
    (15, "数据分析与可视化", ("Python", "数据"), "用表格和图表讲清楚一件事。"),
    (16, "家常菜的火候", ("烹饪",), "炒、炖、蒸各有门道，先从一锅汤学起。"),
)


def course(course_id: int, title: str, tags: tuple[str, ...], description: str) -> CourseText:
    """Return a course that was added a year ago."""
    return CourseText(course_id, title, tags, description, NOW - timedelta(days=365))


def took(
    member_id: int, course_id: int, days_ago: float = 5, weight: float = STUDIED
) -> Interaction:
    """Return that a member studies a course since some days."""
    return Interaction(member_id, course_id, weight, NOW - timedelta(days=days_ago))


COURSES = tuple(course(*row) for row in CATALOGUE)
HISTORIES = (
    *(took(member, 11, weight=COMPLETED) for member in (1, 2, 3, 4)),
    *(took(member, 12) for member in (1, 2, 3)),
    *(took(member, 13, 60) for member in (5, 6, 7)),
    *(took(member, 14, 60) for member in (5, 6)),
    took(3, 15),
)
INTERESTS = {8: ("摄影",), 9: ()}


@pytest.fixture
def community() -> Dataset:
    """Return two circles of learners, programmers and photographers, and two who took nothing."""
    return Dataset.of(HISTORIES, COURSES, now=NOW, interests=INTERESTS)


DEGENERATE = {
    "nothing": Dataset.of((), (), now=NOW),
    "no interactions": Dataset.of((), COURSES, now=NOW, interests={8: ("摄影",)}),
    "no courses": Dataset.of(HISTORIES, (), now=NOW),
    "one member": Dataset.of((took(1, 11),), COURSES, now=NOW),
    "one course": Dataset.of(HISTORIES, COURSES[:1], now=NOW),
    "duplicate rows": Dataset.of((*HISTORIES, *HISTORIES), COURSES, now=NOW),
    "unknown courses": Dataset.of((took(1, 404), took(2, 405)), COURSES, now=NOW),
    "everything taken": Dataset.of(
        [took(member, row[0]) for member in (1, 2) for row in CATALOGUE], COURSES, now=NOW
    ),
    "wordless courses": Dataset.of(
        HISTORIES, [course(11, "", (), ""), course(12, "！", (), "…")], now=NOW
    ),
    "rated alike": Dataset.of(
        [Interaction(member, 11, STUDIED, NOW, 5.0) for member in (1, 2, 3)], COURSES, now=NOW
    ),
    "only looked at": Dataset.of([took(1, 11, weight=0.2)], COURSES, now=NOW),
    "the same everywhere": Dataset.of(
        [took(member, number) for member in range(1, 5) for number in range(1, 5)],
        [course(number, "同名课", ("同",), "同一句话。") for number in range(1, 6)],
        now=NOW,
        interests=dict.fromkeys(range(1, 7), ("同",)),
    ),
    "in the future": Dataset.of((took(1, 11, -30),), COURSES, now=NOW),
}


@pytest.fixture(params=sorted(DEGENERATE))
def degenerate(request: pytest.FixtureRequest) -> Dataset:
    """Return each dataset that is odd in its own way."""
    return DEGENERATE[request.param]
