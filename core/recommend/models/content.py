"""Content: courses whose words are near to what a member took and follows (TF-IDF)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
from scipy.sparse import csr_array

from core.recommend.dataset import NOBODY, UNKNOWN
from core.recommend.explain import Reason, ReasonKind
from core.recommend.learning.following import Following, tags_of
from core.recommend.learning.links import DENSE, entries, linked, product
from core.recommend.learning.loudest import Addends
from core.recommend.learning.wording import (
    course_terms,
    near,
    nearness,
    tag_terms,
    vectors,
    whole,
    wording,
)
from core.recommend.model import Model, sparse_from_state, sparse_to_state
from core.text.normalise import normalise

if TYPE_CHECKING:
    from core.recommend.dataset import CourseText, Dataset, FloatArray, IntArray
    from core.recommend.model import State

ALIKE = 0.1
"""Below this cosine two courses share a word or two, and cannot be called near."""


class Content(Model):
    """Sum of the cosines to the member's courses and to the tags that they follow.

    A course counts ``decay`` times as much for every course taken after it, a tag that the
    member chose as much as ``interest`` courses.
    """

    shares: ClassVar[tuple[float, float, float]] = (1.5, 0.4, 0.15)
    instant: ClassVar[bool] = True

    def __init__(self, *, interest: float = 2.0, decay: float = 0.7) -> None:
        """Set the weight of a tag and how fast a history fades."""
        self.interest = interest
        self.decay = decay

    def fit(self, dataset: Dataset) -> Self:
        """Learn the words' weights from the catalogue; needs no interactions."""
        self.idf_, courses = wording(dataset.texts)
        return self._ready(dataset, courses, near(dataset.texts))

    def score(self, members: IntArray) -> FloatArray:
        """Return how near each course is to what the member took and follows."""
        scores = linked(self.dataset_, members, self.decay, self.links_)
        if self.tags_.nnz:
            scores += product(self.followed_[members], self.tags_)
        return scores

    def parts(self, member: int, course: int) -> tuple[IntArray, FloatArray]:
        """Return what each course of the history adds, and what the tags add."""
        query = self._taken(np.array([member]))
        own = query.data * entries(self.links_, query.indices, np.full(query.nnz, course))
        tags = product(self.followed_[[member]], self.tags_)[0, course]
        return np.append(query.indices, NOBODY).astype(np.int64), np.append(own, tags)

    def reason(self, member: int, course: int) -> Reason | None:
        """Name the followed tags that match, or else the nearest course of the history."""
        return self.reasons(np.array([member]), np.array([course]))[0]

    def reasons(self, members: IntArray, courses: IntArray) -> list[Reason | None]:
        """Name for each pair the followed tags that match, or else the nearest course taken."""
        some, rows = np.unique(members, return_inverse=True)
        addends = Addends.of(self._taken(some), rows, courses, self.links_)
        alike = entries(self.links_, addends.sources, courses[addends.pairs])
        chosen = addends.where(alike >= ALIKE).loudest()
        sources = np.full(len(members), NOBODY)
        sources[chosen.pairs] = chosen.sources
        pairs = zip(members.tolist(), courses.tolist(), sources.tolist(), strict=True)
        return [self._because(member, course, source) for member, course, source in pairs]

    def state(self) -> State:
        """Return the words' weights, the courses' vectors and how near they are."""
        return {
            "idf": self.idf_,
            **sparse_to_state("courses", self.courses_),
            **sparse_to_state("near", self.near_),
        }

    def restore(self, state: State, course_ids: IntArray, dataset: Dataset) -> Self:
        """Take up the courses' vectors; courses that were not there are read now."""
        self.idf_ = state["idf"]
        courses, links = (sparse_from_state(name, state) for name in ("courses", "near"))
        if np.array_equal(course_ids, dataset.course_ids):
            return self._ready(dataset, courses, links)
        new = np.flatnonzero(~np.isin(dataset.course_ids, course_ids))
        read = vectors([course_terms(dataset.texts[index]) for index in new.tolist()], self.idf_)
        where = (new, np.arange(len(new)))
        shape = (len(dataset.texts), len(new))
        place = csr_array((np.ones(len(new), dtype=np.float32), where), shape=shape)
        courses = (dataset.selection(course_ids) @ courses + place @ read).tocsr()
        return self._ready(dataset, courses, nearness(courses))

    def _because(self, member: int, course: int, source: int) -> Reason | None:
        profile = self.dataset_.profiles[member] if member >= 0 else UNKNOWN
        if profile is not UNKNOWN:
            terms = _terms_of(self.dataset_.texts[course])
            matching = (tag for tag in tags_of(profile) if terms & {whole(tag), normalise(tag)})
            if matched := tuple(matching):
                return Reason(ReasonKind.TAGS, matched)
        if source == NOBODY:
            return None
        return Reason(ReasonKind.SIMILAR, (self.dataset_.texts[source].title,))

    def _taken(self, members: IntArray) -> csr_array:
        return self.dataset_.query(self.decay, members=members)

    def _ready(self, dataset: Dataset, courses: csr_array, links: csr_array) -> Self:
        self.dataset_ = dataset
        self.courses_ = courses
        self.near_ = links
        self.links_ = links.toarray() if len(dataset.texts) <= DENSE else links
        self.meet()
        return self

    def meet(self) -> None:
        """Find where the tags of the members at hand lead."""
        following = Following(self.dataset_.profiles)
        self.followed_ = np.float32(self.interest) * following.weights
        tags = vectors([tag_terms(tag) for tag in following.terms], self.idf_)
        self.tags_ = (tags @ self.courses_.T).tocsr()


@lru_cache(maxsize=4096)
def _terms_of(text: CourseText) -> frozenset[str]:
    """Return a course's terms; kept, because the same courses are suggested to many."""
    return frozenset(course_terms(text))
