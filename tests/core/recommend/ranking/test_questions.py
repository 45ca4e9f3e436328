"""Questions hold out what they ask for."""

from __future__ import annotations

import numpy as np
import pytest

from core.recommend.dataset import Dataset
from core.recommend.ranking.questions import posed
from tests.core.recommend.conftest import DEGENERATE


def pairs(dataset: Dataset) -> set[tuple[int, int]]:
    return set(zip(dataset.members.tolist(), dataset.courses.tolist(), strict=True))


def test_no_answer_is_in_the_training_data_nor_known(school: Dataset) -> None:
    questions = posed(school)
    trained = pairs(questions.training)
    asked = set(zip(questions.owners.tolist(), questions.answers.tolist(), strict=True))
    assert not asked & trained
    assert not questions.known[np.arange(len(questions)), questions.answers].any()


def test_an_answer_comes_right_after_what_was_known(school: Dataset) -> None:
    questions = posed(school)
    for place in range(0, len(questions), 97):
        owner = int(questions.owners[place])
        own = school.courses[school.starts[owner] : school.starts[owner + 1]].tolist()
        known = set(questions.known[[place]].indices.tolist())
        assert set(own[: len(known)]) == known
        assert own[len(known)] == questions.answers[place]


def test_what_is_shown_is_the_end_of_what_is_known(school: Dataset) -> None:
    questions = posed(school)
    lengths = questions.asked.history_lengths(np.arange(len(questions)))
    known = np.diff(questions.known.indptr)
    assert (lengths <= known).all()
    assert {0, 1, 2} < set(lengths.tolist())
    assert pairs(questions.asked) <= {
        (row, column)
        for row in range(len(questions))
        for column in questions.known[[row]].indices.tolist()
    }


def test_nobody_is_asked_for_more_than_a_third_of_their_courses(school: Dataset) -> None:
    assert np.bincount(posed(school).owners).max() == 2
    assert len(posed(school, wanted=500)) == 500


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
