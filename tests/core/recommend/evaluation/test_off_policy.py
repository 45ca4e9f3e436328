"""Off-policy estimates find the truth of a simulated log, and say when they cannot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.recommend.evaluation.off_policy import (
    CLIP,
    always_exploring,
    estimate,
    never_exploring,
)
from core.recommend.exploration import Exploration, Trial

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

CLICKS = np.array([0.05, 0.1, 0.3, 0.02, 0.2])
"""How likely each of five courses truly is to be clicked."""


@dataclass(frozen=True, slots=True)
class Log:
    """What a policy chose, with what chance, and whether that was clicked."""

    chosen: NDArray[np.int64]
    rewards: Floats
    propensities: Floats


def _log(policy: Floats, n: int = 6000, seed: int = 0) -> Log:
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(policy), n, p=policy)
    clicked = (rng.random(n) < CLICKS[chosen]).astype(np.float64)
    return Log(chosen, clicked, policy[chosen])


LOGGING = np.array([0.4, 0.3, 0.1, 0.1, 0.1])
OTHER = np.array([0.05, 0.1, 0.5, 0.05, 0.3])


def test_the_value_of_another_policy_is_found_without_running_it() -> None:
    log = _log(LOGGING)
    found = estimate(log.rewards, log.propensities, OTHER[log.chosen])
    truth = float(OTHER @ CLICKS)
    assert truth > float(LOGGING @ CLICKS) + 0.1
    assert found.ips == pytest.approx(truth, abs=0.02)
    assert found.self_normalised == pytest.approx(truth, abs=0.02)
    assert found.low < truth < found.high
    assert found.mean_weight == pytest.approx(1.0, abs=0.05)
    assert found.sound


def test_the_interval_holds_the_truth_in_ninety_five_of_a_hundred() -> None:
    truth, held = float(OTHER @ CLICKS), 0
    for seed in range(400):
        log = _log(LOGGING, 1500, seed)
        found = estimate(log.rewards, log.propensities, OTHER[log.chosen])
        held += found.low <= truth <= found.high
    assert held / 400 == pytest.approx(0.95, abs=0.025)


def test_choices_that_one_draw_decided_together_count_as_one() -> None:
    """Eight hundred members draw once; a draw decides all of a member's five lists."""
    truth, apart, together = float(OTHER @ CLICKS), 0, 0
    clusters = np.repeat(np.arange(800), 5)
    for seed in range(400):
        rng = np.random.default_rng(seed)
        chosen = rng.choice(5, 800, p=LOGGING)[clusters]
        clicked = (rng.random(4000) < CLICKS[chosen]).astype(np.float64)
        log = clicked, LOGGING[chosen], OTHER[chosen]
        found = estimate(*log, clusters=clusters)
        together += found.low <= truth <= found.high
        alone = estimate(*log)
        apart += alone.low <= truth <= alone.high
        assert found.ips == alone.ips
        assert found.effective == pytest.approx(alone.effective / 5)
    assert together / 400 == pytest.approx(0.95, abs=0.03)
    assert apart / 400 < 0.85


def test_where_nothing_was_clicked_the_error_is_not_nothing() -> None:
    found = estimate(np.zeros(300), np.full(300, 0.5), np.full(300, 0.5))
    assert (found.ips, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(0.01)


def test_the_logging_policy_itself_is_valued_at_its_mean() -> None:
    log = _log(LOGGING)
    found = estimate(log.rewards, log.propensities, LOGGING[log.chosen])
    assert found.ips == found.self_normalised == found.clipped == log.rewards.mean()
    assert found.effective == pytest.approx(len(log.rewards))


def test_self_normalising_varies_less() -> None:
    rare = np.array([0.9, 0.04, 0.02, 0.02, 0.02])
    logs = [_log(rare, 800, seed) for seed in range(200)]
    found = [estimate(log.rewards, log.propensities, OTHER[log.chosen]) for log in logs]
    spread = np.std([one.self_normalised for one in found])
    assert spread < np.std([one.ips for one in found])


def test_clipping_bounds_the_weights_and_errs_downwards() -> None:
    rare = np.array([0.96, 0.01, 0.01, 0.01, 0.01])
    log = _log(rare)
    found = estimate(log.rewards, log.propensities, OTHER[log.chosen])
    assert 0 < found.clipped_share < 0.1
    assert found.clipped < found.ips
    loose = estimate(log.rewards, log.propensities, OTHER[log.chosen], clip=1000 * CLIP)
    assert loose.clipped == loose.ips


def test_wrong_propensities_are_noticed() -> None:
    log = _log(LOGGING)
    wrong = np.full(len(log.chosen), 0.5)
    assert not estimate(log.rewards, wrong, OTHER[log.chosen]).sound


def test_a_policy_that_the_log_says_nothing_of_is_not_sound() -> None:
    log = _log(np.array([0.995, 0.005, 0.0, 0.0, 0.0]), 1000)
    never = np.array([0.0, 1.0, 0.0, 0.0, 0.0])
    found = estimate(log.rewards, log.propensities, never[log.chosen])
    assert found.effective < 30
    assert not found.sound


def test_an_empty_log_says_nothing() -> None:
    nothing = np.zeros(0)
    assert not estimate(nothing, nothing, nothing).sound


@pytest.mark.parametrize("propensity", [0.0, -0.1, 1.1])
def test_what_is_no_probability_is_refused(propensity: float) -> None:
    with pytest.raises(ValueError, match="propensity"):
        estimate(np.ones(1), np.array([propensity]), np.ones(1))


def test_our_own_exploration_is_valued_from_its_log() -> None:
    """Members are shown a greedy course or a try; both extremes are found from the one log."""
    exploration = Exploration(
        {1: Trial(100, 8), 2: Trial(8, 2), 3: Trial(4, 0), 4: Trial(2, 1)}, date(2026, 1, 5)
    )
    clicks, liking = [0.08, 0.3, 0.05, 0.25], [0.9, 0.5, 0.4, 0.3]
    rng = np.random.default_rng(4)
    slots = [
        exploration.last_slot(member, 0, [1, 2, 3], [1, 2, 3, 4], liking) for member in range(8000)
    ]
    rewards = np.array([float(rng.random() < clicks[slot.place or 0]) for slot in slots])
    propensities = np.array([slot.propensity for slot in slots])
    explored = np.array([slot.explored for slot in slots])
    assert 0.4 < explored.mean() < 0.6
    greedy = estimate(rewards, propensities, never_exploring(explored))
    assert greedy.ips == pytest.approx(clicks[0], abs=0.02)
    trying = always_exploring(propensities, explored, exploration.chance)
    tried = estimate(rewards, propensities, trying)
    assert tried.ips == pytest.approx(float(rewards[explored].mean()), abs=0.02)
    assert greedy.mean_weight == pytest.approx(1.0, abs=0.05)
    assert tried.mean_weight == pytest.approx(1.0, abs=0.05)
    assert tried.low > greedy.high
