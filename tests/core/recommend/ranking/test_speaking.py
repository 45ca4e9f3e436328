"""What is named as the reason is what the explanation lists, and nothing is said twice."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from core.recommend.blend import Blend
from core.recommend.dataset import COMPLETED, CourseText, Dataset
from core.recommend.explain import ReasonKind
from core.recommend.explaining import further
from core.recommend.models.content import Content
from core.recommend.models.item_neighbours import ItemNeighbours
from core.recommend.ranking.reasoning import reasons_of
from core.recommend.ranking.scoring import Asked, scored
from core.recommend.speaking import Spoken, named, spoken
from tests.core.recommend.conftest import COURSES, NOW, took

SOME = range(0, 900, 30)


@pytest.fixture(scope="module")
def blend(school: Dataset) -> Blend:
    """Return a blend of the school's courses."""
    return Blend().fit(school)


@pytest.fixture(scope="module")
def told(blend: Blend) -> list[Spoken]:
    """Return what is said of the ten best courses of some members."""
    best, _ = blend.top(np.array(SOME), 10)
    rows = zip(SOME, best.tolist(), strict=True)
    return [one for member, courses in rows for one in spoken(blend, member, courses, ())]


def test_the_course_that_is_named_is_listed_and_mostly_gives_most(told: list[Spoken]) -> None:
    found: Counter[int] = Counter()
    for one in told:
        reason = one.reason()
        titles = [title for title, _ in one.shares(reason)]
        if named(reason):
            found[min(titles.index(title) for title in named(reason) if title in titles)] += 1
    assert found.total() > 50
    assert found[0] > 0.95 * found.total()


def test_the_course_that_gives_most_over_all_models_is_named() -> None:
    # More took 15 with 14 than 13 with 14; but 13 and 14 are both about photography.
    rows = [took(member, course) for member in range(1, 9) for course in (15, 14)]
    rows += [took(member, course) for member in range(20, 27) for course in (13, 14)]
    rows += [took(50, 13, 9, COMPLETED), took(50, 15, 8, COMPLETED)]
    data = Dataset.of(rows, COURSES, now=NOW)
    neighbours = ItemNeighbours(decay=1.0)
    blend = Blend([neighbours, Content(decay=1.0)], learns=False).fit(data)
    (asked,), (course,) = data.index_of([50]).tolist(), data.places_of([14]).tolist()
    loudest = neighbours.reason(asked, course)
    assert loudest is not None
    assert named(loudest) == ("数据分析与可视化",)
    (told,) = spoken(blend, asked, [course], ())
    reason = told.reason()
    assert reason.kind is ReasonKind.COMPLETED
    assert reason.evidence == ("手机摄影构图", "7", "8")
    assert told.shares(reason)[0][0] == "手机摄影构图"


def test_a_course_that_is_named_is_listed_however_little_it_gives() -> None:
    texts = [CourseText(number, f"第 {number} 课") for number in range(14)]
    rows = [took(member, number, 20 - number) for member in range(9) for number in range(13)]
    rows += [took(50, number, 20 - number) for number in range(12)]
    data = Dataset.of(rows, texts, now=NOW)
    blend = Blend([ItemNeighbours(decay=1.0)], learns=False).fit(data)
    (asked,) = data.index_of([50]).tolist()
    (told,) = spoken(blend, asked, [12], ())
    ((title, part),) = told.shares(told.reason())
    assert (title,) == named(told.reason())
    assert part == pytest.approx(1 / 12)


def test_a_course_that_gives_little_is_listed_only_if_it_is_named(told: list[Spoken]) -> None:
    for one in told:
        reason = one.reason()
        small = [title for title, part in one.shares(reason) if part < 0.1]
        assert set(small) <= set(named(reason))
        assert len(small) <= 1


def test_no_course_of_the_member_s_own_speaks_twice(told: list[Spoken]) -> None:
    several = 0
    for one in told:
        reason = one.reason()
        titles = [title for said in (reason, *further(one, reason)) for title in named(said)]
        assert len(titles) == len(set(titles))
        several += len(titles) > 1
    assert several


def test_only_models_that_add_something_give_personal_reasons(told: list[Spoken]) -> None:
    for one in told:
        adding = [model for model in one.blend.models if one.added[model.name()] > 0]
        kinds = {said.kind for model in adding if (said := model.reason(one.member, one.course))}
        assert {said.kind for said in one.reasons()} <= kinds


def test_tags_come_before_popularity_for_one_and_for_many() -> None:
    rows = [took(member, course) for member in range(1, 20) for course in (13, 16)]
    data = Dataset.of(rows, COURSES, now=NOW, interests={50: ("摄影",)})
    blend = Blend.instant().fit(data)
    # Popularity adds more to the course that many take than its tag does.
    content = [model.name() for model in blend.models].index("content")
    blend.tuned_.weights[:, content] *= np.float32(0.1)
    (asked,) = data.index_of([50]).tolist()
    kinds = [one.reason().kind for one in spoken(blend, asked, [2, 5], ())]
    assert kinds == [ReasonKind.TAGS, ReasonKind.POPULAR]
    found = scored(blend.models, Asked(data, np.array([asked])), blend.tuned_.weights)
    (many,) = reasons_of(blend.models, found, np.array([[2, 5]]))
    assert [one.kind for one in many] == kinds
