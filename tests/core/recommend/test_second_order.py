"""Second order against a count by hand, its reasons, and another catalogue."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.recommend.dataset import Dataset
from core.recommend.explain import Reason, ReasonKind
from core.recommend.models.second_order import FEWEST, SecondOrder
from tests.core.recommend.conftest import COURSES, NOW, took
from tests.core.recommend.conftest import course as added

WIDTH = 6
HISTORIES = st.lists(
    st.lists(st.integers(0, WIDTH - 1), unique=True, max_size=WIDTH), min_size=1, max_size=12
)


def of(histories: list[list[int]]) -> Dataset:
    members = [member for member, history in enumerate(histories) for _ in history]
    taken = [course for history in histories for course in history]
    return Dataset.from_arrays(
        np.arange(len(histories)), np.arange(WIDTH), np.array(members, int), np.array(taken, int)
    )


def by_hand(model: SecondOrder, histories: list[list[int]], asked: list[int]) -> np.ndarray:
    """Return the scores of the next course for one history, counted pair by pair."""

    def pairs(before: list[int]) -> dict[frozenset[int], float]:
        latest = before[::-1][: model.window]
        return {
            frozenset((latest[near], latest[far])): model.fading ** (near + far - 1)
            for near, far in combinations(range(len(latest)), 2)
        }

    counted: dict[frozenset[int], np.ndarray] = {}
    people: dict[frozenset[int], np.ndarray] = {}
    for history in histories:
        for place, course in enumerate(history):
            for pair, weight in pairs(history[:place]).items():
                counted.setdefault(pair, np.zeros(WIDTH))[course] += weight
                people.setdefault(pair, np.zeros(WIDTH))[course] += 1
    scores = np.zeros(WIDTH)
    for pair, weight in pairs(asked).items():
        if pair in counted:
            links = counted[pair] / (counted[pair].sum() + model.shrinkage)
            scores += weight * np.where(people[pair] >= FEWEST, links, 0)
    return scores


@given(histories=HISTORIES, window=st.integers(2, 5))
def test_scores_equal_a_count_by_hand(histories: list[list[int]], window: int) -> None:
    model = SecondOrder(window=window, shrinkage=2).fit(of(histories))
    scores = model.score(np.arange(len(histories)))
    for member, history in enumerate(histories):
        assert scores[member] == pytest.approx(by_hand(model, histories, history), abs=1e-5)


@pytest.fixture
def both() -> Dataset:
    """Return three who went from the first two courses to the fifth, and others elsewhere."""
    rows = [
        took(member, course, 9 - step)
        for member, history in enumerate(
            ((11, 12, 15), (12, 11, 15), (11, 12, 15), (11, 13, 14), (12, 14, 16), (11, 12))
        )
        for step, course in enumerate(history)
    ]
    return Dataset.of(rows, COURSES, now=NOW)


def test_two_courses_in_either_order_lead_where_neither_leads_alone(both: Dataset) -> None:
    model = SecondOrder().fit(both)
    scores = model.score(np.array([5, 3]))
    assert int(scores[0].argmax()) == 4
    assert not scores[1].any()


def test_the_reason_names_both_courses_and_how_many_went_on(both: Dataset) -> None:
    model = SecondOrder().fit(both)
    said = Reason(ReasonKind.PAIRED, ("用 FastAPI 搭建接口服务", "异步编程入门", "3"))
    assert model.reason(5, 4) == said
    assert model.reason(5, 3) is None


def test_what_one_member_alone_did_is_not_kept(both: Dataset) -> None:
    model = SecondOrder().fit(both)
    assert model.people_.data.tolist() == [3]
    assert model.pairs_.tolist() == [1]


def test_pairs_are_found_again_in_another_catalogue(both: Dataset) -> None:
    state = SecondOrder().fit(both).state()
    # A course before them all, and the third is gone.
    others = [COURSES[5], COURSES[0], COURSES[1], COURSES[4]]
    rows = [took(1, 12, 3), took(1, 11, 2), took(2, 16), took(2, 12)]
    here = Dataset.of(rows, others, now=NOW)
    model = SecondOrder().restore(state, both.course_ids, here)
    (scores,) = model.score(np.array([0]))
    assert here.course_ids[scores.argmax()] == 15
    said = Reason(ReasonKind.PAIRED, ("用 FastAPI 搭建接口服务", "异步编程入门", "3"))
    assert model.reason(0, int(scores.argmax())) == said
    assert not model.score(np.array([1])).any()
    gone = Dataset.of(rows, [COURSES[0], COURSES[4]], now=NOW)
    assert not SecondOrder().restore(state, both.course_ids, gone).pairs_.size


def test_a_course_nobody_took_is_led_to_as_those_it_is_near_to_are() -> None:
    fresh = added(17, "数据分析与可视化：图表", ("Python", "数据"), "再用图表讲清楚一件事。")
    rows = [
        took(member, taken, 9 - step)
        for member in range(25)
        for step, taken in enumerate((11, 12, 15) if member else (11, 12))
    ]
    data = Dataset.of(rows, (*COURSES, fresh), now=NOW)
    model = SecondOrder().fit(data)
    (scores,) = model.score(np.array([0]))
    by_id = dict(zip(data.course_ids.tolist(), scores.tolist(), strict=True))
    assert by_id[15] / 2 > by_id[17] > by_id[15] / 4
    assert by_id[16] == 0
    assert model.reason(0, 6) is None
    again = SecondOrder().restore(model.state(), data.course_ids, data)
    assert np.allclose(again.score(np.array([0])), scores)


def test_of_more_members_than_wanted_some_are_learned_from() -> None:
    histories = [[0, 1, 2]] * 40 + [[3, 4, 5]] * 40
    few = SecondOrder(members=20).fit(of(histories))
    assert sorted(few.people_.data.tolist()) == [10, 10]
