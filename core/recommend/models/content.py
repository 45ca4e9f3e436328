"""Content: courses whose words are near to what a member took and follows (TF-IDF)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from core.recommend.explain import Reason, ReasonKind
from core.recommend.model import Model, sparse_from_state, sparse_to_state
from core.text.normalise import normalise
from core.text.segment import keywords, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.recommend.dataset import CourseText, Dataset, FloatArray, IntArray
    from core.recommend.model import State

# The vectoriser refuses to work without any word or text, as in a community without courses.
TELLING = 40
_NO_WORD = ""
_NO_WORDS: tuple[str, ...] = ()


class Content(Model):
    """Cosine between a course's words and a member's profile.

    Title and tags count ``emphasis`` times. The profile is the weighted sum of the words of the
    member's courses, plus the interest tags with the weight of ``interest`` courses.
    """

    shares: ClassVar[tuple[float, float, float]] = (1.0, 0.4, 0.15)
    instant: ClassVar[bool] = True

    def __init__(self, *, emphasis: int = 3, interest: float = 2.0) -> None:
        """Set the weight of title and tags, and of the interest tags."""
        self.emphasis = emphasis
        self.interest = interest

    def fit(self, dataset: Dataset) -> Self:
        """Learn the words' weights from the catalogue; needs no interactions."""
        documents = [self._terms(text) for text in dataset.texts]
        self.vocabulary_ = sorted({_NO_WORD, *(term for terms in documents for term in terms)})
        self.idf_ = _reader(self.vocabulary_).fit([*documents, _NO_WORDS]).idf_
        return self._ready(dataset, self._vectors(documents))

    def score(self, members: IntArray) -> FloatArray:
        """Return cosines between 0 and 1."""
        scores: FloatArray = (self.profiles_[members] @ self.courses_.T).toarray()
        return scores

    def reason(self, member: int, course: int) -> Reason | None:
        """Name the followed tags that match, or else the nearest course of the history."""
        text = self.dataset_.texts[course]
        followed = self.dataset_.interests[member] if member >= 0 else ()
        terms = set(self._terms(text))
        matching = tuple(tag for tag in followed if terms & {_whole(tag), normalise(tag)})
        if matching:
            return Reason(ReasonKind.TAGS, matching)
        taken = self.history_[[member]].toarray()[0]
        taken[course] = 0.0
        nearness = taken * (self.courses_ @ self.courses_[[course]].T).toarray()[:, 0]
        if not nearness.any():
            return None
        return Reason(ReasonKind.SIMILAR, (self.dataset_.texts[int(nearness.argmax())].title,))

    def state(self) -> State:
        """Return the words, their weights and the courses' vectors."""
        return {
            "vocabulary": np.array(self.vocabulary_, dtype=np.str_),
            "idf": self.idf_,
            **sparse_to_state("courses", self.courses_),
        }

    def restore(self, state: State, course_ids: IntArray, dataset: Dataset) -> Self:
        """Take up the courses' vectors; courses that were not there are read now."""
        new = np.flatnonzero(~np.isin(dataset.course_ids, course_ids))
        documents = [self._terms(dataset.texts[index]) for index in new.tolist()]
        self._take_up(state, documents)
        known = dataset.selection(course_ids) @ sparse_from_state("courses", state)
        known.resize(len(dataset.texts), len(self.vocabulary_))
        where = (new, np.arange(len(new)))
        place = csr_array((np.ones(len(new)), where), shape=(len(dataset.texts), len(new)))
        return self._ready(dataset, (known + place @ self._vectors(documents)).tocsr())

    def _take_up(self, state: State, documents: Sequence[Sequence[str]]) -> None:
        """Take up the words; those that only the new documents have count as the rarest do."""
        held: list[str] = state["vocabulary"].tolist()
        unheard = {term for terms in documents for term in terms}.difference(held)
        rarest = np.full(len(unheard), state["idf"].max())
        self.vocabulary_ = [*held, *sorted(unheard)]
        self.idf_ = np.concatenate((state["idf"], rarest))

    def _ready(self, dataset: Dataset, courses: csr_array) -> Self:
        self.dataset_ = dataset
        self.courses_ = courses
        self.history_ = dataset.matrix()
        tags = [[term for tag in tags for term in _tag_terms(tag)] for tags in dataset.interests]
        followed = self._vectors([*tags, []])
        self.profiles_ = normalize(self.history_ @ courses + self.interest * followed).tocsr()
        return self

    def _terms(self, text: CourseText) -> list[str]:
        emphasised = [*_words(text.title), *(term for tag in text.tags for term in _tag_terms(tag))]
        return [*emphasised * self.emphasis, *_telling(text.description)]

    def _vectors(self, documents: Sequence[Sequence[str]]) -> csr_array:
        reader = _reader(self.vocabulary_)
        reader.idf_ = self.idf_
        return csr_array(reader.transform([*documents, _NO_WORDS]))[:-1]


def _reader(vocabulary: Sequence[str]) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer=list, vocabulary=vocabulary, sublinear_tf=True)


def _tag_terms(tag: str) -> tuple[str, ...]:
    return (_whole(tag), *_words(tag))


def _whole(tag: str) -> str:
    return f"#{normalise(tag)}"


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    """Return a text's words; kept, because the same catalogue is read again and again."""
    return words(text)


@lru_cache(maxsize=2048)
def _telling(description: str) -> tuple[str, ...]:
    """Return the words of a description that tell most, once each."""
    return keywords(description, TELLING)
