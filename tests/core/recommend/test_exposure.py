"""Administrators are told how evenly suggestions fall."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.courses import Course, Level, Tier
from core.recommend import cards_exposure
from core.recommend.exploration import Trial
from core.recommend.exposure import exposed

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
MONTH = timedelta(days=28)
OLD = Course(
    id=1,
    community_id=1,
    code="A",
    title="甲",
    description="",
    tags=(),
    author="老郑",
    level=Level.BEGINNER,
    tier=Tier.FREE,
    price=0,
    currency="CNY",
    url="",
    published=True,
    added_at=NOW - timedelta(days=365),
)
CATALOGUE = (
    OLD,
    replace(OLD, id=2, title="乙"),
    replace(OLD, id=3, title="丙", author="阿青"),
    replace(OLD, id=4, title="丁", author="", added_at=NOW - timedelta(days=3)),
    replace(OLD, id=5, title="下架", published=False),
)
TRIALS = {1: Trial(60, 6, 0), 2: Trial(20, 1, 0), 4: Trial(20, 3, 10), 5: Trial(900, 0, 0)}


def test_shares_are_of_the_published_courses_alone() -> None:
    fell = exposed(CATALOGUE, TRIALS, now=NOW, new=MONTH)
    assert (fell.shown, fell.clicked, fell.explored) == (100, 10, 10)
    assert (fell.reached, fell.courses) == (3, 4)
    assert (fell.new.courses, fell.new.shown) == (0.25, 0.2)
    assert [(one.name, one.courses, one.shown) for one in fell.authors] == [
        ("老郑", 0.5, 0.8),
        ("阿青", 0.25, 0.0),
    ]
    assert [course.title for course in fell.unseen] == ["丙"]
    assert fell.gini == pytest.approx(0.45)


def test_what_is_cut_off_is_said() -> None:
    many = [replace(OLD, id=n, title=f"课{n}", author=f"老师{n}") for n in range(10, 18)]
    said = cards_exposure.exposure(
        exposed((OLD, *many), {1: Trial(60, 6, 0)}, now=NOW, new=MONTH)
    ).text
    assert said.count("讲师 ") == 5
    assert "（共 9 位讲师，只列出两个比例相差最大的。）" in said
    assert "、《课14》等 8 门" in said


def test_a_report_names_who_never_comes() -> None:
    said = cards_exposure.exposure(exposed(CATALOGUE, TRIALS, now=NOW, new=MONTH)).text
    assert "推荐了 100 次，点开 10 次（10%）" in said
    assert "讲师 阿青：占目录 25%，占推荐 0%" in said
    assert "还没推荐过的：《丙》" in said


def test_before_the_first_suggestion_there_is_nothing_to_report() -> None:
    fell = exposed(CATALOGUE, {}, now=NOW, new=MONTH)
    assert (fell.gini, fell.new.shown) == (0.0, 0.0)
    assert "还没有" in cards_exposure.exposure(fell).text
    assert exposed((), {}, now=NOW, new=MONTH).courses == 0
