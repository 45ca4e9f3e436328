"""Whatever deeds a file tells of, they are learned from, in their order and as they are meant."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.recommend.dataset import STUDIED
from core.recommend.signals import PRAISED, SPURNED
from tests.core.recommend.files.writing import read

if TYPE_CHECKING:
    from pathlib import Path

COURSES = [["a"], ["b"], ["c"]]
ROWS = [("乙", "a", 1), ("甲", "b", 2), ("甲", "a", 3), ("乙", "c", 4)]
LONG_AGO = datetime(2019, 5, 1, 8, tzinfo=UTC)


def of_kinds(*kinds: str) -> list[tuple[str, str, str, str, int]]:
    """Return the rows, each of its kind."""
    return [
        (member, course, kinds[at % len(kinds)], "4.5" if kinds == ("rate",) else "", at)
        for member, course, at in ROWS
    ]


@pytest.mark.parametrize("kinds", [("view",), ("like",), ("share",), ("purchase",), ("progress",)])
def test_a_file_of_one_kind_says_what_enrolments_would(
    tmp_path: Path, kinds: tuple[str, ...]
) -> None:
    data, taken = (read(tmp_path, of_kinds(*each), COURSES).dataset for each in (kinds, ("enrol",)))
    assert len(data.weights) == len(ROWS)
    for column in ("members", "courses", "weights", "ages"):
        assert np.array_equal(getattr(data, column), getattr(taken, column)), column


def test_a_mixed_file_says_what_enrolments_would(tmp_path: Path) -> None:
    material = read(tmp_path, of_kinds("view", "enrol", "like", "view"), COURSES)
    assert material.dataset.weights.tolist() == [STUDIED] * 4
    assert material.looked == 3


def test_a_file_of_ratings_says_what_enrolments_would_as_far_as_they_were_liked(
    tmp_path: Path,
) -> None:
    rows = [
        ("甲", course, "rate", stars, at)
        for at, (course, stars) in enumerate(zip("abc", (5, 3, 1), strict=True))
    ]
    data = read(tmp_path, rows, COURSES).dataset
    assert data.weights.tolist() == pytest.approx([PRAISED, STUDIED, SPURNED])
    assert data.stars.tolist() == [5, 3, 1]


def test_looks_of_years_ago_do_not_fade(tmp_path: Path) -> None:
    rows = [
        ("甲", "a", "view", "", LONG_AGO.isoformat()),
        ("甲", "b", "view", "", (LONG_AGO + timedelta(days=2000)).isoformat()),
    ]
    assert read(tmp_path, rows, COURSES).dataset.weights.tolist() == [STUDIED, STUDIED]


def test_stars_without_a_kind_are_ratings(tmp_path: Path) -> None:
    head = ("member", "course", "value", "at")
    stars = [5, 4, 2, 1, 2, 5]
    rows = [(f"m{at}", "a", value, at) for at, value in enumerate(stars)]
    material = read(tmp_path, rows, COURSES, head)
    assert material.dataset.stars.tolist() == stars
    assert (material.starred, material.unused) == (6, 0)


@pytest.mark.parametrize(
    "values", [[1, 1, 1, 2, 1, 5], [1, 1], [5, 5, 5], [3, 4, 5, 9], [99, 199, 0.3]]
)
def test_counts_and_amounts_without_a_kind_are_no_ratings(
    tmp_path: Path, values: list[float]
) -> None:
    rows = [(f"m{at}", "a", "", value, at) for at, value in enumerate(values)]
    material = read(tmp_path, rows, COURSES)
    assert material.dataset.weights.tolist() == [STUDIED] * len(values)
    assert (material.starred, material.unused) == (0, len(values))


def test_stars_beside_a_kind_that_has_none_are_counted_as_unused(tmp_path: Path) -> None:
    rows = [("甲", "a", "enrol", 1, 1), ("甲", "b", "enrol", 5, 2), ("甲", "c", "progress", 50, 3)]
    material = read(tmp_path, rows, COURSES)
    assert (material.starred, material.unused) == (0, 2)
    assert not material.dataset.stars.any()


def test_a_later_look_does_not_put_a_course_last(tmp_path: Path) -> None:
    rows = [("甲", "a", "enrol", "", 1), ("甲", "b", "enrol", "", 2), ("甲", "a", "view", "", 3)]
    assert read(tmp_path, rows, COURSES).dataset.courses.tolist() == [0, 1]


def test_seconds_count_ten_years_before_the_latest_row(tmp_path: Path) -> None:
    later = [(LONG_AGO + timedelta(seconds=seconds)).isoformat() for seconds in (20, 0, 10)]
    rows = [("甲", course, "", "", at) for course, at in zip("abc", later, strict=True)]
    rows.append(("乙", "a", "", "", (LONG_AGO + timedelta(days=3650)).isoformat()))
    data = read(tmp_path, rows, COURSES).dataset
    (member,) = data.index_of([1]).tolist()
    assert data.courses[data.members == member].tolist() == [1, 2, 0]


def test_the_order_of_the_rows_says_nothing(tmp_path: Path) -> None:
    rows = [(f"m{number % 7}", "abc"[number % 3], "", "", number) for number in range(20)]
    one = read(tmp_path, rows, COURSES)
    random.Random(2).shuffle(rows)  # noqa: S311 - made-up rows
    other = read(tmp_path, rows, COURSES)
    assert one.members == other.members == tuple(sorted(one.members))
    for column in ("members", "courses", "weights", "ages"):
        assert np.array_equal(getattr(one.dataset, column), getattr(other.dataset, column))


def test_dismissed_courses_are_not_learned_and_yet_met(tmp_path: Path) -> None:
    rows = [
        ("甲", "a", "view", "", 1),
        ("甲", "a", "dismiss", "", 2),
        ("甲", "b", "progress", 0, 3),
    ]
    material = read(tmp_path, rows, COURSES)
    assert not len(material.dataset.weights)
    assert material.met.toarray().tolist() == [[True, True, False]]
    assert material.looked == 0
