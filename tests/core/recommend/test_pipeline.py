"""Scores are blended by length of history, and the rules have the last word."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.recommend.dataset import NOBODY, Dataset
from core.recommend.explain import Reason, ReasonKind
from core.recommend.model import Model
from core.recommend.pipeline import Blend, Rules
from core.recommend.state import Damaged, pack, unpack
from tests.core.recommend.conftest import DEGENERATE

if TYPE_CHECKING:
    from core.recommend.dataset import FloatArray, IntArray
    from core.recommend.model import State

IDS = np.array([11, 12, 13, 14, 15, 16], dtype=np.int64)
SCORES = np.array([0.9, 0.8, 0.7, 0.7, 0.2, 0.0])


class Fixed(Model):
    """Scores the courses 0, 1, 2, … times a factor, whoever asks."""

    shares: ClassVar[tuple[float, float, float]] = (1.0, 0.5, 0.25)

    def __init__(self, factor: float = 7.0) -> None:
        """Keep the factor."""
        self.factor = factor

    def fit(self, dataset: Dataset) -> Self:
        """Keep the dataset."""
        self.dataset_ = dataset
        return self

    def score(self, members: IntArray) -> FloatArray:
        """Count the courses."""
        return np.tile(np.arange(len(self.dataset_.course_ids)) * self.factor, (len(members), 1))

    def reason(self, member: int, course: int) -> Reason | None:
        """Give no reason to anyone."""

    def state(self) -> State:
        """Hold nothing."""
        return {"nothing": np.zeros(1)}

    def restore(self, state: State, course_ids: IntArray, dataset: Dataset) -> Self:
        """Keep the dataset."""
        del state, course_ids
        return self.fit(dataset)


def chosen(rules: Rules, count: int = 10) -> list[int]:
    return [int(IDS[choice.course]) for choice in rules.choose(IDS, SCORES, count)]


def test_scores_are_scaled_per_member_and_weighted_by_history(community: Dataset) -> None:
    blend = Blend([Fixed()]).fit(community)
    members = community.index_of([8, 4, 1, 3])
    assert blend.score(members).max(axis=1).tolist() == [1.0, 0.5, 0.5, 0.25]


def test_a_model_without_preference_adds_nothing(community: Dataset) -> None:
    assert not Blend([Fixed(0.0)]).fit(community).score(community.index_of([1])).any()


def test_the_strongest_model_with_a_reason_gives_it(community: Dataset) -> None:
    blend = Blend().fit(community)
    four, eight = community.index_of([4, 8]).tolist()
    assert [reason.kind for reason in blend.reasons(four, [1])] == [ReasonKind.COMPLETED]
    assert [reason.kind for reason in blend.reasons(eight, [3])] == [ReasonKind.TAGS]
    unknown = [reason.kind for reason in blend.reasons(NOBODY, [0, 5])]
    assert unknown == [ReasonKind.POPULAR, ReasonKind.UNTAKEN]


@pytest.mark.parametrize("odd", DEGENERATE.values(), ids=DEGENERATE.keys())
def test_the_whole_pipeline_survives_odd_data(odd: Dataset, community: Dataset) -> None:
    everyone = np.arange(NOBODY, len(odd.member_ids), dtype=np.int64)
    blend = Blend().fit(odd)
    scores = blend.score(everyone)
    assert np.isfinite(scores).all()
    for row in scores:
        picked = [choice.course for choice in Rules().choose(odd.course_ids, row, 3)]
        assert len(blend.reasons(NOBODY, picked)) == len(picked)
    restored = Blend().restore(unpack(*pack(blend.state())), community)
    assert np.isfinite(restored.score(community.index_of([1, 404]))).all()


def test_a_stored_blend_scores_as_before(community: Dataset) -> None:
    blend = Blend().fit(community)
    restored = Blend().restore(unpack(*pack(blend.state())), community)
    members = community.index_of([1, 4, 8, 404])
    assert np.allclose(blend.score(members), restored.score(members))


def test_a_model_that_was_not_stored_drops_out(community: Dataset) -> None:
    state = Blend().fit(community).state()
    held = Blend([*Blend().models, Fixed()]).restore(state, community)
    assert not any(isinstance(model, Fixed) for model in held.models)


def test_the_same_model_is_stored_as_the_same_bytes(community: Dataset) -> None:
    assert pack(Blend().fit(community).state()) == pack(Blend().fit(community).state())


def test_changed_bytes_are_noticed(community: Dataset) -> None:
    content, sha256 = pack(Blend().fit(community).state())
    with pytest.raises(Damaged):
        unpack(b"X" + content[1:], sha256)


def test_what_is_barred_never_comes() -> None:
    rules = Rules(taken={11}, dismissed={12}, unpublished={13}, tired={14})
    assert chosen(rules) == [15, 16]


def test_of_the_locked_courses_at_most_one_comes_and_is_marked() -> None:
    choices = Rules(locked={11, 12, 13, 14}).choose(IDS, SCORES, 3)
    assert [int(IDS[choice.course]) for choice in choices] == [11, 15, 16]
    assert [choice.locked for choice in choices] == [True, False, False]


def test_equal_scores_come_by_course_id() -> None:
    assert chosen(Rules(), 4) == [11, 12, 13, 14]


@given(
    scores=st.lists(st.floats(-1, 1), min_size=6, max_size=6),
    barred=st.sets(st.sampled_from(IDS.tolist())),
    locked=st.sets(st.sampled_from(IDS.tolist())),
    count=st.integers(0, 8),
)
def test_choices_honour_every_rule(
    scores: list[float], barred: set[int], locked: set[int], count: int
) -> None:
    choices = Rules(taken=barred, locked=locked).choose(IDS, np.array(scores), count)
    picked = [int(IDS[choice.course]) for choice in choices]
    assert len(picked) == len(set(picked)) <= count
    assert not barred & set(picked)
    assert len(locked & set(picked)) <= 1
    assert [choice.score for choice in choices] == sorted((c.score for c in choices), reverse=True)
