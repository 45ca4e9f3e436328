"""Scores of any size are brought to one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.recommend.scaling import stretched

if TYPE_CHECKING:
    from core.recommend.dataset import FloatArray


def floats(*values: object) -> FloatArray:
    return np.array(values, dtype=np.float32)


def test_scores_of_any_size_are_stretched_alike() -> None:
    assert stretched(floats(-3, 0, 3)).tolist() == [0.0, 0.5, 1.0]
    assert stretched(floats([1, 2], [8, 4])).tolist() == [[0.0, 1.0], [1.0, 0.0]]


def test_no_preference_and_no_course_are_no_reason_to_fail() -> None:
    assert stretched(floats(5, 5)).tolist() == [0.0, 0.0]
    assert stretched(floats([], [])).shape == (2, 0)
    assert not len(stretched(floats()))
