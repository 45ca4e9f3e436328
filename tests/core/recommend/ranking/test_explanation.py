"""An explanation's addends and the ranker's part sum to the score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.recommend.blend import Blend
from core.recommend.dataset import NOBODY

if TYPE_CHECKING:
    from core.recommend.dataset import Dataset


@pytest.fixture(scope="module")
def blend(school: Dataset) -> Blend:
    """Return a blend of the school's courses."""
    return Blend().fit(school)


def test_the_parts_sum_to_the_score(blend: Blend) -> None:
    for member in (0, 5, 77, NOBODY):
        courses, scores = blend.top(np.array([member]), 40)
        for course, score in zip(courses[0].tolist(), scores[0].tolist(), strict=True):
            if course < 0:
                continue
            (why,) = blend.explain(member, [course])
            added = sum(addend.amount for addend in why.addends)
            assert why.score == pytest.approx(score, abs=1e-5)
            assert added + why.ranker == pytest.approx(score, abs=1e-5)


def test_only_courses_of_the_member_s_own_are_sources(school: Dataset, blend: Blend) -> None:
    course = int(blend.top(np.array([5]), 1)[0][0, 0])
    own = set(school.courses[school.starts[5] : school.starts[6]].tolist())
    (why,) = blend.explain(5, [course])
    sources = {addend.source for addend in why.addends}
    assert sources <= own | {NOBODY}
    assert sources & own


def test_a_course_that_is_taken_is_explained_by_its_parts_alone(
    school: Dataset, blend: Blend
) -> None:
    taken = int(school.courses[school.starts[5]])
    (why,) = blend.explain(5, [taken])
    assert why.ranker == 0
