"""What every recommender model must honour; a new file in models/ is tested by being there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.recommend.dataset import NOBODY, Dataset
from core.recommend.explain import Reason
from core.recommend.models import discovered
from core.recommend.state import pack, unpack

if TYPE_CHECKING:
    from core.recommend.model import Model

EVERY = pytest.mark.parametrize("kind", discovered(), ids=lambda kind: kind.__name__)


def everyone(dataset: Dataset) -> np.ndarray:
    return np.arange(NOBODY, len(dataset.member_ids), dtype=np.int64)


def test_models_are_found_by_walking_the_folder() -> None:
    names = {kind.__name__ for kind in discovered()}
    assert {"Popular", "ItemNeighbours", "Content"} <= names


@EVERY
def test_a_model_has_a_share_for_every_length_of_history(kind: type[Model]) -> None:
    assert len(kind.shares) == 3
    assert all(share >= 0 for share in kind.shares)


@EVERY
def test_scores_are_members_by_courses_and_finite(kind: type[Model], community: Dataset) -> None:
    scores = kind().fit(community).score(everyone(community))
    assert scores.shape == (len(community.member_ids) + 1, len(community.course_ids))
    assert scores.dtype == np.float64
    assert np.isfinite(scores).all()


@EVERY
def test_odd_data_never_crash(kind: type[Model], degenerate: Dataset) -> None:
    model = kind().fit(degenerate)
    scores = model.score(everyone(degenerate))
    assert scores.shape == (len(degenerate.member_ids) + 1, len(degenerate.course_ids))
    assert np.isfinite(scores).all()
    for course in range(len(degenerate.course_ids)):
        assert isinstance(model.reason(NOBODY, course), Reason | None)


@EVERY
def test_scoring_nobody_at_all_gives_no_rows(kind: type[Model], community: Dataset) -> None:
    scores = kind().fit(community).score(np.array([], dtype=np.int64))
    assert scores.shape == (0, len(community.course_ids))


@EVERY
def test_the_same_data_give_the_same_scores(kind: type[Model], community: Dataset) -> None:
    first = kind().fit(community).score(everyone(community))
    second = kind().fit(community).score(everyone(community))
    assert np.array_equal(first, second)


@EVERY
def test_a_member_scores_alike_alone_and_among_others(
    kind: type[Model], community: Dataset
) -> None:
    model = kind().fit(community)
    together = model.score(everyone(community))
    alone = model.score(np.array([2], dtype=np.int64))
    assert np.allclose(together[3], alone[0])


@EVERY
def test_a_stored_model_scores_as_before(kind: type[Model], community: Dataset) -> None:
    fitted = kind().fit(community)
    state = unpack(*pack(fitted.state()))
    restored = kind().restore(state, community.course_ids, community)
    members = everyone(community)
    assert np.allclose(fitted.score(members), restored.score(members))


@EVERY
def test_a_stored_model_meets_any_other_data(
    kind: type[Model], community: Dataset, degenerate: Dataset
) -> None:
    for before, after in ((community, degenerate), (degenerate, community)):
        state = kind().fit(before).state()
        scores = kind().restore(state, before.course_ids, after).score(everyone(after))
        assert scores.shape == (len(after.member_ids) + 1, len(after.course_ids))
        assert np.isfinite(scores).all()


@EVERY
def test_a_stored_model_knows_no_member(kind: type[Model], community: Dataset) -> None:
    members = len(community.member_ids)
    assert members != len(community.course_ids)
    for array in kind().fit(community).state().values():
        assert members not in array.shape
        assert members + 1 not in (array.shape if array.ndim > 1 else ())
        assert array.dtype != np.object_
