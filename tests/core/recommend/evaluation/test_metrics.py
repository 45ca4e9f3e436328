"""Every metric equals what one would count by hand, member by member and rank by rank."""

from __future__ import annotations

from math import inf, isclose, log2
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from core.recommend.evaluation import metrics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn

Case = tuple[list[list[float]], list[set[int]], list[set[int]], int]


@st.composite
def cases(draw: DrawFn) -> Case:
    """Draw scores with many ties, what each member has, what is relevant to them, and a cut."""
    members, courses = draw(st.integers(1, 5)), draw(st.integers(1, 7))
    score = st.sampled_from([-1.0, 0.0, 0.5, 0.5, 2.0])
    scores = [[draw(score) for _ in range(courses)] for _ in range(members)]
    some = st.sets(st.integers(0, courses - 1))
    return (
        scores,
        [draw(some) for _ in range(members)],
        [draw(some) for _ in range(members)],
        draw(st.integers(1, 9)),
    )


@given(cases())
def test_a_ranking_is_the_sorted_list_without_what_a_member_has(case: Case) -> None:
    scores, taken, _, count = case
    found = metrics.ranked(np.array(scores), count, _matrix(taken, len(scores[0])))
    for row, own, have in zip(found.tolist(), scores, taken, strict=True):
        expected = _ranking(own, have)[:count]
        assert row == expected + [metrics.NONE] * (count - len(expected))


@given(cases())
def test_the_metrics_equal_those_counted_by_hand(case: Case) -> None:
    scores, taken, wanted, count = case
    relevant = _matrix(wanted, len(scores[0]))
    found = metrics.ranked(np.array(scores), count, _matrix(taken, len(scores[0])))
    hit = metrics.hits(found, relevant)
    sizes = np.diff(relevant.indptr)
    by_hand = [
        _by_hand(_ranking(own, have)[:count], want, count)
        for own, have, want in zip(scores, taken, wanted, strict=True)
    ]
    measured = zip(
        metrics.recall(hit, sizes, count).tolist(),
        metrics.ndcg(hit, sizes, count).tolist(),
        metrics.mrr(hit, count).tolist(),
        metrics.average_precision(hit, sizes, count).tolist(),
        strict=True,
    )
    for one, other in zip(measured, by_hand, strict=True):
        assert one == pytest.approx(other)


@given(cases())
def test_exposure_is_counted_course_by_course(case: Case) -> None:
    scores, taken, _, count = case
    courses = len(scores[0])
    found = metrics.ranked(np.array(scores), count, _matrix(taken, courses))
    shown = [
        course
        for own, have in zip(scores, taken, strict=True)
        for course in _ranking(own, have)[:count]
    ]
    counts = [shown.count(course) for course in range(courses)]
    exposure = metrics.exposures(found, courses)
    assert exposure.tolist() == counts
    assert isclose(metrics.coverage(exposure), len(set(shown)) / courses)
    assert isclose(metrics.gini(exposure), _gini(counts), abs_tol=1e-12)


@given(cases(), st.lists(st.integers(0, 3), min_size=7, max_size=7))
def test_the_long_tail_is_what_the_most_popular_fifth_is_not(
    case: Case, popularity: list[int]
) -> None:
    scores, taken, _, count = case
    takers = popularity[: len(scores[0])]
    found = metrics.ranked(np.array(scores), count, _matrix(taken, len(takers)))
    known = [course for course, number in enumerate(takers) if number]
    head = sorted(known, key=lambda course: -takers[course])[: -(-len(known) // 5)]
    for share, own, have in zip(
        metrics.long_tail(found, np.array(takers)).tolist(), scores, taken, strict=True
    ):
        shown = _ranking(own, have)[:count]
        outside = [course for course in shown if course not in head]
        assert share == pytest.approx(len(outside) / len(shown) if shown else 0.0)


@given(st.permutations(range(6)))
def test_a_better_ranking_never_scores_lower(order: list[int]) -> None:
    relevant = _matrix([{1, 4}], 6)
    sizes = np.array([2])
    best = metrics.hits(np.array([[4, 1, 0, 2, 3, 5]]), relevant)
    any_other = metrics.hits(np.array([order]), relevant)
    for metric in (metrics.recall, metrics.ndcg, metrics.average_precision):
        assert metric(any_other, sizes, 3)[0] <= metric(best, sizes, 3)[0] == 1.0


def test_more_relevant_courses_than_places_can_still_be_ranked_perfectly() -> None:
    relevant = _matrix([{0, 1, 2, 3}], 4)
    hit = metrics.hits(np.array([[0, 1]]), relevant)
    assert metrics.ndcg(hit, np.array([4]), 2) == pytest.approx([1.0])
    assert metrics.average_precision(hit, np.array([4]), 2) == pytest.approx([1.0])
    assert metrics.recall(hit, np.array([4]), 2) == pytest.approx([0.5])


def test_scores_of_single_precision_are_ranked_as_exactly() -> None:
    scores = np.array([[0.1, 0.3, 0.3, 0.2]], dtype=np.float32)
    assert metrics.ranked(scores, 3).tolist() == [[1, 2, 3]]
    assert scores.tolist() == np.array([[0.1, 0.3, 0.3, 0.2]], dtype=np.float32).tolist()


def test_without_courses_there_is_nothing_to_rank_or_to_cover() -> None:
    found = metrics.ranked(np.empty((2, 0)), 3)
    assert found.tolist() == [[metrics.NONE] * 3] * 2
    exposure = metrics.exposures(found, 0)
    assert (metrics.coverage(exposure), metrics.gini(exposure)) == (0.0, 0.0)


def test_one_course_shown_to_all_is_as_unequal_as_it_gets() -> None:
    assert metrics.gini(np.array([0, 0, 0, 0, 9])) == pytest.approx(0.8)
    assert metrics.gini(np.array([3, 3, 3])) == pytest.approx(0.0)


def _matrix(rows: Sequence[set[int]], columns: int) -> csr_array:
    dense = np.zeros((len(rows), columns), dtype=np.float32)
    for number, row in enumerate(rows):
        dense[number, list(row)] = 1.0
    return csr_array(dense)


def _ranking(scores: Sequence[float], have: set[int]) -> list[int]:
    free = [(-score, course) for course, score in enumerate(scores) if course not in have]
    return [course for score, course in sorted(free) if score < inf]


def _by_hand(shown: Sequence[int], wanted: set[int], count: int) -> tuple[float, ...]:
    if not wanted:
        return (0.0, 0.0, 0.0, 0.0)
    ranks = [rank for rank, course in enumerate(shown, 1) if course in wanted]
    most = min(count, len(wanted))
    ideal = sum(1 / log2(rank + 1) for rank in range(1, most + 1))
    return (
        len(ranks) / len(wanted),
        sum(1 / log2(rank + 1) for rank in ranks) / ideal,
        1 / ranks[0] if ranks else 0.0,
        sum(number / rank for number, rank in enumerate(ranks, 1)) / most,
    )


def _gini(counts: Sequence[int]) -> float:
    """Return the mean difference of all pairs, over twice the mean."""
    total = sum(counts)
    if not total:
        return 0.0
    apart = sum(abs(one - other) for one in counts for other in counts)
    return apart / (2 * len(counts) * total)
