"""Questions: the ends of some histories and the beginnings of others, to learn a ranking from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.recommend.dataset import STUDIED, Dataset
from core.recommend.learning.linear import takers_of
from core.recommend.ranking.weights import told
from core.recommend.rows import spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.recommend.dataset import IntArray

WANTED = 40_000
DEEPEST = 10
"""Of one member at most so many courses are asked for, and at most a third of the history."""
FEWEST = 2
"""A history of fewer courses is not asked about."""
STEPS = 4
"""So many first steps of beginners are asked for, and all of their history is held out."""
BEGINNING, AT_MOST = 0.3, 0.2
"""Which share of the questions are to be beginners', who are at most such a share of members."""
NEW, TAKERS = 0.02, 20
"""Which share of the courses with so many takers are asked for as if nobody had taken them."""


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """Members of ``asked`` are questions: which course came next after such a history.

    ``answers`` (Q,) are course indices, none of which is in ``training`` for that member.
    Questions with the same ``owners`` (Q,) stem from one member.
    """

    training: Dataset
    asked: Dataset
    answers: IntArray
    owners: IntArray

    def __len__(self) -> int:
        """Return how many questions there are."""
        return len(self.answers)


def posed(dataset: Dataset, *, wanted: int = WANTED, seed: int = 0) -> Questions:
    """Hold the last courses of every history out, and ask for each after those before it.

    Of some members everything is held out, and their first courses are asked for: beginners'
    ways are their own. Of some courses all takers are held out, so that what a model makes of
    new courses is learned too. Where there are more questions than ``wanted``, ``seed`` draws; all
    are held out all the same.
    """
    chance = np.random.default_rng(seed)
    beginner = _beginners(dataset, wanted, chance)
    hidden, answers = _held_out(dataset, wanted, beginner)
    hidden |= np.isin(dataset.courses, _new(dataset, chance))
    firsts, lasts = (answers[beginner[dataset.members[answers]] == one] for one in (True, False))
    room = max(wanted - len(firsts), 0)
    if len(lasts) > room:
        lasts = chance.choice(lasts, room, replace=False)
    answers = np.sort(np.append(firsts, lasts))
    owners = dataset.members[answers].astype(np.int64)
    return Questions(
        training=dataset.subset(~hidden),
        asked=_asked(dataset, owners, answers),
        answers=dataset.courses[answers].astype(np.int64),
        owners=owners,
    )


def _beginners(dataset: Dataset, wanted: int, chance: np.random.Generator) -> NDArray[np.bool_]:
    """Draw members (M,) of whom everything is held out."""
    able = np.flatnonzero(_counted(dataset)[1] >= FEWEST)
    count = min(int(wanted * BEGINNING / STEPS), int(len(able) * AT_MOST))
    drawn = np.zeros(len(dataset.member_ids), dtype=np.bool_)
    drawn[chance.choice(able, count, replace=False)] = True
    return drawn


def _new(dataset: Dataset, chance: np.random.Generator) -> IntArray:
    """Draw courses of which all takers are held out."""
    able = np.flatnonzero(takers_of(dataset) >= TAKERS)
    drawn: IntArray = chance.choice(able, int(len(able) * NEW), replace=False)
    return drawn


def _counted(dataset: Dataset) -> tuple[IntArray, IntArray]:
    """Return how many courses were taken before each row by anybody, and by each member."""
    taken = np.append(0, np.cumsum(dataset.weights >= STUDIED))
    return taken, taken[dataset.starts[1:]] - taken[dataset.starts[:-1]]


def _held_out(
    dataset: Dataset, wanted: int, beginner: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], IntArray]:
    """Return which rows to hide (the ends of histories), and which of them are answers."""
    taken, total = _counted(dataset)
    able = int((total >= FEWEST).sum())
    deep = int(np.clip(-(-wanted // max(able, 1)), 1, DEEPEST))
    depth = np.where(total >= FEWEST, np.clip(total // 3, 1, deep), 0)
    depth[beginner] = total[beginner]
    later = taken[dataset.starts[1:]][dataset.members] - taken[1:]
    held = (dataset.weights >= STUDIED) & (later < depth[dataset.members])
    begin = np.full(len(dataset.member_ids), len(dataset.members))
    np.minimum.at(begin, dataset.members[held], np.flatnonzero(held))
    hidden = np.arange(len(dataset.members)) >= begin[dataset.members]
    places = dataset.places
    steps = (places > 0) & (places <= STEPS)
    # Of whom nothing is known, there is nothing to learn from.
    known = [one for one in np.flatnonzero(beginner).tolist() if told(dataset.profiles[one])]
    steps |= (places == 0) & np.isin(dataset.members, known)
    return hidden, np.flatnonzero(held & (steps | ~beginner[dataset.members]))


def _asked(dataset: Dataset, owners: IntArray, answers: IntArray) -> Dataset:
    """Return the dataset whose members are the questions, with all that was before the answer."""
    first = dataset.starts[owners]
    lengths = answers - first
    rows, _ = spans(first, lengths)
    return Dataset.from_arrays(
        np.arange(len(owners)),
        dataset.course_ids,
        np.repeat(np.arange(len(owners)), lengths),
        dataset.courses[rows],
        weights=dataset.weights[rows],
        ages=dataset.ages[rows],
        stars=dataset.stars[rows],
        texts=dataset.texts,
        course_ages=dataset.course_ages,
        profiles=[dataset.profiles[owner] for owner in owners.tolist()],
    )
