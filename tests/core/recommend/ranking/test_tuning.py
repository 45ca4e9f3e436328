"""What is learned from questions beats the shares that models bring along."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.recommend.blend import Blend
from core.recommend.dataset import Dataset, Profile
from core.recommend.evaluation import evaluate, leave_last_out
from core.recommend.models.popular import Popular
from core.recommend.models.transitions import Transitions
from core.recommend.ranking.weights import BUCKETS, FEW, MANY, ONE, default

if TYPE_CHECKING:
    from core.recommend.evaluation import HeldOut


@pytest.fixture(scope="module")
def held(school: Dataset) -> HeldOut:
    """Return the school with everyone's last course held out."""
    return leave_last_out(school).test


@pytest.fixture(scope="module")
def learned(held: HeldOut) -> Blend:
    """Return a blend of models that forget nothing, which learned its ranking on the rest."""
    return Blend([Popular(), Transitions(decay=1.0)]).fit(held.training)


def test_a_network_is_trained_where_there_is_enough_and_worth_its_part(learned: Blend) -> None:
    assert learned.tuned_.network is not None
    assert learned.tuned_.part > 0


def test_what_was_learned_ranks_better_than_shares_brought_along(
    held: HeldOut, learned: Blend
) -> None:
    plain = Blend([Popular(), Transitions(decay=1.0)], learns=False).fit(held.training)
    lead = evaluate(learned, held).lead(evaluate(plain, held), "ndcg@10")
    assert lead.value > 2 * (lead.error or 0)


def test_a_discount_leaves_the_order_of_the_rest_and_lowers_the_popular(
    held: HeldOut, learned: Blend
) -> None:
    steep = Blend([Popular(), Transitions()]).restore(learned.state(), held.training)
    steep.tuned_ = replace(learned.tuned_, discounts=np.full(BUCKETS, 2.0, dtype=np.float32))
    takers = np.bincount(held.training.courses, minlength=len(held.training.course_ids))
    before, _ = learned.top(held.members, 3)
    after, _ = steep.top(held.members, 3)
    assert takers[after].mean() < takers[before].mean()


def test_newcomers_without_a_word_get_what_is_popular(held: HeldOut, learned: Blend) -> None:
    popular = Popular().fit(held.training)
    nobody = np.array([-1])
    assert learned.top(nobody, 1)[0][0, 0] == popular.score(nobody)[0].argmax()


def test_the_same_seed_learns_the_same(held: HeldOut, learned: Blend) -> None:
    again = Blend([Popular(), Transitions(decay=1.0)]).fit(held.training)
    assert np.array_equal(again.score(held.members[:50]), learned.score(held.members[:50]))


def chatter(members: int, courses: int = 40, length: int = 5) -> Dataset:
    """Return members who take what is popular, whatever they took before."""
    chance = np.random.default_rng(4)
    likely = 1 / np.arange(1, courses + 1) ** 1.5
    taken = [
        chance.choice(courses, length, replace=False, p=likely / likely.sum())
        for _ in range(members)
    ]
    return Dataset.from_arrays(
        np.arange(members),
        np.arange(courses),
        np.repeat(np.arange(members), length),
        np.concatenate(taken),
    )


def test_a_small_community_learns_what_shares_brought_along_do_not_know(school: Dataset) -> None:
    held = leave_last_out(school.subset(school.members < 60)).test
    learned, plain = (
        evaluate(Blend(learns=learns).fit(held.training), held) for learns in (True, False)
    )
    lead = learned.lead(plain, "ndcg@10")
    assert lead.value > 2 * (lead.error or 0)


def test_a_community_in_which_history_says_nothing_is_led_by_popularity() -> None:
    held = leave_last_out(chatter(170)).test
    learned, popular = (evaluate(one.fit(held.training), held) for one in (Blend(), Popular()))
    behind = popular.lead(learned, "ndcg@10")
    assert behind.value < 2 * (behind.error or 0)


def test_histories_of_few_members_share_the_weights_that_all_of_them_taught() -> None:
    blend = Blend().fit(chatter(60))
    weights = blend.tuned_.weights
    assert np.array_equal(weights[ONE], weights[MANY])
    assert np.array_equal(weights[FEW], weights[MANY])
    assert not np.array_equal(weights[MANY], default(blend.models)[MANY])


def test_what_tags_tell_is_learned_in_a_small_community() -> None:
    chance = np.random.default_rng(8)
    track = np.arange(120) % 4
    taken = [chance.permutation(6)[:3] + 6 * own for own in track]
    tags = ("摄影", "编程", "烹饪", "围棋")
    given = Dataset.from_arrays(
        np.arange(120),
        np.arange(24),
        np.repeat(np.arange(120), 3),
        np.concatenate(taken),
        profiles=[Profile(interests=(tags[own],)) for own in track.tolist()],
    )
    newcomers = np.arange(20)
    rest = given.subset(given.members >= len(newcomers))
    learned, plain = (Blend(learns=learns).fit(rest) for learns in (True, False))
    right, before = (
        np.mean(one.top(newcomers, 6)[0] // 6 == track[newcomers][:, np.newaxis])
        for one in (learned, plain)
    )
    assert right == 1.0 > before


def test_a_handful_of_members_teaches_nothing() -> None:
    blend = Blend().fit(chatter(6))
    assert np.array_equal(blend.tuned_.weights, default(blend.models))
