"""Splits never look ahead, and put every interaction where the protocol says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.recommend.dataset import Dataset
from core.recommend.evaluation import by_days, leave_last_out

if TYPE_CHECKING:
    from core.recommend.evaluation.split import HeldOut

HISTORIES = {0: [3, 1, 4, 0, 5], 1: [2, 6], 2: [6, 5, 4, 3, 2, 1]}


@pytest.fixture
def dataset() -> Dataset:
    """Give three members of whom one has too few courses, in the order they took them."""
    members = [member for member, courses in HISTORIES.items() for _ in courses]
    courses = [course for courses in HISTORIES.values() for course in courses]
    return Dataset.from_arrays(np.arange(3), np.arange(7), np.array(members), np.array(courses))


def test_the_last_course_is_the_test_and_the_one_before_is_validation(dataset: Dataset) -> None:
    split = leave_last_out(dataset)
    assert _wanted(split.test) == {0: {5}, 2: {1}}
    assert _wanted(split.validation) == {0: {0}, 2: {2}}


def test_training_ends_where_what_is_held_out_begins(dataset: Dataset) -> None:
    split = leave_last_out(dataset)
    assert _histories(split.test.training) == {0: [3, 1, 4, 0], 1: [2, 6], 2: [6, 5, 4, 3, 2]}
    assert _histories(split.validation.training) == {0: [3, 1, 4], 1: [2, 6], 2: [6, 5, 4, 3]}


def test_what_is_learned_from_does_not_depend_on_who_is_drawn(dataset: Dataset) -> None:
    whole, drawn = leave_last_out(dataset), leave_last_out(dataset, sample=1)
    assert len(drawn.test.members) == 1
    assert drawn.test.relevant.shape == (1, 7)
    assert _histories(drawn.test.training) == _histories(whole.test.training)


def test_the_same_seed_draws_the_same_members(dataset: Dataset) -> None:
    draws = [leave_last_out(dataset, sample=1, seed=3).test.members.tolist() for _ in range(3)]
    assert draws[0] == draws[1] == draws[2]


def test_without_long_histories_there_is_nothing_to_find(dataset: Dataset) -> None:
    split = leave_last_out(dataset, fewest=7)
    assert len(split.test.members) == 0
    assert _histories(split.test.training) == HISTORIES


def test_the_last_days_are_held_out_and_the_clock_is_turned_back() -> None:
    dataset = Dataset.from_arrays(
        np.arange(3),
        np.arange(4),
        np.array([0, 0, 0, 1, 2, 2]),
        np.array([0, 1, 2, 0, 3, 1]),
        ages=np.array([30.0, 5.0, 1.0, 20.0, 6.9, 2.0]),
        weights=np.array([1.0, 1.0, 1.5, 1.0, 1.0, 0.2]),
        course_ages=np.array([100.0, 50.0, 3.0, 10.0]),
    )
    held = by_days(dataset, 7.0)
    assert _wanted(held) == {0: {1, 2}, 2: {3}}
    assert _histories(held.training) == {0: [0], 1: [0], 2: []}
    assert held.training.ages.tolist() == [23.0, 13.0]
    assert held.training.course_ages.tolist() == [93.0, 43.0, 0.0, 3.0]


def _wanted(held: HeldOut) -> dict[int, set[int]]:
    rows = held.relevant.toarray()
    return {
        member: set(np.flatnonzero(row).tolist())
        for member, row in zip(held.members.tolist(), rows, strict=True)
    }


def _histories(dataset: Dataset) -> dict[int, list[int]]:
    return {
        member: dataset.courses[dataset.starts[member] : dataset.starts[member + 1]].tolist()
        for member in range(len(dataset.member_ids))
    }
