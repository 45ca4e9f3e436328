"""Weights are searched per bucket, and depend on the length of the history."""

from __future__ import annotations

import numpy as np

from core.recommend.dataset import NOBODY, Dataset
from core.recommend.ranking.weights import FEW, MANY, ONE, TOLD, UNKNOWN, buckets, gains, searched
from tests.core.recommend.conftest import COURSES, NOW, took


def test_buckets_tell_histories_by_length_and_newcomers_by_their_profile() -> None:
    rows = [took(length, 11 + number) for length in range(1, 7) for number in range(length)]
    dataset = Dataset.of(rows, COURSES, now=NOW, interests={8: ("摄影",), 9: ()})
    found = buckets(dataset, dataset.index_of([404, 9, 8, 1, 2, 3, 4, 5, 6]))
    assert found.tolist() == [UNKNOWN, UNKNOWN, TOLD, ONE, FEW, FEW, FEW, MANY, MANY]
    assert buckets(dataset, np.array([NOBODY])).tolist() == [UNKNOWN]


def test_gains_are_discounted_by_the_rank_and_end_after_ten() -> None:
    assert np.allclose(gains(np.array([0, 1, 2, 9, 10])), [1, 0.63093, 0.5, 0.28906, 0], atol=1e-5)


def test_a_model_that_finds_the_answers_gets_the_weight() -> None:
    chance = np.random.default_rng(0)
    rivals = chance.random((400, 30, 3)).astype(np.float32)
    answers = chance.random((400, 3)).astype(np.float32)
    answers[:, 1] = 0.5 + answers[:, 1] / 2
    found = searched(rivals, answers, np.array([1.0, 0.0, 1.0], dtype=np.float32))
    assert found[1] > 4 * max(found[0], found[2])


def test_a_model_that_scores_all_alike_is_not_taken_for_one_that_finds() -> None:
    chance = np.random.default_rng(0)
    rivals = np.concatenate((chance.random((300, 20, 1)), np.zeros((300, 20, 1))), axis=2)
    answers = np.stack((chance.random(300) ** 0.3, np.zeros(300)), axis=1)
    start = np.array([0.5, 1.0], dtype=np.float32)
    assert searched(rivals.astype(np.float32), answers.astype(np.float32), start)[0] > 0


def test_a_model_that_adds_nothing_is_left_out() -> None:
    rivals = np.random.default_rng(0).random((200, 20, 2)).astype(np.float32)
    rivals[..., 1] = rivals[..., 0]
    answers = np.full((200, 2), 0.95, dtype=np.float32)
    found = searched(rivals, answers, np.array([1.0, 0.5], dtype=np.float32))
    assert sorted((found > 0).tolist()) == [False, True]
