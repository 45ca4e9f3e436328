"""The arrays that models learn from stand in one order, whatever order the rows came in."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.recommend.dataset import NOBODY, CourseText, Dataset, Interaction, Profile
from core.recommend.learning.links import linked
from tests.core.recommend.conftest import COURSES, NOW, took

ROWS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 4),
        st.integers(1, 3),
        st.integers(0, 9),
        st.integers(0, 5),
    ),
    max_size=30,
)


def arranged(rows: list[tuple[int, int, int, int, int]]) -> Dataset:
    """Return the data of (member, course, weight, age, stars) in columns."""
    columns = np.array(rows, dtype=np.float32).reshape(-1, 5).T
    members, courses = columns[0].astype(int), columns[1].astype(int)
    return Dataset.from_arrays(
        np.arange(4),
        np.arange(5),
        members,
        courses,
        weights=columns[2],
        ages=columns[3],
        stars=columns[4],
    )


@given(ROWS)
def test_columns_become_one_row_for_each_pair_oldest_first(
    rows: list[tuple[int, int, int, int, int]],
) -> None:
    data = arranged(rows)
    expected = []
    for pair in {row[:2] for row in rows}:
        own = [row for row in rows if row[:2] == pair]
        own.sort(key=lambda row: -row[3])
        stars = [row[4] for row in own if row[4]]
        heaviest = max(row[2] for row in own)
        expected.append((*pair, heaviest, own[-1][3], stars[-1] if stars else 0))
    held = zip(data.members, data.courses, data.weights, data.ages, data.stars, strict=True)
    found = [tuple(map(int, row)) for row in held]
    assert sorted(found) == sorted(expected)
    assert [(row[0], -row[3]) for row in found] == sorted((row[0], -row[3]) for row in found)


@given(ROWS, st.floats(0.1, 1.0), st.integers(1, 3))
def test_a_query_is_what_counting_backwards_gives(
    rows: list[tuple[int, int, int, int, int]], decay: float, at_least: int
) -> None:
    data = arranged(rows)
    expected = np.zeros((5, 5))
    for member in range(4):
        own = np.flatnonzero((data.members == member) & (data.weights >= at_least))
        for later, row in enumerate(own[::-1]):
            expected[member, data.courses[row]] = data.weights[row] * decay**later
    assert np.allclose(data.query(decay, at_least).toarray(), expected)
    some = np.array([2, NOBODY, 0])
    assert np.allclose(data.query(decay, at_least, some).toarray(), expected[some])


@given(ROWS, st.integers(1, 12))
def test_shards_hold_every_member_once_and_whole(
    rows: list[tuple[int, int, int, int, int]], size: int
) -> None:
    data = arranged(rows)
    shards = list(data.chunks(size))
    assert np.concatenate([shard.member_ids for shard in shards]).tolist() == [0, 1, 2, 3]
    matrices = [shard.matrix()[:-1].toarray() for shard in shards]
    assert np.array_equal(np.concatenate(matrices), data.matrix()[:-1].toarray())


@given(ROWS)
def test_recency_counts_a_member_s_later_courses(
    rows: list[tuple[int, int, int, int, int]],
) -> None:
    data = arranged(rows)
    for member in range(4):
        own = data.recency[data.members == member]
        assert own.tolist() == list(range(len(own)))[::-1]
        assert data.history_lengths(np.array([member])).tolist() == [len(own)]


def test_what_was_but_looked_at_is_no_later_course_and_makes_nothing_fade() -> None:
    rows = [took(1, 11, 9), took(1, 13, 8, 0.2), took(1, 12, 7), took(1, 14, 6, 0.5)]
    data = Dataset.of(rows, COURSES, now=NOW)
    assert data.places.tolist() == [0, 1, 1, 2]
    assert data.recency.tolist() == [1, 1, 0, 0]
    assert data.history_lengths(np.array([0, NOBODY, 0])).tolist() == [2, 0, 2]
    (faded,) = data.query(0.5, members=np.array([0])).toarray()
    assert faded[:4] == pytest.approx([0.5, 1, 0.1, 0.5])
    alone = linked(data, np.array([0]), 0.5, np.eye(len(COURSES), dtype=np.float32))
    assert alone[0] == pytest.approx(faded)


def test_rows_at_the_same_time_keep_the_order_given() -> None:
    rows = [took(1, course) for course in (14, 11, 13)]
    data = Dataset.of(rows, COURSES, now=NOW)
    assert data.course_ids[data.courses].tolist() == [14, 11, 13]
    assert not data.history_lengths(np.array([NOBODY])).any()


def test_a_pair_keeps_its_strongest_weight_its_latest_time_and_its_latest_stars() -> None:
    rows = [
        Interaction(1, 11, 1.5, NOW - timedelta(days=9), 2.0),
        Interaction(1, 11, 0.2, NOW - timedelta(days=3)),
        Interaction(1, 11, 1.0, NOW - timedelta(days=5), 4.0),
    ]
    data = Dataset.of(rows, COURSES, now=NOW)
    assert (data.weights.tolist(), data.ages.tolist(), data.stars.tolist()) == ([1.5], [3], [4])


def test_columns_that_are_missing_take_no_memory_and_texts_are_empty() -> None:
    data = Dataset.from_arrays(np.arange(2), np.arange(3), np.array([1, 0]), np.array([0, 2]))
    assert data.members.tolist() == [0, 1]
    assert data.weights.strides == (0,)
    assert data.weights.tolist() == [1, 1]
    assert data.texts[2] == CourseText(2, "")
    assert data.course_ages.min() > 365


def test_a_subset_keeps_members_and_courses_and_narrowing_drops_courses() -> None:
    data = Dataset.of([took(1, 11), took(2, 12), took(2, 13)], COURSES, now=NOW)
    early = data.subset(data.recency > 0)
    assert early.matrix().sum() == 1
    assert early.member_ids is data.member_ids
    narrow = data.narrowed(np.array([1, 3]))
    assert narrow.course_ids.tolist() == [12, 14]
    assert narrow.matrix().toarray().tolist() == [[0, 0], [1, 0], [0, 0]]
    assert [text.id for text in narrow.texts] == [12, 14]


def test_profiles_stand_in_the_order_of_members_also_without_interactions() -> None:
    known = {9: Profile(("摄影",), level=3)}
    data = Dataset.of([took(2, 11)], COURSES, now=NOW, profiles=known, interests={4: ("茶",)})
    assert data.member_ids.tolist() == [2, 4, 9]
    assert [profile.interests for profile in data.profiles] == [(), ("茶",), ("摄影",)]
