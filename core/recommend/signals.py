"""The signals: how strongly each deed speaks for a course, and how fast that fades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.courses import FINISHED, Kind
from core.recommend.dataset import COMPLETED, STUDIED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from core.recommend.dataset import BoolArray, FloatArray, IntArray

KINDS = tuple(Kind)
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

EVERY_DEED: Mapping[Kind, Signal] = {
    kind: Signal(COMPLETED if kind is Kind.COMPLETE else STUDIED)
    for kind in Kind
    if kind is not Kind.DISMISS
}
"""For data whose deeds are all there is to tell tastes by: looks or stars alone, for one."""

LOOKS = (Kind.VIEW, Kind.SHARE, Kind.LIKE)
_TAKING = (Kind.ENROL, Kind.PURCHASE)
_NO_LAST_WORD = (Kind.VIEW, Kind.SHARE, Kind.DISMISS)
"""What leaves a dismissal before it standing."""


@dataclass(frozen=True, slots=True, eq=False)
class Deeds:
    """N deeds, oldest first, as parallel arrays.

    ``kinds`` are places in `KINDS`. ``values`` are NaN where none was given. ``pairs`` tell which
    deeds are of the same member with the same course. ``ages`` are days.
    """

    kinds: NDArray[np.uint8]
    values: FloatArray
    pairs: IntArray
    ages: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Stands:
    """How each pair of a member and a course stands, by when it is dated.

    ``places`` are those of the deeds that date the pairs: taking the course, and without that the
    latest. ``weights`` are 0 where nothing speaks in favour, ``stars`` where none were given.
    """

    places: IntArray
    weights: FloatArray
    stars: FloatArray


def stands(deeds: Deeds, signals: Mapping[Kind, Signal]) -> Stands:
    """Weigh the deeds of each pair together.

    The loudest deed speaks. A course that was dismissed, and not taken up or liked since, is not
    spoken for at all; the latest stars raise the weight when good, and lower it when bad.
    """
    order = np.argsort(deeds.pairs, kind="stable")
    firsts = np.flatnonzero(np.diff(deeds.pairs[order], prepend=-1))
    kinds, values = deeds.kinds[order], deeds.values[order]
    if not len(firsts):
        return Stands(order, np.zeros(0, np.float32), np.zeros(0, np.float32))
    said = np.maximum.reduceat(_said(kinds, values, deeds.ages[order], signals), firsts)
    rated = _latest(kinds == KINDS.index(Kind.RATE), firsts)
    stars = np.where(rated < 0, 0, values[rated]).astype(np.float32)
    said[stars >= GOOD] *= PRAISED
    said[(stars > 0) & (stars <= BAD)] *= SPURNED
    dismissed = _latest(kinds == KINDS.index(Kind.DISMISS), firsts)
    said[dismissed > _latest(~_among(kinds, _NO_LAST_WORD), firsts)] = 0
    taken = np.where(_among(kinds, _TAKING), np.arange(len(order)), len(order))
    begun = np.minimum.reduceat(taken, firsts)
    ends = np.append(firsts[1:], len(order)) - 1
    places = order[np.where(begun < len(order), begun, ends)]
    by_time = np.argsort(places)
    return Stands(places[by_time], said[by_time].astype(np.float32), stars[by_time])


def _said(
    kinds: NDArray[np.uint8],
    values: FloatArray,
    ages: NDArray[np.float64],
    signals: Mapping[Kind, Signal],
) -> NDArray[np.float64]:
    """Return what each deed says by itself; being nowhere in a course says nothing."""
    table = [signals.get(kind, Signal(0.0)) for kind in KINDS]
    said = np.array([signal.weight for signal in table])[kinds]
    said *= np.exp2(-ages / np.array([signal.half_life for signal in table])[kinds])
    underway = kinds == KINDS.index(Kind.PROGRESS)
    said[underway & (values == 0)] = 0
    said[underway & (values >= FINISHED)] = COMPLETED
    return said


def _latest(those: BoolArray, firsts: IntArray) -> IntArray:
    """Return where the last of those deeds stands for each pair, -1 where there is none."""
    found: IntArray = np.maximum.reduceat(np.where(those, np.arange(len(those)), -1), firsts)
    return found


def _among(kinds: NDArray[np.uint8], some: tuple[Kind, ...]) -> BoolArray:
    return np.isin(kinds, [KINDS.index(kind) for kind in some])
