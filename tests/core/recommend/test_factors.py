"""Factorisations find the ratings and tastes that made-up tables hold."""

from __future__ import annotations

import numpy as np
import pytest

from core.recommend.dataset import Dataset
from core.recommend.learning.factors import solved
from core.recommend.models.biased_factors import BiasedFactors
from core.recommend.models.ials import Ials
from tests.core.recommend.conftest import COURSES, NOW

TEN_COURSES = np.array(
    [
        [4, 5, 3, 3, 5, 2, 4, 4, 5, 4],
        [3, 4, 4, 4, 3, 2, 5, 5, 3, 4],
        [5, 3, 4, 4, 5, 3, 2, 4, 5, 3],
        [4, 5, 3, 2, 4, 3, 5, 3, 4, 5],
        [5, 3, 4, 4, 5, 4, 2, 5, 4, 3],
    ]
)
LANGUAGES = np.array([[5, 3, 2, 0, 1], [0, 4, 2, 1, 5], [4, 0, 1, 3, 2], [2, 0, 4, 1, 3]])
THREE_BY_THREE = np.array([[1, 0, 1], [0, 2, 0], [1, 0, 1]])


def rated(table: np.ndarray) -> Dataset:
    """Return a table of stars, members × courses, as data; 0 is not rated."""
    members, courses = np.nonzero(table)
    ids = (np.arange(len(table)), np.arange(table.shape[1]))
    return Dataset.from_arrays(*ids, members, courses, stars=table[members, courses])


@pytest.mark.parametrize("table", [TEN_COURSES, LANGUAGES], ids=["ten courses", "languages"])
def test_factors_come_nearer_to_the_stars_given_than_biases_do(table: np.ndarray) -> None:
    data = rated(table)
    given = table > 0
    errors = []
    for size in (1, 4):
        model = BiasedFactors(size=size, rounds=40, strength=0.1).fit(data)
        predicted = model.score(np.arange(len(table)))
        errors.append(np.abs(predicted - table)[given].mean())
        assert predicted.min() > -1
        assert predicted.max() < 7
    assert errors[1] < errors[0] < np.abs(table - table[given].mean())[given].mean()


def test_two_factors_rebuild_a_table_of_rank_two() -> None:
    table = THREE_BY_THREE + 1
    model = BiasedFactors(size=2, rounds=200, strength=1e-3).fit(rated(table))
    assert np.allclose(model.score(np.arange(3)), table, atol=0.05)


def test_who_rated_nothing_is_given_what_others_think_of_a_course() -> None:
    table = np.vstack((TEN_COURSES, np.zeros(10, dtype=int)))
    model = BiasedFactors().fit(rated(table))
    scores = model.score(np.array([5]))[0]
    means = TEN_COURSES.mean(axis=0)
    assert scores.argmax() in np.flatnonzero(means == means.max())
    assert scores.argmin() == means.argmin()


def test_without_any_stars_every_score_is_nought(community: Dataset) -> None:
    assert not BiasedFactors().fit(community).score(np.arange(3)).any()


def test_rows_are_solved_as_one_by_one() -> None:
    chance = np.random.default_rng(1)
    data = rated(TEN_COURSES * (chance.random(TEN_COURSES.shape) < 0.6))
    values = data.matrix()
    factors = chance.normal(size=(10, 3)).astype(np.float32)
    base = np.eye(3, dtype=np.float32)
    ridge = np.arange(1, 7, dtype=np.float32)
    answers = solved(values, factors, ridge, base)
    for row in range(5):
        held = factors[values[[row]].indices]
        gram = held.T @ held + base + ridge[row] * np.eye(3)
        wanted = held.T @ values[[row]].data
        assert np.allclose(answers[row], np.linalg.solve(gram, wanted), atol=1e-5)
    assert not answers[5].any()


def test_ials_puts_first_what_the_own_circle_takes() -> None:
    chance = np.random.default_rng(2)
    table = np.zeros((40, 10), dtype=int)
    for member in range(40):
        circle = 5 * (member % 2)
        table[member, circle + chance.permutation(5)[:3]] = 1
    model = Ials(size=2, rounds=10, unobserved=0.3).fit(rated(table))
    scores = np.where(table > 0, -np.inf, model.score(np.arange(40)))
    assert (scores.argmax(axis=1) // 5 == np.arange(40) % 2).all()


def test_factors_without_words_give_no_reason() -> None:
    assert Ials(size=2).fit(Dataset.of((), COURSES, now=NOW)).reason(-1, 0) is None
