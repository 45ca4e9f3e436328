"""Clusters: circles of members with like tastes, named by what sets each apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

import numpy as np

from core.recommend.dataset import NOBODY, STUDIED
from core.recommend.explain import Reason, ReasonKind
from core.recommend.learning.circles import course_points, drawn, names
from core.recommend.learning.following import Following
from core.recommend.learning.links import unit_points
from core.recommend.learning.wording import tag_terms, vectors, wording
from core.recommend.model import Model

if TYPE_CHECKING:
    from core.recommend.dataset import Dataset, FloatArray, IntArray
    from core.recommend.model import State

FEWEST = 3
"""A circle in which fewer members took courses is not kept: it would show what each of them took.
"""
_AT_ONCE = 20_000


class Segment(NamedTuple):
    """A circle of members: its name, how many belong to it, and courses they take most."""

    name: str
    members: int
    courses: tuple[int, ...]


class Clusters(Model):
    """Popularity within the circle that a member is nearest to.

    A member stands at the sum of the courses taken and the tags followed, each a point in a space
    of ``size`` directions of the catalogue. K-means draws the circles; how many there are, up to
    ``most``, the silhouette decides. Of a circle nothing is kept that a single member took, and
    whoever would be in one of fewer than `FEWEST` learners belongs to the next nearest.
    """

    shares: ClassVar[tuple[float, float, float]] = (0.1, 0.1, 0.05)

    def __init__(
        self,
        *,
        size: int = 32,
        most: int = 12,
        members: int = 4_000,
        evidence: float = 10.0,
        seed: int = 0,
    ) -> None:
        """Set how many directions, circles at most, and members to look at there are.

        ``evidence`` is how many members of a circle all others together count for.
        """
        self.size = size
        self.most = most
        self.members = members
        self.evidence = evidence
        self.seed = seed

    def fit(self, dataset: Dataset) -> Self:
        """Draw the circles among some members, and count what everyone in each took."""
        chance = np.random.default_rng(self.seed)
        everyone = np.arange(len(dataset.member_ids))
        some = np.sort(chance.permutation(everyone)[: self.members])
        self.points_ = course_points(dataset, some, self.size, self.seed)
        self._look(dataset)
        standing = self._standing(some)
        self.centres_ = drawn(standing[standing.any(axis=1)], self.most, self.seed)
        while (learners := self._count(everyone)).min(initial=FEWEST) < FEWEST:
            self.centres_ = np.delete(self.centres_, learners.argmin(), axis=0)
        self.counts_[self.counts_ == 1] = 0
        self.names_ = np.array(names(self.counts_, dataset.texts), dtype=np.str_)
        return self._ready()

    def score(self, members: IntArray) -> FloatArray:
        """Return each course's share in the member's circle, or among all who is in none."""
        scores: FloatArray = self.shares_[self._circle(members)]
        return scores

    def reason(self, member: int, course: int) -> Reason | None:
        """Say how many of the member's circle study it."""
        return self.reasons(np.array([member]), np.array([course]))[0]

    def reasons(self, members: IntArray, courses: IntArray) -> list[Reason | None]:
        """Say for each of n pairs how many of the member's circle study the course."""
        some, rows = np.unique(members, return_inverse=True)
        circles = self._circle(some)[rows].tolist()
        return [self._of(*pair) for pair in zip(circles, courses.tolist(), strict=True)]

    def segments(self) -> tuple[Segment, ...]:
        """Return the circles, the largest first."""
        found = [
            Segment(str(name), int(size), _most_taken(counts))
            for name, size, counts in zip(self.names_, self.sizes_, self.counts_, strict=True)
        ]
        return tuple(sorted(found, key=lambda segment: -segment.members))

    def state(self) -> State:
        """Return where courses and circles stand, and what each circle takes."""
        return {
            "points": self.points_,
            "centres": self.centres_,
            "counts": self.counts_,
            "sizes": self.sizes_,
            "names": self.names_,
        }

    def restore(self, state: State, course_ids: IntArray, dataset: Dataset) -> Self:
        """Bring points and counts to the dataset's courses; those that are new stand nowhere."""
        here = dataset.selection(course_ids)
        self.points_ = here @ state["points"]
        self.centres_ = state["centres"]
        self.counts_ = state["counts"] @ here.T
        self.sizes_ = state["sizes"]
        self.names_ = state["names"]
        self._look(dataset)
        return self._ready()

    def _look(self, dataset: Dataset) -> None:
        self.dataset_ = dataset
        self.wording_ = wording(dataset.texts)
        self.meet()

    def meet(self) -> None:
        """Find where the tags of the members at hand stand."""
        following = Following(self.dataset_.profiles)
        idf, courses = self.wording_
        near = vectors([tag_terms(tag) for tag in following.terms], idf) @ courses.T
        self.followed_ = following.weights
        self.tags_ = unit_points(near @ self.points_)

    def _standing(self, members: IntArray) -> FloatArray:
        """Return where members stand, as unit vectors; 0 for those of whom nothing is known."""
        taken = self.dataset_.query(at_least=STUDIED, members=members) @ self.points_
        return unit_points(taken + self.followed_[members] @ self.tags_).astype(np.float32)

    def _circle(self, members: IntArray) -> IntArray:
        """Return the circle nearest to each member, and `NOBODY` for those who stand nowhere."""
        standing = self._standing(members)
        if not len(self.centres_):
            return np.full(len(members), NOBODY)
        apart = (self.centres_**2).sum(axis=1) - 2 * standing @ self.centres_.T
        return np.where(standing.any(axis=1), apart.argmin(axis=1), NOBODY)

    def _of(self, circle: int, course: int) -> Reason | None:
        if circle == NOBODY or self.counts_[circle, course] < FEWEST or not self.names_[circle]:
            return None
        learners = str(int(self.counts_[circle, course]))
        return Reason(ReasonKind.CIRCLE, (str(self.names_[circle]), learners))

    def _count(self, everyone: IntArray) -> IntArray:
        """Count who is in each circle and what they take; return how many take anything."""
        self.counts_ = np.zeros((len(self.centres_), len(self.points_)), dtype=np.float32)
        self.sizes_ = np.zeros(len(self.centres_), dtype=np.int64)
        learners = np.zeros_like(self.sizes_)
        for first in range(0, len(everyone), _AT_ONCE):
            members = everyone[first : first + _AT_ONCE]
            circles = self._circle(members)
            taken = self.dataset_.query(at_least=STUDIED, members=members)
            taken.data = np.ones_like(taken.data)
            for circle in range(len(self.centres_)):
                inside = circles == circle
                self.counts_[circle] += taken[inside].sum(axis=0)
                self.sizes_[circle] += inside.sum()
                learners[circle] += (inside & (np.diff(taken.indptr) > 0)).sum()
        return learners

    def _ready(self) -> Self:
        """Work out the shares of each circle, and in the last row those of everyone."""
        everyone = self.counts_.sum(axis=0) / max(int(self.sizes_.sum()), 1)
        own = self.counts_ + np.float32(self.evidence) * everyone
        own /= (self.sizes_ + self.evidence)[:, np.newaxis]
        self.shares_ = np.vstack((own, everyone)).astype(np.float32)
        return self


def _most_taken(counts: FloatArray) -> tuple[int, ...]:
    """Return the three courses that most take, fewer where no others are taken."""
    order = np.argsort(-counts, kind="stable")[:3]
    return tuple(order[counts[order] > 0].tolist())
