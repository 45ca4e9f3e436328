"""The signals: how strongly each deed speaks for a course, and how fast that fades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.courses import Kind
from core.recommend.dataset import COMPLETED, STUDIED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

GOOD, BAD = 4, 2
PRAISED, SPURNED = 1.2, 0.2


@dataclass(frozen=True, slots=True)
class Signal:
    """A deed's weight, halved every ``half_life`` days; that of taking a course stays."""

    weight: float
    half_life: float = np.inf


SIGNALS: Mapping[Kind, Signal] = {
    Kind.VIEW: Signal(0.2, half_life=30),
    Kind.SHARE: Signal(0.4, half_life=90),
    Kind.LIKE: Signal(0.5, half_life=90),
    Kind.ENROL: Signal(STUDIED),
    Kind.PROGRESS: Signal(STUDIED),
    Kind.PURCHASE: Signal(STUDIED),
    Kind.COMPLETE: Signal(COMPLETED),
}
"""Stars and dismissals are no deeds of their own: they raise or lower what the others say."""


def weights(
    kinds: NDArray[np.uint8],
    values: NDArray[np.float32],
    pairs: NDArray[np.int64],
    ages: NDArray[np.float32],
    *,
    coding: Sequence[Kind],
) -> NDArray[np.float32]:
    """Return what each of N deeds says in favour of its course, 0 where it says nothing.

    ``kinds`` are places in ``coding``, ``pairs`` (N,) tell which deeds are of the same member with
    the same course, ``ages`` are days. A course that was dismissed is not spoken for at all; good
    stars raise, bad ones lower all that the pair's other deeds say.
    """
    table = [SIGNALS.get(kind, Signal(0.0)) for kind in coding]
    strengths = np.array([signal.weight for signal in table])[kinds]
    halves = ages / np.array([signal.half_life for signal in table])[kinds]
    said: NDArray[np.float32] = (strengths * np.exp2(-halves)).astype(np.float32)
    rated = kinds == coding.index(Kind.RATE)
    for some, factor in (
        (rated & (values >= GOOD), PRAISED),
        (rated & (values <= BAD), SPURNED),
        (kinds == coding.index(Kind.DISMISS), 0.0),
    ):
        said[np.isin(pairs, pairs[some])] *= np.float32(factor)
    return said
