"""The data that models learn from: who studied what, how strongly and how long ago, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

STUDIED = 1.0
COMPLETED = 1.5
NOBODY = -1
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Interaction:
    """A member's stand towards a course.

    ``weight`` is above 0 when in favour, at least `STUDIED` when the member takes or took the
    course and at least `COMPLETED` when they finished it.
    """

    member_id: int
    course_id: int
    weight: float
    at: datetime


@dataclass(frozen=True, slots=True)
class CourseText:
    """What can be read about a course before anyone has taken it."""

    id: int
    title: str
    tags: tuple[str, ...]
    description: str
    added_at: datetime


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Interactions of M members with C courses, one for each pair: the strongest, as of the latest.

    ``member_ids`` (M,) and ``course_ids`` (C,) are sorted and unique; ``members``, ``courses``
    (indices into them), ``weights`` and ``ages`` (days) are parallel arrays of the interactions.
    ``course_ages`` (C,) are days since a course was added, ``texts`` and ``interests`` stand in
    the order of the courses and of the members.
    """

    member_ids: IntArray
    course_ids: IntArray
    members: IntArray
    courses: IntArray
    weights: FloatArray
    ages: FloatArray
    course_ages: FloatArray
    texts: tuple[CourseText, ...]
    interests: tuple[tuple[str, ...], ...]

    @classmethod
    def of(
        cls,
        interactions: Iterable[Interaction],
        courses: Iterable[CourseText],
        *,
        now: datetime,
        interests: Mapping[int, tuple[str, ...]] | None = None,
    ) -> Dataset:
        """Index interactions and the interest tags by member id.

        Interactions with courses that are not listed, or not in favour, are left out.
        """
        texts = {text.id: text for text in courses}
        pairs = _strongest(row for row in interactions if row.course_id in texts)
        chosen = interests or {}
        member_ids = _ids({row.member_id for row in pairs} | chosen.keys())
        course_ids = _ids(texts)
        ordered = tuple(texts[course_id] for course_id in course_ids.tolist())
        return cls(
            member_ids=member_ids,
            course_ids=course_ids,
            members=np.searchsorted(member_ids, _column(row.member_id for row in pairs)),
            courses=np.searchsorted(course_ids, _column(row.course_id for row in pairs)),
            weights=np.array([row.weight for row in pairs], dtype=np.float64),
            ages=np.array([_days(row.at, now) for row in pairs], dtype=np.float64),
            course_ages=np.array([_days(text.added_at, now) for text in ordered], dtype=np.float64),
            texts=ordered,
            interests=tuple(chosen.get(member_id, ()) for member_id in member_ids.tolist()),
        )

    def index_of(self, member_ids: Iterable[int]) -> IntArray:
        """Return the members' indices; `NOBODY` stands for whoever is not in the data."""
        return _positions(self.member_ids, _column(member_ids))

    def matrix(self, at_least: float = 0.0) -> csr_array:
        """Return the weights from ``at_least`` up as a sparse (M + 1) × C matrix.

        The last row is empty, so that `NOBODY`, which is -1, reads as a member without history.
        """
        kept = self.weights >= at_least
        rows, columns = self.members[kept], self.courses[kept]
        shape = (len(self.member_ids) + 1, len(self.course_ids))
        return csr_array((self.weights[kept], (rows, columns)), shape=shape)

    def history_lengths(self, members: IntArray) -> IntArray:
        """Return how many courses each member (by index) has in the data."""
        counts = np.bincount(self.members, minlength=len(self.member_ids) + 1)
        lengths: IntArray = counts[members].astype(np.int64)
        return lengths

    def selection(self, course_ids: IntArray) -> csr_array:
        """Return the sparse C × len(course_ids) matrix that brings rows of those courses here."""
        here = _positions(self.course_ids, course_ids)
        there = np.flatnonzero(here != NOBODY)
        shape = (len(self.course_ids), len(course_ids))
        return csr_array((np.ones(len(there)), (here[there], there)), shape=shape)


def _strongest(interactions: Iterable[Interaction]) -> list[Interaction]:
    pairs: dict[tuple[int, int], Interaction] = {}
    for row in interactions:
        if row.weight <= 0:
            continue
        key = (row.member_id, row.course_id)
        held = pairs.get(key, row)
        weight, at = max(held.weight, row.weight), max(held.at, row.at)
        pairs[key] = Interaction(*key, weight, at)
    return [pairs[key] for key in sorted(pairs)]


def _positions(held: IntArray, wanted: IntArray) -> IntArray:
    if not len(held):
        return np.full(len(wanted), NOBODY, dtype=np.int64)
    near = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
    return np.where(held[near] == wanted, near, NOBODY).astype(np.int64)


def _ids(ids: Iterable[int]) -> IntArray:
    return np.unique(_column(ids))


def _column(values: Iterable[int]) -> IntArray:
    return np.fromiter(values, dtype=np.int64)


def _days(then: datetime, now: datetime) -> float:
    return max(0.0, (now - then).total_seconds() / _DAY)
