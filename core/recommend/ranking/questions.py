"""Questions: histories cut short, whose next course is known, to learn a ranking from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from core.recommend.dataset import STUDIED, Dataset

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.recommend.dataset import IntArray

WANTED = 40_000
DEEPEST = 10
"""Of one member at most so many courses are asked for, and at most a third of the history."""
FEWEST = 2
"""A history of fewer courses is not asked about."""
KEPT = (0, 1, 2, 3, 4)
SHARES = (0.04, 0.08, 0.06, 0.04, 0.02)
"""Which share of the questions shows no more than so many courses of a history."""


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """Members of ``asked`` are questions: which course came next after such a history.

    ``answers`` (Q,) are course indices, none of which is in ``training`` for that member;
    ``known`` (Q × C) is all that the member had before, even where the question shows less of it.
    Questions with the same ``owners`` (Q,) stem from one member.
    """

    training: Dataset
    asked: Dataset
    answers: IntArray
    known: csr_array
    owners: IntArray

    def __len__(self) -> int:
        """Return how many questions there are."""
        return len(self.answers)


def posed(dataset: Dataset, *, wanted: int = WANTED, seed: int = 0) -> Questions:
    """Hold the last courses of every history out, and ask for each after those before it.

    Where there are more than ``wanted``, ``seed`` draws; all are held out all the same.
    """
    chance = np.random.default_rng(seed)
    hidden, answers = _held_out(dataset, wanted)
    if len(answers) > wanted:
        answers = np.sort(chance.choice(answers, wanted, replace=False))
    owners = dataset.members[answers].astype(np.int64)
    first = dataset.starts[owners]
    known = answers - first
    shown = np.minimum(known, _cut(len(answers), chance))
    return Questions(
        training=dataset.subset(~hidden),
        asked=_asked(dataset, owners, answers - shown, shown),
        answers=dataset.courses[answers].astype(np.int64),
        known=_table(dataset, first, known),
        owners=owners,
    )


def _held_out(dataset: Dataset, wanted: int) -> tuple[NDArray[np.bool_], IntArray]:
    """Return which rows to hide (the ends of histories), and which of them are answers."""
    studied = dataset.weights >= STUDIED
    counted = np.append(0, np.cumsum(studied))
    total = counted[dataset.starts[1:]] - counted[dataset.starts[:-1]]
    able = int((total >= FEWEST).sum())
    deep = int(np.clip(-(-wanted // max(able, 1)), 1, DEEPEST))
    depth = np.where(total >= FEWEST, np.clip(total // 3, 1, deep), 0)
    later = counted[dataset.starts[1:]][dataset.members] - counted[1:]
    answers = np.flatnonzero(studied & (later < depth[dataset.members]))
    begin = np.full(len(dataset.member_ids), len(dataset.members))
    np.minimum.at(begin, dataset.members[answers], answers)
    hidden = np.arange(len(dataset.members)) >= begin[dataset.members]
    return hidden, answers


def _cut(count: int, chance: np.random.Generator) -> IntArray:
    """Draw for each question how many courses it may show."""
    bounds = np.cumsum(SHARES)
    limits = np.append(KEPT, np.iinfo(np.int32).max)
    drawn: IntArray = limits[np.searchsorted(bounds, chance.random(count), side="right")]
    return drawn


def _asked(dataset: Dataset, owners: IntArray, first: IntArray, lengths: IntArray) -> Dataset:
    """Return the dataset whose members are the questions."""
    rows, bounds = _spans(first, lengths)
    return Dataset.from_arrays(
        np.arange(len(owners)),
        dataset.course_ids,
        np.repeat(np.arange(len(owners)), np.diff(bounds)),
        dataset.courses[rows],
        weights=dataset.weights[rows],
        ages=dataset.ages[rows],
        stars=dataset.stars[rows],
        texts=dataset.texts,
        course_ages=dataset.course_ages,
        profiles=[dataset.profiles[owner] for owner in owners.tolist()],
    )


def _table(dataset: Dataset, first: IntArray, lengths: IntArray) -> csr_array:
    rows, bounds = _spans(first, lengths)
    ones = np.ones(len(rows), dtype=np.float32)
    shape = (len(lengths), len(dataset.course_ids))
    return csr_array((ones, dataset.courses[rows], bounds), shape=shape)


def _spans(first: IntArray, lengths: IntArray) -> tuple[IntArray, IntArray]:
    """Return the positions first, first + 1, … of each span, and where each one's begin."""
    bounds = np.append(0, np.cumsum(lengths))
    return np.arange(bounds[-1]) + np.repeat(first - bounds[:-1], lengths), bounds
