"""Courses are near to one another by what their words tell, not by any word they share."""

from __future__ import annotations

import numpy as np

from core.recommend.dataset import CourseText, Dataset
from core.recommend.explain import Reason, ReasonKind
from core.recommend.learning.wording import course_terms, near
from core.recommend.models.content import Content

SCHOOL = (
    CourseText(1, "Python 入门", ("Python", "编程"), "从零开始写程序"),
    CourseText(2, "Python 进阶", ("Python", "编程"), "装饰器和生成器"),
    CourseText(3, "摄影入门", ("摄影",), "光圈快门"),
    CourseText(4, "人像摄影", ("摄影", "人像"), "布光和摆姿"),
    CourseText(
        5, "家常菜的火候", ("烹饪",), "像写程序那样来，先炖汤，再炒菜，蒸鱼看钟点，火大火小有门道"
    ),
)


def why(taken: int, course: int) -> Reason | None:
    """Return what content says of a course to someone who took another one."""
    ids = np.array([text.id for text in SCHOOL])
    data = Dataset.from_arrays(np.array([1]), ids, np.array([0]), np.array([taken]), texts=SCHOOL)
    return Content().fit(data).reason(0, course)


def test_words_that_say_nothing_bring_no_courses_together() -> None:
    assert near(SCHOOL)[1, 3] == 0
    assert near(SCHOOL)[0, 2] == 0
    assert why(0, 2) is None
    assert why(0, 1) == Reason(ReasonKind.SIMILAR, ("Python 入门",))
    assert why(3, 2) == Reason(ReasonKind.SIMILAR, ("人像摄影",))


def test_a_word_in_passing_is_not_called_near() -> None:
    assert 0 < near(SCHOOL)[0, 4] < 0.1
    assert why(0, 4) is None
    assert why(4, 0) is None


def test_an_id_in_place_of_a_title_is_not_read() -> None:
    assert course_terms(CourseText(1, "c114", titled=False)) == []
    assert course_terms(CourseText(1, "c114"))
    ids = tuple(CourseText(number, f"c11{number}", titled=False) for number in range(3))
    assert near(ids).nnz == 0
