"""The tasks hide what they say they hide, and ask for nothing that was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.recommend.tasks import BEHIND, TASKS, task_of

if TYPE_CHECKING:
    from benchmarks.recommend.sets import Interactions


@pytest.mark.parametrize("name", TASKS)
def test_nothing_that_is_to_be_found_was_learned_from(given: Interactions, name: str) -> None:
    held = task_of(name, given).held
    known = held.training.matrix()[held.members]
    assert len(held.members) > 0
    assert (held.relevant.sum(axis=1) > 0).all()
    assert (known * held.relevant).sum() == 0


def test_new_courses_have_no_takers_left_and_are_ranked_alone(given: Interactions) -> None:
    task = task_of("new_courses", given)
    assert task.candidates is not None
    assert len(task.candidates) == 3
    assert not np.isin(task.held.training.courses, task.candidates).any()
    assert not task.held.relevant[:, [0]].sum() or 0 in task.candidates
    wanted = np.unique(task.held.relevant.indices)
    assert np.isin(wanted, task.candidates).all()


@pytest.mark.parametrize("behind", BEHIND)
def test_a_beginner_has_their_first_courses_and_looks_for_the_next(
    given: Interactions, behind: int
) -> None:
    held = task_of(f"after_{behind}", given).held
    whole = given.dataset
    for member, row in zip(held.members.tolist(), held.relevant.toarray(), strict=True):
        begin = int(whole.starts[member])
        first, here = whole.courses[begin:], held.training
        own = here.courses[here.starts[member] : here.starts[member + 1]]
        assert own.tolist() == first[:behind].tolist()
        assert np.flatnonzero(row).tolist() == [first[behind]]


def test_others_keep_all_they_have(given: Interactions) -> None:
    held = task_of("after_1", given).held
    lengths = np.diff(held.training.starts)
    others = np.setdiff1d(np.arange(len(lengths)), held.members)
    assert len(others) >= len(held.members)
    assert set(lengths[others].tolist()) == {7}


def test_beginners_may_say_what_they_like(given: Interactions) -> None:
    held = task_of("tags_alone", given).held
    for member in held.members.tolist():
        subject = ("摄影", "写作", "编程")[member % 3]
        assert held.training.profiles[member].interests == (subject,)
    silent = np.setdiff1d(np.arange(60), held.members)
    assert not any(held.training.profiles[member].interests for member in silent.tolist())


def test_the_same_task_is_drawn_every_time(given: Interactions) -> None:
    for name in TASKS:
        once, again = task_of(name, given), task_of(name, given)
        assert once.held.members.tolist() == again.held.members.tolist()
