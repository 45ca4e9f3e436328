"""Profile: what members with the same tags, level and tier take; works without any history."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
from scipy.sparse import csr_array, diags_array

from core.recommend.dataset import STUDIED
from core.recommend.explain import Reason, ReasonKind
from core.recommend.learning.following import Following, tags_of
from core.recommend.learning.linear import takers_of
from core.recommend.learning.links import blocks_of, product, strongest
from core.recommend.learning.wording import tag_terms, vectors, whole, wording
from core.recommend.model import Model, sparse_from_state, sparse_to_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.recommend.dataset import Dataset, FloatArray, IntArray
    from core.recommend.dataset import Profile as Known
    from core.recommend.model import State

FEWEST = 3
"""What fewer who took courses have in their profiles is not learned, lest it show one's courses."""
STANDING = 0.3
UNMATCHED = 0.0005
"""How well a course without any word of a tag is taken to match it."""


class Profile(Model):
    """How likely members with something in their profile take each course, over all they have.

    Of n members with a tag, a took the course: ``(a + evidence * prior) / (n + evidence)``. The
    prior of a tag is popularity times how well the course's words match it, so a tag that nobody
    else has still leads to its courses, and a member without a profile to the popular ones.
    """

    shares: ClassVar[tuple[float, float, float]] = (0.3, 0.2, 0.1)

    def __init__(self, *, evidence: float = 5.0) -> None:
        """Set how many members the prior counts for."""
        self.evidence = evidence

    def fit(self, dataset: Dataset) -> Self:
        """Count what members took by what is in their profiles."""
        following = Following(dataset.profiles, _terms)
        members = np.bincount(following.weights.indices, minlength=len(following.terms))
        learners = np.unique(dataset.members[dataset.weights >= STUDIED])
        taking = np.bincount(following.weights[learners].indices, minlength=len(members))
        told = np.flatnonzero(taking >= FEWEST)
        counts = _counts(dataset, following.weights[:, told])
        self.terms_ = np.array([following.terms[place] for place in told.tolist()], dtype=np.str_)
        self.members_ = members[told].astype(np.float32)
        blocks = (block.toarray() for block in blocks_of(counts))
        self.counts_ = strongest(blocks, len(dataset.course_ids))
        self.takers_ = takers_of(dataset)
        return self._ready(dataset)

    def score(self, members: IntArray) -> FloatArray:
        """Return the likelihood of each course; without a profile, its share of all studies."""
        followed = self.followed_[members]
        total = followed.sum(axis=1)
        known = (total > 0)[:, np.newaxis]
        popular = (followed @ self.spread_)[:, np.newaxis] * self.popular_
        scores = (product(followed, self.likely_) + popular) / np.where(known, total[:, None], 1)
        return np.where(known, scores, self.popular_).astype(np.float32)

    def reason(self, member: int, course: int) -> Reason | None:
        """Say how many who follow a tag of the member's study it."""
        if member < 0:
            return None
        known = self.places_
        tags = {tag: known[whole(tag)] for tag in self._tags(member) if whole(tag) in known}
        those = {tag: int(self.counts_[place, course]) for tag, place in tags.items()}
        tag = max(those, key=those.__getitem__, default="")
        if not tag or those[tag] < FEWEST:
            return None
        return Reason(ReasonKind.PEERS, (tag, str(those[tag])))

    def state(self) -> State:
        """Return what is found in profiles, in how many, and what those members took."""
        return {
            "terms": self.terms_,
            "members": self.members_,
            "takers": self.takers_,
            **sparse_to_state("counts", self.counts_),
        }

    def restore(self, state: State, course_ids: IntArray, dataset: Dataset) -> Self:
        """Bring the counts to the dataset's courses."""
        here = dataset.selection(course_ids)
        self.terms_ = state["terms"]
        self.members_ = state["members"]
        self.takers_ = here @ state["takers"]
        self.counts_ = (sparse_from_state("counts", state) @ here.T).tocsr()
        return self._ready(dataset)

    def _tags(self, member: int) -> dict[str, float]:
        return tags_of(self.dataset_.profiles[member])

    def _ready(self, dataset: Dataset) -> Self:
        self.dataset_ = dataset
        self.wording_ = wording(dataset.texts)
        self.places_ = {term: place for place, term in enumerate(self.terms_.tolist())}
        popular = self.takers_ + 1
        self.popular_ = popular / max(float(popular.sum()), 1.0)
        self.meet()
        return self

    def meet(self) -> None:
        """Work out the likelihoods for everything that the members at hand have."""
        following = Following(self.dataset_.profiles, _terms)
        self.followed_ = following.weights
        matched = self._matched(following.terms) @ diags_array(self.popular_)
        whole_prior = matched.sum(axis=1) + np.float32(UNMATCHED)
        held = np.array([self.places_.get(term, -1) for term in following.terms], dtype=np.int64)
        learned = np.flatnonzero(held >= 0)
        known = csr_array(
            (np.ones(len(learned), dtype=np.float32), (learned, held[learned])),
            shape=(len(held), len(self.terms_)),
        )
        certain = 1 / (known @ self.members_ + np.float32(self.evidence))
        prior = np.float32(self.evidence) / whole_prior
        self.spread_ = (np.float32(UNMATCHED) * prior * certain).astype(np.float32)
        likely = diags_array(certain) @ (known @ self.counts_ + diags_array(prior) @ matched)
        self.likely_ = likely.astype(np.float32).tocsr()

    def _matched(self, terms: Sequence[str]) -> csr_array:
        """Return the cosines of tags to courses; what is no tag matches nothing."""
        idf, courses = self.wording_
        tags = [tag_terms(term[1:]) if term.startswith("#") else () for term in terms]
        return (vectors(tags, idf) @ courses.T).tocsr()


def _counts(dataset: Dataset, having: csr_array) -> csr_array:
    """Return how many with each term took each course (terms × C)."""
    total = csr_array((having.shape[1], len(dataset.course_ids)), dtype=np.float32)
    first = 0
    for shard in dataset.chunks():
        last = first + len(shard.member_ids)
        own, taken = having[first:last], shard.query(at_least=STUDIED)[:-1]
        own.data, taken.data = np.ones_like(own.data), np.ones_like(taken.data)
        total = total + own.T @ taken
        first = last
    return total.tocsr()


def _terms(profile: Known) -> dict[str, float]:
    """Return a profile's tags in their one written form, and its level and tier if it has any."""
    terms = {whole(tag): weight for tag, weight in tags_of(profile).items()}
    standing = {f"level {profile.level}": profile.level, f"tier {profile.tier}": profile.tier}
    return terms | {term: STANDING for term, height in standing.items() if height}
