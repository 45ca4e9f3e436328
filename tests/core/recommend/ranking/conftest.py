"""A made-up school with two tracks, in which everyone goes on to one of the next lessons."""

from __future__ import annotations

import numpy as np
import pytest

from core.recommend.dataset import CourseText, Dataset, Profile

MEMBERS, COURSES, LENGTH = 900, 40, 7


@pytest.fixture(scope="session")
def school() -> Dataset:
    """Return members who each take seven courses of one track, in nearly the track's order."""
    chance = np.random.default_rng(3)
    track = chance.integers(0, 2, MEMBERS)
    steps = chance.integers(1, 3, (MEMBERS, LENGTH))
    steps[:, 0] = chance.integers(0, 6, MEMBERS)
    courses = (track * COURSES // 2)[:, np.newaxis] + np.cumsum(steps, axis=1)
    words = ("摄影", "编程")
    texts = [
        CourseText(number, f"{word}第 {number} 讲", (word,))
        for number, word in enumerate(np.repeat(words, COURSES // 2).tolist())
    ]
    days = np.tile(np.arange(LENGTH)[::-1] * 10.0, MEMBERS) + np.repeat(
        chance.random(MEMBERS) * 9, LENGTH
    )
    return Dataset.from_arrays(
        np.arange(100, 100 + MEMBERS),
        np.arange(COURSES),
        np.repeat(np.arange(MEMBERS), LENGTH),
        courses.ravel(),
        ages=days,
        texts=texts,
        profiles=[Profile(interests=(words[own],)) for own in track.tolist()],
    )
