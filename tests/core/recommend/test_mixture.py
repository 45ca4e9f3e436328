"""A group's courses serve its different parts, whoever speaks loudest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.recommend.diversity import diversified, likeness
from core.recommend.mixture import mixed

ALL = np.ones(4, dtype=np.float32)


def votes(*rows: list[float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.array(rows, dtype=np.float32)


def picked(given: np.ndarray[tuple[int, ...], np.dtype[np.float32]], count: int = 2) -> list[int]:
    return [pick.course for pick in mixed(given, ALL, count)]


def test_the_smaller_part_is_served_too() -> None:
    many = [[1.0, 0.9, 0.0, 0.0]] * 7
    few = [[0.0, 0.0, 1.0, 0.9]] * 3
    assert picked(votes(*many, *few)) == [0, 2]


def test_one_member_does_not_outvote_the_rest() -> None:
    loud = [[0.0, 0.0, 0.0, 1.0]]
    rest = [[0.6, 0.5, 0.4, 0.0]] * 9
    assert 3 not in picked(votes(*loud, *rest), 1)


def test_what_some_cannot_stand_gives_way_to_what_all_can_live_with() -> None:
    split = [[1.0, 0.62, 0.0, 0.0]] * 9 + [[0.0, 0.62, 0.0, 0.0]] * 3
    assert picked(votes(*split), 1) == [1]


def test_how_many_would_like_a_course_is_counted() -> None:
    (pick, *_) = mixed(votes([0.9, 0.1, 0, 0], [0.8, 0.1, 0, 0], [0.2, 0.1, 0, 0]), ALL, 1)
    assert (pick.course, pick.admirers) == (0, 2)


def test_what_is_not_allowed_never_comes() -> None:
    allowed = np.array([0, 1, 0, 1], dtype=np.float32)
    picks = mixed(votes([1.0, 0.5, 1.0, 0.2]), allowed, 4)
    assert [pick.course for pick in picks] == [1, 3]


@given(st.lists(st.lists(st.floats(0, 1), min_size=4, max_size=4), min_size=1, max_size=8))
def test_the_order_of_the_members_does_not_matter(rows: list[list[float]]) -> None:
    assert len(picked(votes(*rows), 9)) == 4
    first = mixed(votes(*rows), ALL, 1)[0].course
    turned = mixed(votes(*reversed(rows)), ALL, 1)[0].course
    worth = votes(*rows).mean(axis=0)
    assert first == turned or worth[first] == pytest.approx(worth[turned], abs=0.3)


def test_courses_are_alike_by_shared_tags() -> None:
    alike = likeness([frozenset({"a", "b"}), frozenset({"b", "c"}), frozenset()])
    assert alike[0, 1] == pytest.approx(1 / 3)
    assert alike[0, 0] == pytest.approx(1.0)
    assert alike[2].tolist() == [0.0, 0.0, 0.0]


def test_with_full_relevance_only_the_scores_count() -> None:
    scores = np.array([0.9, 0.8, 0.1], dtype=np.float32)
    alike = np.ones((3, 3), dtype=np.float32)
    none = np.zeros(3, dtype=np.bool_)
    assert diversified(scores, alike, 3, scarce=none, most=1, relevance=1.0) == [0, 1, 2]
