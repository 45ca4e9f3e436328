"""Stored models are restored once, and bound to whoever asks, which changes no score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.recommend.blend import Blend
from core.recommend.dataset import NOBODY, Dataset, Profile
from core.recommend.models import discovered
from core.recommend.serving import Shelf, bound
from tests.core.recommend.conftest import COURSES, HISTORIES, NOW, took

if TYPE_CHECKING:
    from core.recommend.model import Model

OTHERS = Dataset.of(
    [took(21, 11), took(21, 12, 2), took(22, 13)],
    COURSES,
    now=NOW,
    profiles={22: Profile(("Python",), asked=("异步",), tier=2), 23: Profile(("摄影",), level=1)},
)
NOTHING = Dataset.of((), COURSES, now=NOW)
EVERYONE = np.array([NOBODY, 0, 1, 2])


@pytest.fixture
def learned() -> Dataset:
    """Return two circles of learners."""
    return Dataset.of(HISTORIES, COURSES, now=NOW, interests={8: ("摄影",)})


@pytest.mark.parametrize("kind", discovered(), ids=lambda kind: kind.__name__)
def test_a_bound_model_scores_as_a_restored_one(kind: type[Model], learned: Dataset) -> None:
    state = kind().fit(learned).state()
    restored = kind().restore(state, learned.course_ids, OTHERS)
    asked = kind().restore(state, learned.course_ids, NOTHING).bind(OTHERS)
    if kind.blended:
        np.testing.assert_allclose(asked.score(EVERYONE), restored.score(EVERYONE), rtol=1e-5)
        assert [asked.reason(0, course) for course in range(6)] == [
            restored.reason(0, course) for course in range(6)
        ]


def test_a_bound_blend_scores_as_a_restored_one_and_leaves_the_first_alone(
    learned: Dataset,
) -> None:
    fitted = Blend().fit(learned)
    before = fitted.score(EVERYONE)
    asked = bound(fitted, OTHERS)
    restored = Blend().restore(fitted.state(), OTHERS)
    np.testing.assert_allclose(asked.score(EVERYONE), restored.score(EVERYONE), rtol=1e-5)
    np.testing.assert_array_equal(fitted.score(EVERYONE), before)


def test_a_shelf_holds_what_was_asked_for_last() -> None:
    shelf = Shelf(2)
    made: list[str] = []

    def get(key: str) -> Blend:
        def make() -> Blend:
            made.append(key)
            return Blend.instant()

        return shelf.get(key, make)

    assert get("a") is get("a")
    get("b")
    get("a")
    get("c")
    get("a")
    get("b")
    assert made == ["a", "b", "c", "b"]
