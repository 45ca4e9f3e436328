"""Evaluation: let anything that scores courses rank them for members whose next ones are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from core.recommend.dataset import STUDIED
from core.recommend.evaluation import metrics

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from core.recommend.dataset import Dataset
    from core.recommend.evaluation.metrics import Floats, Ints
    from core.recommend.evaluation.split import HeldOut

CUTS = (10, 20)
_AT_ONCE = 1_000


class Scorer(Protocol):
    """Whatever scores every course for some members of a dataset, by index."""

    def score(self, members: Ints) -> NDArray[np.floating]:
        """Return scores (members × courses)."""
        ...


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, and its standard error over members where it is a mean over them."""

    value: float
    error: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """All metrics by name, such as ``ndcg@10``; ``each`` holds the means' values of each member."""

    members: int
    estimates: Mapping[str, Estimate]
    each: Mapping[str, Floats]

    def __getitem__(self, name: str) -> float:
        """Return the value of one metric."""
        return self.estimates[name].value

    def lead(self, other: Figures, name: str) -> Estimate:
        """Return by how much one metric is above another's, both of the same members."""
        return _mean(self.each[name] - other.each[name])


def evaluate(scorer: Scorer, held: HeldOut, *, cuts: Sequence[int] = CUTS) -> Figures:
    """Rank the whole catalogue minus what each member has, and compare with what was held out.

    The scorer was fitted on the training part of what is held out.
    """
    found = rank(scorer, held.training, held.members, max(cuts))
    return figures_of(found, held, cuts=cuts)


def rank(scorer: Scorer, training: Dataset, members: Ints, count: int) -> Ints:
    """Return the first ``count`` courses for each member (m × count), none that they have."""
    taken = training.matrix(STUDIED)
    found = [np.empty((0, count), dtype=np.int64)]
    for begin in range(0, len(members), _AT_ONCE):
        some = members[begin : begin + _AT_ONCE]
        found.append(metrics.ranked(scorer.score(some), count, taken[some]))
    return np.concatenate(found)


def figures_of(found: Ints, held: HeldOut, *, cuts: Sequence[int] = CUTS) -> Figures:
    """Measure rankings (m × at least the largest cut) of the members that are held out."""
    each: dict[str, Floats] = {}
    estimates: dict[str, Estimate] = {}
    hit, relevant = metrics.hits(found, held.relevant), _sizes(held.relevant)
    takers = np.bincount(held.training.courses, minlength=len(held.training.course_ids))
    for cut in cuts:
        each |= {
            f"recall@{cut}": metrics.recall(hit, relevant, cut),
            f"ndcg@{cut}": metrics.ndcg(hit, relevant, cut),
            f"mrr@{cut}": metrics.mrr(hit, cut),
            f"map@{cut}": metrics.average_precision(hit, relevant, cut),
            f"long_tail@{cut}": metrics.long_tail(found[:, :cut], takers),
        }
        exposure = metrics.exposures(found[:, :cut], len(takers))
        estimates[f"coverage@{cut}"] = Estimate(metrics.coverage(exposure))
        estimates[f"gini@{cut}"] = Estimate(metrics.gini(exposure))
    means = {name: _mean(values) for name, values in each.items()}
    return Figures(len(found), means | estimates, each)


def _sizes(relevant: csr_array) -> Ints:
    sizes: Ints = np.diff(relevant.indptr).astype(np.int64)
    return sizes


def _mean(values: Floats) -> Estimate:
    if not len(values):
        return Estimate(0.0, 0.0)
    spread = float(values.std(ddof=1)) if len(values) > 1 else 0.0
    return Estimate(float(values.mean()), spread / float(np.sqrt(len(values))))
