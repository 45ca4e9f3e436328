"""Splits that do not look ahead: what came last is held out, and models see the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from core.recommend.dataset import STUDIED

if TYPE_CHECKING:
    from core.recommend.dataset import Dataset
    from core.recommend.evaluation.metrics import Bools, Ints

FEWEST = 5


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """What to learn from, and what to find: the relevant courses (m × C) of ``members`` (m,)."""

    training: Dataset
    members: Ints
    relevant: csr_array


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Parameters are chosen on ``validation``; ``test`` is looked at once, and learns from more."""

    validation: HeldOut
    test: HeldOut


def leave_last_out(
    dataset: Dataset, *, fewest: int = FEWEST, sample: int | None = None, seed: int = 42
) -> Split:
    """Hold out each member's last course for the test, and the one before it for validation.

    Members with fewer than ``fewest`` courses are for training alone. Of the others, ``sample``
    are asked for, drawn by ``seed``; what is learned from does not depend on the draw.
    """
    taken = dataset.weights >= STUDIED
    lengths = np.bincount(dataset.members[taken], minlength=len(dataset.member_ids))
    long_enough = lengths >= fewest
    asked = np.flatnonzero(long_enough)
    if sample is not None and len(asked) > sample:
        drawn = np.random.default_rng(seed).choice(len(asked), sample, replace=False)
        asked = asked[np.sort(drawn)]
    later = np.where(long_enough[dataset.members], dataset.recency, np.iinfo(np.int32).max)
    return Split(
        validation=_held_out(dataset, later <= 1, taken & (later == 1), asked),
        test=_held_out(dataset, later == 0, taken & (later == 0), asked),
    )


def by_days(dataset: Dataset, days: float) -> HeldOut:
    """Hold out the last ``days``; find what members took up in them.

    The training data are as they were then: their ages are counted from where the days begin.
    """
    recent = dataset.ages < days
    studied = recent & (dataset.weights >= STUDIED)
    held = _held_out(dataset, recent, studied, np.unique(dataset.members[studied]))
    then = replace(
        held.training,
        ages=held.training.ages - np.float32(days),
        course_ages=np.maximum(held.training.course_ages - np.float32(days), 0),
    )
    return replace(held, training=then)


def _held_out(dataset: Dataset, hidden: Bools, wanted: Bools, asked: Ints) -> HeldOut:
    rows, columns = dataset.members[wanted], dataset.courses[wanted]
    shape = (len(dataset.member_ids), len(dataset.course_ids))
    everyone = csr_array((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)
    return HeldOut(
        training=dataset.subset(~hidden),
        members=asked.astype(np.int64),
        relevant=everyone[asked],
    )
