"""A newly trained blend runs only if it is not behind on days that it had not seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.recommend import Learned, Training, cards_operator
from core.recommend.blend import Blend
from core.recommend.dataset import Dataset
from core.recommend.promotion import ENOUGH, Grounds, Verdict, trial
from tests.core.recommend.conftest import DEGENERATE

if TYPE_CHECKING:
    from core.recommend.model import State

LATELY = 10.0


def walks(members: int, courses: int = 25) -> Dataset:
    """Return members who take one course after the other, one every ten days."""
    chance = np.random.default_rng(1)
    first = chance.integers(0, courses, members)
    taken = (first[:, np.newaxis] + np.arange(6)) % courses
    ages = np.arange(6)[::-1] * 10.0 + chance.random(members)[:, np.newaxis] * 10
    return Dataset.from_arrays(
        np.arange(members),
        np.arange(courses),
        np.repeat(np.arange(members), 6),
        taken.ravel(),
        ages=ages.ravel(),
        course_ages=np.full(courses, 100.0),
    )


def trained_before(dataset: Dataset, days: float) -> State:
    """Return what a blend learned so many days ago."""
    seen = dataset.subset(dataset.ages >= days)
    return Blend().fit(replace(seen, course_ages=dataset.course_ages - np.float32(days))).state()


def test_the_first_blend_runs_if_it_beats_popularity() -> None:
    verdict = trial(walks(300), None)
    assert (verdict.promoted, verdict.grounds) == (True, Grounds.AHEAD_OF_POPULARITY)
    assert verdict.new is not None
    assert verdict.popularity is not None
    assert verdict.new > verdict.popularity
    assert verdict.running is None


def test_a_blend_behind_the_running_one_is_kept_apart() -> None:
    many, left = walks(700, courses=250), walks(230, courses=250)
    verdict = trial(left, trained_before(many, LATELY))
    assert verdict.members >= ENOUGH
    assert (verdict.promoted, verdict.grounds) == (False, Grounds.BEHIND_RUNNING)


def test_a_blend_ahead_of_an_old_one_runs() -> None:
    dataset = walks(300)
    verdict = trial(dataset, trained_before(dataset, 40))
    assert (verdict.promoted, verdict.grounds) == (True, Grounds.AHEAD)
    assert verdict.days == pytest.approx(20)
    assert verdict.new is not None
    assert verdict.running is not None
    assert verdict.new > verdict.running


def test_with_few_members_it_is_enough_not_to_be_clearly_behind() -> None:
    verdict = trial(walks(20), None)
    assert verdict.members < ENOUGH
    assert (verdict.promoted, verdict.grounds) == (True, Grounds.NOT_BEHIND)


def test_a_blend_trained_today_is_measured_against_popularity_alone() -> None:
    dataset = walks(300)
    verdict = trial(dataset, trained_before(dataset, 0))
    assert verdict.running is None
    assert verdict.members >= ENOUGH
    assert (verdict.promoted, verdict.grounds) == (True, Grounds.AHEAD_OF_POPULARITY)


def test_the_operator_is_told_of_every_outcome_in_its_own_words() -> None:
    verdicts = [Verdict(promoted=True, grounds=grounds) for grounds in Grounds]
    learned = [Learned(Training(1, 1, 1), verdict, forgot=False) for verdict in verdicts]
    assert len({cards_operator.trained(one) for one in learned}) == len(Grounds)


def test_figures_are_plain_values() -> None:
    figures = trial(walks(20), None).figures()
    assert set(figures) == {"grounds", "members", "days", "new", "popularity", "running"}
    assert all(isinstance(value, str | int | float | None) for value in figures.values())


@pytest.mark.parametrize("odd", DEGENERATE.values(), ids=DEGENERATE.keys())
def test_odd_data_never_keep_a_first_blend_back(odd: Dataset) -> None:
    assert trial(odd, None).promoted
