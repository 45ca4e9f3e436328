"""What every recommender model must honour; a new file in models/ is tested by being there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from core.recommend.dataset import NOBODY, Dataset
from core.recommend.explain import Reason
from core.recommend.model import sparse_from_state
from core.recommend.models import discovered
from core.recommend.state import pack, unpack
from tests.core.recommend.conftest import COURSES, NOW, took
from tests.core.recommend.conftest import course as added

if TYPE_CHECKING:
    from core.recommend.model import Model

EVERY = pytest.mark.parametrize("kind", discovered(), ids=lambda kind: kind.__name__)


def everyone(dataset: Dataset) -> np.ndarray:
    return np.arange(NOBODY, len(dataset.member_ids), dtype=np.int64)


def test_models_are_found_by_walking_the_folder() -> None:
    names = {kind.__name__ for kind in discovered()}
    assert {"Popular", "ItemNeighbours", "Content", "Slist", "Clusters"} <= names


@EVERY
def test_a_model_has_a_share_for_every_length_of_history(kind: type[Model]) -> None:
    assert len(kind.shares) == 3
    assert all(share >= 0 for share in kind.shares)


@EVERY
def test_scores_are_members_by_courses_and_finite(kind: type[Model], community: Dataset) -> None:
    scores = kind().fit(community).score(everyone(community))
    assert scores.shape == (len(community.member_ids) + 1, len(community.course_ids))
    assert scores.dtype == np.float32
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
    assert np.allclose(together[3], alone[0], atol=1e-5)


@EVERY
def test_the_parts_of_a_score_sum_to_it(kind: type[Model], community: Dataset) -> None:
    model = kind().fit(community)
    for member in everyone(community).tolist():
        scores = model.score(np.array([member]))[0]
        history, _ = community.rows_of(np.array([member]))
        for course in range(len(community.course_ids)):
            sources, addends = model.parts(member, course)
            assert np.isclose(addends.sum(), scores[course], atol=1e-5)
            assert set(sources.tolist()) <= {NOBODY, *community.courses[history].tolist()}


@EVERY
def test_a_stored_model_scores_as_before(kind: type[Model], community: Dataset) -> None:
    fitted = kind().fit(community)
    state = unpack(*pack(fitted.state()))
    restored = kind().restore(state, community.course_ids, community)
    members = everyone(community)
    assert np.allclose(fitted.score(members), restored.score(members), atol=1e-5)


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
def test_a_model_bound_to_other_members_scores_them_as_a_restored_one(
    kind: type[Model], community: Dataset
) -> None:
    rows = [took(50, 13, 9), took(50, 11), took(51, 12)]
    others = Dataset.of(rows, COURSES, now=NOW, interests={52: ("摄影", "烹饪")})
    fitted = kind().fit(community)
    before = fitted.score(everyone(community))
    bound = fitted.bind(others).score(everyone(others))
    assert bound.shape == (4, len(COURSES))
    assert np.array_equal(fitted.score(everyone(community)), before)
    if kind.blended:
        restored = kind().restore(fitted.state(), community.course_ids, others)
        assert np.allclose(bound, restored.score(everyone(others)), atol=1e-5)


@EVERY
def test_reasons_for_many_are_those_for_each(kind: type[Model], community: Dataset) -> None:
    model = kind().fit(community)
    members = np.repeat(everyone(community), len(community.course_ids))
    courses = np.tile(np.arange(len(community.course_ids)), len(community.member_ids) + 1)
    each = [
        model.reason(member, course)
        for member, course in zip(members.tolist(), courses.tolist(), strict=True)
    ]
    assert model.reasons(members, courses) == each


@EVERY
def test_a_stored_model_knows_no_member(kind: type[Model], community: Dataset) -> None:
    members = len(community.member_ids)
    assert members != len(community.course_ids)
    for array in kind().fit(community).state().values():
        assert members not in array.shape
        assert members + 1 not in (array.shape if array.ndim > 1 else ())
        assert array.dtype != np.object_


def odd_one_among_many(*taken: int) -> Dataset:
    """Return four circles of twenty, three courses each in any order, and one of an own taste.

    Two more who took nothing follow the same tag as that one.
    """
    rows = [
        took(100 * circle + member, 3 * circle + (member + step) % 3, 9 - step)
        for circle in range(4)
        for member in range(20)
        for step in range(3)
    ]
    rows += [took(999, number, 9 - step) for step, number in enumerate(taken)]
    tags = ("甲", "乙", "丙", "丁", "戊", "己")
    chosen = {100 * circle + member: (tags[circle],) for circle in range(4) for member in range(20)}
    catalogue = [added(number, f"课{number}", (tags[number // 3],), "") for number in range(17)]
    chosen |= dict.fromkeys((997, 998, 999), ("戊",))
    return Dataset.of(rows, catalogue, now=NOW, interests=chosen)


def rows_of_no_course(kind: type[Model], dataset: Dataset) -> dict[str, Any]:
    """Return where rows that are not of a course hold something, by the names they are stored as.

    Of arrays that know no courses it is their shapes.
    """
    state, count = kind().fit(dataset).state(), len(dataset.course_ids)
    sparse = {name.removesuffix(".indptr") for name in state if name.endswith(".indptr")}
    arrays = {name: one for name, one in state.items() if name.rpartition(".")[0] not in sparse}
    arrays |= {name: sparse_from_state(name, state).toarray() for name in sparse}
    return {
        name: (one != 0).tolist() if count in one.shape else one.shape
        for name, one in arrays.items()
        if one.shape[:1] != (count,)
    }


@EVERY
def test_what_one_member_alone_combines_shows_only_in_what_courses_have_of_each_other(
    kind: type[Model],
) -> None:
    odd_ones = (odd_one_among_many(*taken) for taken in ((0, 3, 6), (2, 4, 10)))
    one, other = (rows_of_no_course(kind, dataset) for dataset in odd_ones)
    assert one == other
