"""What is asked of ours and of the peers alike: the test, new courses, and members with little.

A task says what may be learned from, who is asked for, and what is to be found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from benchmarks.recommend.sets import ASKED, SEED
from core.recommend.dataset import Profile
from core.recommend.evaluation import HeldOut

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.recommend.sets import Interactions
    from core.recommend.dataset import Dataset
    from core.recommend.evaluation.metrics import Bools, Ints

FEWER = 5_000
NEW = 0.1
BEHIND = (0, 1, 2, 3)
FAVOURITES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What is held out, and the only courses that may be suggested (None: all)."""

    held: HeldOut
    candidates: Ints | None = None


def task_of(name: str, given: Interactions) -> Task:
    """Return one of the tasks, all of which are drawn with the same seed every time."""
    return TASKS[name](given)


def _test(given: Interactions) -> Task:
    return Task(given.split().test)


def _validation(given: Interactions) -> Task:
    """Ask for fewer members, which is enough to choose parameters by."""
    return Task(given.split(min(ASKED, FEWER)).validation)


def _new_courses(given: Interactions) -> Task:
    """Hide all that is known of a tenth of the courses but their words, and find their takers.

    Members who took some of them and three others are asked for, and only the hidden are ranked.
    """
    whole = given.dataset
    numbers = np.random.default_rng(SEED)
    told = np.flatnonzero([bool(text.description or text.tags) for text in whole.texts])
    taken = np.intersect1d(told, whole.courses)
    new = np.sort(numbers.choice(taken, int(np.ceil(NEW * len(taken))), replace=False))
    hidden = np.isin(whole.courses, new)
    others = np.bincount(whole.members[~hidden], minlength=len(whole.member_ids))
    able = np.unique(whole.members[hidden]).astype(np.int64)
    asked = _drawn(able[others[able] >= max(BEHIND)], numbers)
    return Task(_held_out(whole, hidden, hidden, asked), new)


def _beginners(behind: int, given: Interactions, *, tags: bool = False) -> Task:
    """Let some members have only their first ``behind`` courses, and find the next one.

    With ``tags`` they also say what they like: the most frequent tags of what they took later.
    """
    whole = given.dataset
    numbers = np.random.default_rng(SEED)
    lengths = np.diff(whole.starts)
    asked = _drawn(np.flatnonzero(lengths > max(BEHIND) + 1), numbers)
    place = np.arange(len(whole.members)) - whole.starts[whole.members]
    cut = np.isin(whole.members, asked) & (place >= behind)
    next_ones = cut & (place == behind)
    held = _held_out(whole, cut, next_ones, asked)
    if tags:
        later = whole.subset(cut & ~next_ones)
        held = replace(held, training=replace(held.training, profiles=_told(later, asked)))
    return Task(held)


def _drawn(members: Ints, numbers: np.random.Generator) -> Ints:
    chosen = numbers.choice(members, min(FEWER, len(members) // 2 or 1), replace=False)
    drawn: Ints = np.sort(chosen).astype(np.int64)
    return drawn


def _held_out(whole: Dataset, hidden: Bools, wanted: Bools, asked: Ints) -> HeldOut:
    shape = (len(whole.member_ids), len(whole.course_ids))
    ones = np.ones(int(wanted.sum()), dtype=np.float32)
    everyone = csr_array((ones, (whole.members[wanted], whole.courses[wanted])), shape=shape)
    return HeldOut(whole.subset(~hidden), asked, everyone[asked])


def _told(later: Dataset, asked: Ints) -> tuple[Profile, ...]:
    profiles = list(later.profiles)
    for member in asked.tolist():
        courses = later.courses[later.starts[member] : later.starts[member + 1]].tolist()
        profiles[member] = Profile(_favourites([later.texts[one].tags for one in courses]))
    return tuple(profiles)


def _favourites(tags: list[tuple[str, ...]]) -> tuple[str, ...]:
    names, counts = np.unique([tag for some in tags for tag in some], return_counts=True)
    return tuple(names[np.argsort(-counts, kind="stable")[:FAVOURITES]].tolist())


TASKS: dict[str, Callable[[Interactions], Task]] = {
    "test": _test,
    "validation": _validation,
    "new_courses": _new_courses,
    **{f"after_{behind}": partial(_beginners, behind) for behind in BEHIND},
    "tags_alone": partial(_beginners, 0, tags=True),
}
