"""Fading: how fast histories are forgotten, found on what members took last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.recommend.dataset import STUDIED
from core.recommend.learning.links import product

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scipy.sparse import csr_array

    from core.recommend.dataset import Dataset, FloatArray, IntArray

DECAYS = (0.7, 0.6, 0.5, 0.8, 0.9, 1.0)
"""What is tried; the first is taken where too few members can be asked."""
FEWEST = 30
ASKED = 2_000
TOP = 10


def without_last(dataset: Dataset) -> tuple[Dataset, IntArray, IntArray]:
    """Return what some members took before their last course, who they are, and that course.

    Members are those with a course before it; of more than `ASKED`, so many, evenly spread.
    """
    able = np.flatnonzero(np.diff(dataset.starts) > 1)
    some = able[np.linspace(0, len(able) - 1, min(ASKED, len(able))).astype(np.int64)]
    chosen = np.zeros(len(dataset.member_ids), dtype=np.bool_)
    chosen[some] = True
    taken = dataset.subset(chosen[dataset.members] & (dataset.weights >= STUDIED))
    last = taken.recency == 0
    earlier = taken.subset(~last)
    members = taken.members[last].astype(np.int64)
    able = np.flatnonzero(earlier.history_lengths(members))
    return earlier, members[able], taken.courses[last][able].astype(np.int64)


def best_decay(
    links: csr_array | FloatArray,
    earlier: Dataset,
    members: IntArray,
    wanted: IntArray,
    decays: Sequence[float] = DECAYS,
) -> float:
    """Return the decay with which histories lead best to the course wanted (NDCG@10)."""
    if len(members) < FEWEST:
        return decays[0]
    gains = [_gain(links, earlier.query(decay, members=members), wanted) for decay in decays]
    return decays[int(np.argmax(gains))]


def _gain(links: csr_array | FloatArray, query: csr_array, wanted: IntArray) -> float:
    scores = product(query, links)
    rows = np.repeat(np.arange(len(wanted)), np.diff(query.indptr))
    scores[rows, query.indices] = -np.inf
    own = scores[np.arange(len(wanted)), wanted][:, np.newaxis]
    # A course that scores alike stands half before, half behind.
    ranks = (scores > own).sum(axis=1) + ((scores == own).sum(axis=1) - 1) / 2
    return float(np.where(ranks < TOP, 1 / np.log2(ranks + 2), 0).sum())
