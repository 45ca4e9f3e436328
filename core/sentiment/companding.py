"""Weights in one byte each: finer near zero, where most of them lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEPS = 127.0
_SHARES = np.arange(256, dtype=np.uint8).view(np.int8).astype(np.float32) / np.float32(_STEPS)


def companded(values: NDArray[np.float32]) -> tuple[NDArray[np.int8], float]:
    """Return a code for each value, and the largest size of any."""
    largest = float(np.abs(values).max(initial=0.0)) or 1.0
    share = np.sqrt(np.abs(values) / largest)
    return (np.sign(values) * np.rint(_STEPS * share)).astype(np.int8), largest


def expander(largest: float) -> NDArray[np.float32]:
    """Return the value of every code, to be looked up by the code's byte; shape (256,)."""
    return np.asarray(_SHARES * np.abs(_SHARES) * largest, dtype=np.float32)


def expanded(codes: NDArray[np.int8], largest: float) -> NDArray[np.float32]:
    """Return the values of codes, in the codes' shape."""
    return np.asarray(expander(largest)[codes.view(np.uint8)], dtype=np.float32)
