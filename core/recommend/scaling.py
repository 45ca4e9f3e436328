"""Scaling: scores of any model or blend brought to one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from core.recommend.dataset import FloatArray


def stretched(scores: FloatArray) -> FloatArray:
    """Return scores (… × C) stretched from 0 to 1 in each row; a row without a preference is 0."""
    if not scores.shape[-1]:
        return scores.astype(np.float32)
    low = scores.min(axis=-1, keepdims=True)
    width = scores.max(axis=-1, keepdims=True) - low
    inside: FloatArray = ((scores - low) / np.where(width > 0, width, 1)).astype(np.float32)
    return inside
