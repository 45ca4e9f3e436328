"""A group's courses serve its different parts, whoever speaks loudest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.recommend.diversity import diversified, likeness
from core.recommend.mixture import mixed

ALL = np.ones(4, dtype=np.float32)
NONE = np.zeros(4, dtype=np.bool_)


def votes(*rows: list[float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.array(rows, dtype=np.float32)


def picked(given: np.ndarray[tuple[int, ...], np.dtype[np.float32]], count: int = 2) -> list[int]:
    return mixed(given, ALL, count, scarce=NONE, most=0)


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


def test_what_is_not_allowed_never_comes() -> None:
    allowed = np.array([0, 1, 0, 1], dtype=np.float32)
    assert mixed(votes([1.0, 0.5, 1.0, 0.2]), allowed, 4, scarce=NONE, most=0) == [1, 3]


def test_what_is_marked_down_comes_later() -> None:
    allowed = np.array([0.5, 1, 1, 1], dtype=np.float32)
    assert mixed(votes([1.0, 0.7, 0.4, 0.2]), allowed, 4, scarce=NONE, most=0) == [1, 0, 2, 3]


@pytest.mark.parametrize(("most", "come"), [(0, [2, 3]), (1, [0, 2, 3]), (2, [0, 1, 2, 3])])
def test_of_what_is_scarce_only_so_many_come(most: int, come: list[int]) -> None:
    scarce = np.array([True, True, False, False])
    assert mixed(votes([1.0, 0.9, 0.5, 0.4]), ALL, 4, scarce=scarce, most=most) == come


@given(st.lists(st.floats(0, 0.3), min_size=4, max_size=4), st.floats(0.3, 1))
def test_what_one_or_two_want_alone_changes_nothing(rest: list[float], wish: float) -> None:
    others = [[value, *own] for value, own in zip(rest, [[0.9, 0.5, 0.1]] * 4, strict=True)]
    with_it = votes([wish, 0.9, 0.5, 0.1], [wish, 0.9, 0.5, 0.1], *others)
    without = votes([0.3, 0.9, 0.5, 0.1], [0.3, 0.9, 0.5, 0.1], *others)
    assert picked(with_it, 4) == picked(without, 4)


@given(
    st.lists(st.lists(st.integers(0, 64), min_size=4, max_size=4), min_size=1, max_size=8).flatmap(
        lambda rows: st.tuples(st.just(rows), st.permutations(rows))
    )
)
def test_the_order_of_the_members_does_not_matter(
    rows: tuple[list[list[int]], list[list[int]]],
) -> None:
    given, turned = (votes(*([vote / 64 for vote in row] for row in some)) for some in rows)
    assert len(picked(given, 9)) == 4
    first, other = picked(given, 1)[0], picked(turned, 1)[0]
    worth = _worth(given)
    assert worth[first] == pytest.approx(worth.max(), abs=1e-6)
    assert worth[other] == pytest.approx(worth.max(), abs=1e-6)


def _worth(
    given: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Work out as the definition says what each course is worth when none is chosen yet."""
    worth = []
    for column in given.astype(np.float64).T:
        third = sorted(column)[-min(3, len(column))]
        heard = sorted(min(vote, third) for vote in column)
        lowest = heard[: max(1, len(heard) // 10)]
        average = sum(heard) / len(heard)
        worth.append(average - 0.25 * (average - sum(lowest) / len(lowest)))
    return np.array(worth)


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
