"""Scores are blended by length of history."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
import pytest
from scipy.sparse import csr_array

from core.recommend.blend import NONE, Blend
from core.recommend.dataset import NOBODY, Dataset
from core.recommend.explain import Reason, ReasonKind
from core.recommend.model import Model
from core.recommend.models.popular import Popular
from core.recommend.state import Damaged, pack, unpack
from tests.core.recommend.conftest import COURSES, DEGENERATE, NOW, took

if TYPE_CHECKING:
    from core.recommend.dataset import FloatArray, IntArray
    from core.recommend.model import State


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


def test_scores_are_scaled_per_member_and_weighted_by_history(community: Dataset) -> None:
    blend = Blend([Fixed()]).fit(community)
    members = community.index_of([8, 4, 1, 3])
    assert blend.score(members).max(axis=1).tolist() == [1.0, 0.5, 0.25, 0.25]


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
    courses = range(len(odd.course_ids))
    assert len(blend.reasons(NOBODY, courses)) == len(courses)
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


def test_the_top_is_what_scores_highest_and_nothing_taken_or_barred(community: Dataset) -> None:
    blend = Blend().fit(community)
    members = community.index_of([1, 4, 8, 404])
    barred = csr_array(([1.0], ([1], [1])), shape=(4, 6))
    best, scores = blend.top(members, 6, barred=barred)
    assert (np.diff(scores, axis=1) <= 1e-6).all()
    for row, member in enumerate(members.tolist()):
        taken = set(community.courses[community.members == member].tolist())
        left = [course for course in best[row].tolist() if course != NONE]
        out = taken | ({1} if row == 1 else set())
        assert sorted(left) == sorted(set(range(6)) - out)
        expected = blend.score(members)[row, left]
        assert row == 1 or np.allclose(expected, scores[row, : len(left)], atol=1e-6)


def test_more_may_be_asked_for_than_there_is(community: Dataset) -> None:
    best, scores = Blend().fit(community).top(np.array([NOBODY]), 9)
    assert best[0, 6:].tolist() == [NONE] * 3
    assert not scores[0, 6:].any()


def test_a_part_of_the_models_can_be_asked_alone(community: Dataset) -> None:
    blend = Blend().fit(community)
    members = community.index_of([1, 4, 8])
    popular = next(model for model in blend.models if isinstance(model, Popular))
    blend.models = (popular,)
    assert np.array_equal(
        blend.top(members[2:], 6)[0][0], np.argsort(-popular.score(members[2:])[0], kind="stable")
    )


def test_a_day_old_community_gets_what_is_popular_and_what_suits_its_tags() -> None:
    rows = [took(1, 16, 0.5), took(2, 16, 0.4), took(3, 12, 0.3)]
    first_day = Dataset.of(rows, COURSES, now=NOW, interests={9: ("摄影",)})
    blend = Blend().fit(first_day)
    assert blend.top(np.array([NOBODY]), 1)[0].tolist() == [[5]]
    assert set(blend.top(first_day.index_of([9]), 2)[0][0].tolist()) == {2, 3}


def test_what_was_trained_in_an_older_form_is_not_taken_up() -> None:
    file = io.BytesIO()
    np.savez_compressed(file, course_ids=np.array([1]))
    content = file.getvalue()
    with pytest.raises(Damaged):
        unpack(content, hashlib.sha256(content).hexdigest())
