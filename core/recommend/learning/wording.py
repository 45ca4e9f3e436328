"""Wording: courses and tags as vectors of words and pieces of words (TF-IDF), and who is near."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import HashingVectorizer

from core.recommend.learning.links import strongest, unit_rows
from core.text.normalise import letters, normalise
from core.text.segment import words
from core.text.stopwords import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from core.recommend.dataset import CourseText, FloatArray

BUCKETS = 2**18
EMPHASIS = 3
COMMON = 0.2
"""A term in more than this share of the courses tells nothing."""
SMALL = 50
"""In catalogues of so many courses nobody can tell by that, and `EMPTY` words tell nothing."""
EMPTY = STOP_WORDS | {"入门", "基础", "初级", "进阶", "中级", "实战", "高级", "课程", "教程"}
NEAREST = 200
_READ = 300
_AT_ONCE = 1_000


class Wording(NamedTuple):
    """The weight of every term (by its hash), and the courses' unit vectors (C × BUCKETS)."""

    idf: FloatArray
    vectors: csr_array


@lru_cache(maxsize=4)
def wording(texts: tuple[CourseText, ...]) -> Wording:
    """Read a catalogue: what tells its courses apart, and each course's vector."""
    counts = _counts([*map(course_terms, texts)])
    count = len(texts)
    having = np.bincount(counts.indices, minlength=BUCKETS)
    idf = np.log((1 + count) / (1 + having)) + 1
    if count > SMALL:
        idf[having > COMMON * count] = 0.0
    else:
        idf[_counts([[*EMPTY, *(f"~{word}" for word in EMPTY)]]).indices] = 0.0
    weights = idf.astype(np.float32)
    return Wording(weights, _weighted(counts, weights))


def vectors(documents: Sequence[Sequence[str]], idf: FloatArray) -> csr_array:
    """Return the unit vectors of documents, given as terms (documents × BUCKETS)."""
    return _weighted(_counts(documents), idf)


@lru_cache(maxsize=4)
def near(texts: tuple[CourseText, ...]) -> csr_array:
    """Return the cosines between courses (C × C), each row's `NEAREST` and without itself."""
    return nearness(wording(texts).vectors)


def nearness(courses: csr_array) -> csr_array:
    """Return the cosines between unit vectors, each row's `NEAREST` and without itself."""
    return strongest(_cosines(courses), courses.shape[0], NEAREST)


def _cosines(courses: csr_array) -> Iterable[FloatArray]:
    turned = courses.T.tocsr()
    for first in range(0, courses.shape[0], _AT_ONCE):
        part = (courses[first : first + _AT_ONCE] @ turned).toarray()
        part[np.arange(len(part)), np.arange(first, first + len(part))] = 0.0
        yield part


def course_terms(text: CourseText) -> list[str]:
    """Return the terms of a course, those of title and tags `EMPHASIS` times."""
    title = _terms(text.title) if text.titled else ()
    said = [*title, *(term for tag in text.tags for term in tag_terms(tag))]
    return [*said * EMPHASIS, *_terms(text.description)]


@lru_cache(maxsize=8192)
def tag_terms(tag: str) -> tuple[str, ...]:
    """Return the terms of a tag: itself as a whole, and those of its words."""
    return (whole(tag), *_terms(tag))


def whole(tag: str) -> str:
    """Return the term that stands for a tag as a whole, in any case and width."""
    return f"#{normalise(tag)}"


@lru_cache(maxsize=16384)
def _terms(text: str) -> tuple[str, ...]:
    """Return words and pieces of two and three characters; kept, for catalogues are read often."""
    if not text:
        return ()
    read = letters(text)[:_READ]
    pieces = (read[at : at + size] for size in (2, 3) for at in range(len(read) - size + 1))
    return (*words(text), *(f"~{piece}" for piece in pieces))


def _counts(documents: Sequence[Sequence[str]]) -> csr_array:
    reader = HashingVectorizer(
        analyzer=list, n_features=BUCKETS, alternate_sign=False, norm=None, dtype=np.float32
    )
    return csr_array(reader.transform([*documents, ()]))[:-1]


def _weighted(counts: csr_array, idf: FloatArray) -> csr_array:
    weighted = counts.copy()
    weighted.data = (np.log(weighted.data) + 1) * idf[weighted.indices]
    return unit_rows(weighted)
