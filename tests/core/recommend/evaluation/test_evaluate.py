"""Evaluation: the best possible scorer gets everything, and nobody is shown what they have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.recommend.dataset import Dataset
from core.recommend.evaluation import evaluate, leave_last_out
from core.recommend.evaluation.evaluate import rank
from core.recommend.models.popular import Popular

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.recommend.evaluation import HeldOut
    from core.recommend.evaluation.metrics import Ints

MEMBERS, COURSES = 1_200, 30


@dataclass(frozen=True, slots=True)
class Fixed:
    """A scorer with the scores of every member known beforehand."""

    scores: NDArray[np.float64]

    def score(self, members: Ints) -> NDArray[np.float64]:
        """Return the members' rows."""
        return self.scores[members]


@pytest.fixture(scope="module")
def held() -> HeldOut:
    """Give the test part of members with six courses each, more than are scored at once."""
    numbers = np.random.default_rng(5)
    courses = np.concatenate([numbers.permutation(COURSES)[:6] for _ in range(MEMBERS)])
    members = np.repeat(np.arange(MEMBERS), 6)
    dataset = Dataset.from_arrays(np.arange(MEMBERS), np.arange(COURSES), members, courses)
    return leave_last_out(dataset).test


def test_who_knows_the_answers_reaches_the_top(held: HeldOut) -> None:
    figures = evaluate(Fixed(held.relevant.toarray().astype(np.float64)), held)
    for name in ("recall@10", "ndcg@10", "mrr@20", "map@10"):
        assert figures[name] == 1.0
        assert figures.estimates[name].error == 0.0


def test_who_knows_the_answers_and_turns_them_round_reaches_nothing(held: HeldOut) -> None:
    figures = evaluate(Fixed(-held.relevant.toarray().astype(np.float64)), held)
    assert figures["recall@20"] == 0.0


def test_chance_is_as_good_as_chance_within_its_error(held: HeldOut) -> None:
    scores = np.random.default_rng(7).random((MEMBERS, COURSES))
    figures = evaluate(Fixed(scores), held)
    error = float(np.sqrt(0.4 * 0.6 / MEMBERS))
    assert figures.estimates["recall@10"].error == pytest.approx(error, rel=0.05)
    assert abs(figures["recall@10"] - 10 / 25) < 4 * error
    assert figures["coverage@10"] == 1.0


def test_nobody_is_shown_what_they_have(held: HeldOut) -> None:
    found = rank(Popular().fit(held.training), held.training, held.members, COURSES)
    history = held.training.matrix().toarray()[held.members] > 0
    shown = np.where(found >= 0, found, 0)
    assert not (np.take_along_axis(history, shown, axis=1) & (found >= 0)).any()
    assert (np.sort(found, axis=1)[:, 5:] >= 0).all()


def test_a_lead_is_measured_on_the_same_members(held: HeldOut) -> None:
    answers = held.relevant.toarray().astype(np.float64)
    best, worst = evaluate(Fixed(answers), held), evaluate(Fixed(-answers), held)
    lead = best.lead(worst, "recall@10")
    assert (lead.value, lead.error) == (1.0, 0.0)


def test_without_anybody_to_ask_for_every_figure_is_nothing(held: HeldOut) -> None:
    nobody = leave_last_out(held.training, fewest=99).test
    figures = evaluate(Popular().fit(nobody.training), nobody)
    assert figures.members == 0
    assert {estimate.value for estimate in figures.estimates.values()} == {0.0}
