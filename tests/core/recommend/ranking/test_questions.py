"""Questions hold out what they ask for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.recommend.dataset import UNKNOWN, Dataset
from core.recommend.ranking.questions import NEW, STEPS, posed
from tests.core.recommend.conftest import DEGENERATE


def pairs(dataset: Dataset) -> set[tuple[int, int]]:
    return set(zip(dataset.members.tolist(), dataset.courses.tolist(), strict=True))


def test_no_answer_nor_what_came_after_it_is_in_the_training_data(school: Dataset) -> None:
    questions = posed(school)
    trained = pairs(questions.training)
    for owner, answer in zip(questions.owners.tolist(), questions.answers.tolist(), strict=True):
        own = school.courses[school.starts[owner] : school.starts[owner + 1]].tolist()
        assert not {(owner, course) for course in own[own.index(answer) :]} & trained


def test_an_answer_comes_right_after_what_is_shown(school: Dataset) -> None:
    questions = posed(school)
    asked = questions.asked
    for place in range(0, len(questions), 97):
        owner = int(questions.owners[place])
        own = school.courses[school.starts[owner] : school.starts[owner + 1]].tolist()
        shown = asked.courses[asked.starts[place] : asked.starts[place + 1]].tolist()
        assert own[: len(shown) + 1] == [*shown, questions.answers[place]]


def test_some_are_asked_for_their_first_steps_and_no_row_of_them_teaches(school: Dataset) -> None:
    questions = posed(school)
    lengths = questions.asked.history_lengths(np.arange(len(questions)))
    beginners = np.unique(questions.owners[lengths <= 1])
    assert len(beginners) == len(school.member_ids) // 5
    assert not np.isin(questions.training.members, beginners).any()
    own = lengths[np.isin(questions.owners, beginners)]
    assert sorted(own.tolist()) == sorted([*range(STEPS + 1)] * len(beginners))


def test_of_whom_nothing_is_known_nothing_is_asked(school: Dataset) -> None:
    silent = replace(school, profiles=(UNKNOWN,) * len(school.member_ids))
    questions = posed(silent)
    assert questions.asked.history_lengths(np.arange(len(questions))).min() == 1


def test_nobody_else_is_asked_for_more_than_a_third_of_their_courses(school: Dataset) -> None:
    questions = posed(school)
    taught = np.isin(questions.owners, questions.training.members)
    assert np.bincount(questions.owners[taught]).max() == 2
    assert len(posed(school, wanted=500)) == 500


def test_some_courses_are_asked_for_as_if_nobody_had_taken_them() -> None:
    members, courses = 2_500, 200
    chance = np.random.default_rng(6)
    taken = np.argsort(chance.random((members, courses)), axis=1)[:, :4]
    everyone = np.repeat(np.arange(members), 4)
    given = Dataset.from_arrays(np.arange(members), np.arange(courses), everyone, taken.ravel())
    questions = posed(given)
    new = np.setdiff1d(np.arange(courses), questions.training.courses)
    assert len(new) == NEW * courses
    assert np.isin(new, questions.answers).all()


def test_the_same_seed_asks_the_same_questions(school: Dataset) -> None:
    first, second, other = (posed(school, wanted=100, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first.answers, second.answers)
    assert not np.array_equal(first.owners, other.owners)


def test_weak_signs_are_no_answers() -> None:
    viewed = Dataset.from_arrays(
        np.array([1]),
        np.array([1, 2, 3]),
        np.array([0, 0, 0]),
        np.array([0, 1, 2]),
        weights=np.array([1.0, 1.0, 0.2]),
    )
    questions = posed(viewed)
    assert questions.answers.tolist() == [1]
    assert pairs(questions.training) == {(0, 0)}


@pytest.mark.parametrize("odd", DEGENERATE.values(), ids=DEGENERATE.keys())
def test_odd_data_pose_few_questions_or_none(odd: Dataset) -> None:
    questions = posed(odd)
    assert len(questions) <= len(odd.members)
    assert len(questions.asked.member_ids) == len(questions)
