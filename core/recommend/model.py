"""What every recommender model honours: fit, score, give reasons, and keep no one's history."""

from __future__ import annotations

from abc import ABC, abstractmethod
from copy import copy
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from core.recommend.dataset import NOBODY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.recommend.dataset import Dataset, FloatArray, IntArray
    from core.recommend.explain import Reason

State = dict[str, NDArray[Any]]


class Model(ABC):
    """One way to score courses. Parameters are set in ``__init__``; what is learned ends in ``_``.

    What is learned speaks of courses, and of pairs, circles and tags that several members share:
    no row of a stored model is a member's, and fitted factors fold a member in from their history.
    An ``instant`` model is cheap enough to be fitted while a member waits; a ``blended`` one takes
    part in the blend by default, with ``shares`` as its weights for members with 0, 1 and 2 or
    more courses behind them where there is too little data to learn them.
    """

    shares: ClassVar[tuple[float, float, float]]
    instant: ClassVar[bool] = False
    blended: ClassVar[bool] = True
    dataset_: Dataset

    @classmethod
    def name(cls) -> str:
        """Return the name of the model's file, by which states and recipes name it."""
        return cls.__module__.rsplit(".", 1)[-1]

    @abstractmethod
    def fit(self, dataset: Dataset) -> Self:
        """Learn from a dataset, whose members are then the ones to score."""

    @abstractmethod
    def score(self, members: IntArray) -> FloatArray:
        """Return scores (members × courses), finite float32, the higher the better.

        ``members`` are indices of the dataset; -1 is a member of whom nothing is known.
        """

    def parts(self, member: int, course: int) -> tuple[IntArray, FloatArray]:
        """Return what the score of a course is made of: addends, and the course behind each.

        Courses are indices of the member's history, and `NOBODY` for what their history did not
        give; the addends sum to the score.
        """
        score = self.score(np.array([member]))[0, course]
        return np.array([NOBODY]), np.array([score], dtype=np.float32)

    @abstractmethod
    def reason(self, member: int, course: int) -> Reason | None:
        """Return what speaks for a course (both by index), None if this model saw nothing."""

    def reasons(self, members: IntArray, courses: IntArray) -> list[Reason | None]:
        """Return the reason of each of n pairs of a member and a course."""
        pairs = zip(members.tolist(), courses.tolist(), strict=True)
        return [self.reason(member, course) for member, course in pairs]

    @abstractmethod
    def state(self) -> State:
        """Return what was learned, as arrays by name, without objects in them."""

    @abstractmethod
    def restore(self, state: State, course_ids: IntArray, dataset: Dataset) -> Self:
        """Take up what was learned on the courses ``course_ids``, to score another dataset."""

    def bind(self, dataset: Dataset) -> Self:
        """Return a copy that looks at other members and the same courses, in a moment.

        What is learned speaks of no member, so nothing of it changes.
        """
        bound = copy(self)
        bound.dataset_ = dataset
        bound.meet()
        return bound

    def meet(self) -> None:  # noqa: B027 - most models have nothing to do
        """Work out what the profiles of the members at hand give."""


def sparse_to_state(name: str, matrix: csr_array) -> State:
    """Return a sparse matrix as plain arrays by name."""
    return {
        f"{name}.data": matrix.data,
        f"{name}.indices": matrix.indices,
        f"{name}.indptr": matrix.indptr,
        f"{name}.shape": np.array(matrix.shape, dtype=np.int64),
    }


def sparse_from_state(name: str, state: Mapping[str, NDArray[Any]]) -> csr_array:
    """Return the sparse matrix that `sparse_to_state` took apart."""
    parts = (state[f"{name}.data"], state[f"{name}.indices"], state[f"{name}.indptr"])
    return csr_array(parts, shape=tuple(state[f"{name}.shape"].tolist()))
