"""The data that models learn from: who studied what, how strongly and how long ago, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from core.recommend.rows import Rows, arranged, distinct, floats, numbers, spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

IntArray = NDArray[np.int64]
IndexArray = NDArray[np.int32]
FloatArray = NDArray[np.float32]
BoolArray = NDArray[np.bool_]

STUDIED = 1.0
COMPLETED = 1.5
NOBODY = -1
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
SHARD = 1_000_000
_OLD = 3_650.0
SECONDS_A_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Interaction:
    """A member's stand towards a course.

    ``weight`` is above 0 when in favour, at least `STUDIED` when the member takes or took the
    course and at least `COMPLETED` when they finished it. ``stars`` is 0 when not rated.
    """

    member_id: int
    course_id: int
    weight: float
    at: datetime
    stars: float = 0.0


@dataclass(frozen=True, slots=True)
class CourseText:
    """What can be read about a course before anyone took it; ``titled`` unless by an id alone."""

    id: int
    title: str
    tags: tuple[str, ...] = ()
    description: str = ""
    added_at: datetime = LONG_AGO
    author: str = ""
    level: int = 0
    tier: int = 0
    titled: bool = True


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a member beside their courses: tags chosen, asked and answered about."""

    interests: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    level: int = 0
    tier: int = 0


UNKNOWN = Profile()


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Interactions of M members with C courses, one for each pair: the strongest, as of the latest.

    ``member_ids`` (M,) and ``course_ids`` (C,) are sorted and unique. ``members``, ``courses``
    (indices into them), ``weights``, ``ages`` (days before now) and ``stars`` (0: not rated) are
    parallel arrays of the N interactions, by member and then oldest first; those of member m
    stand from ``starts[m]`` up to ``starts[m + 1]``. ``course_ages`` (C,) are days since a course
    was added; ``texts`` and ``profiles`` stand in the order of the courses and of the members.
    """

    member_ids: IntArray
    course_ids: IntArray
    members: IndexArray
    courses: IndexArray
    weights: FloatArray
    ages: FloatArray
    stars: FloatArray
    starts: IntArray
    course_ages: FloatArray
    texts: tuple[CourseText, ...]
    profiles: tuple[Profile, ...]

    @classmethod
    def of(
        cls,
        interactions: Iterable[Interaction],
        courses: Iterable[CourseText],
        *,
        now: datetime,
        interests: Mapping[int, tuple[str, ...]] | None = None,
        profiles: Mapping[int, Profile] | None = None,
    ) -> Dataset:
        """Index interactions, and profiles (or else interest tags alone) by member id.

        Interactions with courses that are not listed, or not in favour, are left out.
        """
        known = dict(profiles or {})
        known |= {member: Profile(tags) for member, tags in (interests or {}).items()}
        texts = {text.id: text for text in courses}
        rows = [row for row in interactions if row.course_id in texts and row.weight > 0]
        rows.sort(key=lambda row: row.at)
        member_ids = distinct({row.member_id for row in rows} | known.keys())
        course_ids = distinct(texts)
        ordered = tuple(texts[course_id] for course_id in course_ids.tolist())
        return cls.from_arrays(
            member_ids,
            course_ids,
            np.searchsorted(member_ids, numbers(row.member_id for row in rows)),
            np.searchsorted(course_ids, numbers(row.course_id for row in rows)),
            weights=floats(row.weight for row in rows),
            ages=floats(_days(row.at, now) for row in rows),
            stars=floats(row.stars for row in rows),
            texts=ordered,
            course_ages=floats(_days(text.added_at, now) for text in ordered),
            profiles=tuple(known.get(member_id, UNKNOWN) for member_id in member_ids.tolist()),
        )

    @classmethod
    def from_arrays(  # noqa: PLR0913 - one for each column
        cls,
        member_ids: IntArray,
        course_ids: IntArray,
        members: NDArray[Any],
        courses: NDArray[Any],
        *,
        weights: NDArray[Any] | None = None,
        ages: NDArray[Any] | None = None,
        stars: NDArray[Any] | None = None,
        texts: Sequence[CourseText] | None = None,
        course_ages: NDArray[Any] | None = None,
        profiles: Sequence[Profile] | None = None,
    ) -> Dataset:
        """Arrange columns of any order and with repeated pairs; no object is made for a row.

        ``member_ids`` and ``course_ids`` are sorted and unique, ``members`` and ``courses`` index
        them. Without ``weights`` everything was studied; without ``ages``, and where they are
        equal, the order given is that of time. Courses without ``course_ages`` are old ones.
        """
        rows = arranged(members, courses, weights, ages, stars)
        unread = (CourseText(course_id, "") for course_id in course_ids.tolist())
        old = np.full(len(course_ids), _OLD, dtype=np.float32)
        return cls(
            member_ids,
            course_ids,
            *rows,
            starts=np.searchsorted(rows.members, np.arange(len(member_ids) + 1)),
            course_ages=old if course_ages is None else course_ages.astype(np.float32),
            texts=tuple(unread if texts is None else texts),
            profiles=(UNKNOWN,) * len(member_ids) if profiles is None else tuple(profiles),
        )

    @property
    def recency(self) -> IndexArray:
        """Return how many courses the member of each interaction took after; 0 from the last."""
        taken = _running(self.weights)
        return (taken[self.starts[1:]][self.members] - taken[1:]).astype(np.int32)

    @property
    def places(self) -> IndexArray:
        """Return how many courses the member of each interaction took before; 0 to the first."""
        taken = _running(self.weights)
        return (taken[:-1] - taken[self.starts[:-1]][self.members]).astype(np.int32)

    def index_of(self, member_ids: Iterable[int]) -> IntArray:
        """Return the members' indices; `NOBODY` stands for whoever is not in the data."""
        return _positions(self.member_ids, numbers(member_ids))

    def places_of(self, course_ids: Iterable[int]) -> IntArray:
        """Return the courses' indices; -1 stands for what is not in the data."""
        return _positions(self.course_ids, numbers(course_ids))

    def matrix(self, at_least: float = 0.0) -> csr_array:
        """Return the weights from ``at_least`` up as a sparse (M + 1) × C matrix.

        The last row is empty, so that `NOBODY`, which is -1, reads as a member without history.
        """
        return self.query(at_least=at_least)

    def query(
        self, decay: float = 1.0, at_least: float = 0.0, members: IntArray | None = None
    ) -> csr_array:
        """Return weight × decay ** (courses taken later), sparse, a row for each member.

        Without ``members`` (indices) the rows are those of `matrix`. Weights below ``at_least``
        are left out; what was but looked at makes nothing fade.
        """
        if members is None:
            members = np.append(np.arange(len(self.member_ids)), NOBODY)
        chosen, bounds = self.rows_of(members)
        weights, courses = self.weights[chosen], self.courses[chosen]
        if at_least > 0:
            kept = weights >= at_least
            bounds = np.append(0, np.cumsum(kept))[bounds]
            weights, courses = weights[kept], courses[kept]
        if decay < 1:
            taken = _running(weights)
            later = np.repeat(taken[bounds[1:]], np.diff(bounds)) - taken[1:]
            weights = weights * np.float32(decay) ** later.astype(np.float32)
        shape = (len(members), len(self.course_ids))
        return csr_array((weights, courses, bounds.astype(np.int32)), shape=shape)

    def rows_of(self, members: IntArray) -> tuple[IntArray, IntArray]:
        """Return the positions of the members' interactions, one member after the other.

        Those of ``members[k]`` stand from the second array's k up to its k + 1.
        """
        counts = self.starts[members + 1] - self.starts[members]
        counts[members == NOBODY] = 0
        return spans(self.starts[members], counts)

    def history_lengths(self, members: IntArray) -> IntArray:
        """Return how many courses each member (by index) took."""
        rows, bounds = self.rows_of(members)
        taken = _running(self.weights[rows])
        lengths: IntArray = taken[bounds[1:]] - taken[bounds[:-1]]
        return lengths

    def selection(self, course_ids: IntArray) -> csr_array:
        """Return the sparse C × len(course_ids) matrix that brings rows of those courses here."""
        here = self.places_of(course_ids)
        there = np.flatnonzero(here != NOBODY)
        entries = np.ones(len(there), dtype=np.float32), (here[there], there)
        return csr_array(entries, shape=(len(self.course_ids), len(course_ids)))

    def subset(self, rows: BoolArray) -> Dataset:
        """Return the same members and courses with only the interactions where ``rows`` holds."""
        return self._with(self.member_ids, self._rows().taken(rows), self.profiles)

    def narrowed(self, courses: IntArray) -> Dataset:
        """Return the data of some courses only, given by index in rising order."""
        places = np.full(len(self.course_ids), NOBODY, dtype=np.int32)
        places[courses] = np.arange(len(courses), dtype=np.int32)
        rows = self._rows().taken(places[self.courses] != NOBODY)
        rows = rows._replace(courses=places[rows.courses])
        return replace(
            self._with(self.member_ids, rows, self.profiles),
            course_ids=self.course_ids[courses],
            course_ages=self.course_ages[courses],
            texts=tuple(self.texts[course] for course in courses.tolist()),
        )

    def chunks(self, size: int = SHARD) -> Iterator[Dataset]:
        """Cut into shards of whole members, each of about ``size`` interactions at most."""
        first, count = 0, len(self.member_ids)
        while first < count:
            reach = int(np.searchsorted(self.starts, self.starts[first] + size, side="right")) - 1
            last = min(max(reach, first + 1), count)
            rows = self._rows().taken(slice(int(self.starts[first]), int(self.starts[last])))
            rows = rows._replace(members=rows.members - np.int32(first))
            yield self._with(self.member_ids[first:last], rows, self.profiles[first:last])
            first = last

    def _rows(self) -> Rows:
        return Rows(self.members, self.courses, self.weights, self.ages, self.stars)

    def _with(self, member_ids: IntArray, rows: Rows, profiles: tuple[Profile, ...]) -> Dataset:
        starts = np.searchsorted(rows.members, np.arange(len(member_ids) + 1))
        return replace(
            self,
            member_ids=member_ids,
            members=rows.members,
            courses=rows.courses,
            weights=rows.weights,
            ages=rows.ages,
            stars=rows.stars,
            starts=starts,
            profiles=profiles,
        )


def _running(weights: FloatArray) -> IntArray:
    """Return how many of N interactions before each, and in all, are courses taken (N + 1,)."""
    return np.append(0, np.cumsum(weights >= STUDIED))


def _positions(held: IntArray, wanted: IntArray) -> IntArray:
    if not len(held):
        return np.full(len(wanted), NOBODY, dtype=np.int64)
    near = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
    return np.where(held[near] == wanted, near, NOBODY).astype(np.int64)


def _days(then: datetime, now: datetime) -> float:
    return max(0.0, (now - then).total_seconds() / SECONDS_A_DAY)
