"""Searching: which courses have the words that a member wrote."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from core.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from core.courses.course import Course

HELD = 10_000
"""Texts of so many courses are held as they are searched: as many as one import may bring."""


def with_words(catalogue: Iterable[Course], text: str) -> list[Course]:
    """Return the courses that have every word, those with more of them in front first."""
    wanted = normalise(text).split()
    ranked = [(rank, course) for course in catalogue if (rank := _rank(course, wanted))]
    ranked.sort(key=lambda entry: (-entry[0], entry[1].code))
    return [course for _, course in ranked]


def titled(catalogue: Iterable[Course], text: str) -> list[Course]:
    """Return the course of exactly this title, or else those whose titles have every word."""
    wanted = normalise(text)
    titles = [(one, normalise(one.title)) for one in catalogue]
    exact = [one for one, title in titles if title == wanted]
    words = wanted.split()
    return exact or [one for one, title in titles if all(word in title for word in words)]


@lru_cache(maxsize=HELD)
def searched(front: str, rest: str) -> tuple[str, str]:
    """Return two texts of a course as words are looked up in them, remembered: it takes long."""
    return normalise(front), normalise(rest)


def _rank(course: Course, wanted: Sequence[str]) -> int:
    """Return how many words the code, the title or a tag has, plus one; 0 when one is nowhere."""
    front, rest = searched(
        " ".join((course.code, course.title, *course.tags)),
        f"{course.author} {course.description}",
    )
    if not all(word in front or word in rest for word in wanted):
        return 0
    return 1 + sum(word in front for word in wanted)
