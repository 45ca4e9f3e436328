"""What waits for another course, and which one is to be taken first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.courses import Level
from core.recommend.requirements import first_steps, unmet
from tests.core.courses.test_path import course

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

CATALOGUE = (course(1), course(2, 1), course(3, 2), course(4, 1, 5), course(5))


def first(taken: AbstractSet[int], shut: AbstractSet[int]) -> dict[int, int]:
    return first_steps(CATALOGUE, unmet(CATALOGUE, taken), shut)


def test_what_requires_anything_waits_until_it_is_taken() -> None:
    assert unmet(CATALOGUE, frozenset()) == {2: [1], 3: [2], 4: [1, 5]}
    assert unmet(CATALOGUE, {1}) == {3: [2], 4: [5]}
    assert unmet(CATALOGUE, {1, 2, 5}) == {}


def test_who_took_a_later_course_needs_no_earlier_one() -> None:
    assert unmet(CATALOGUE, {3}) == {4: [5]}


def test_the_first_step_of_a_long_way_is_pointed_out() -> None:
    open_to_all: frozenset[int] = frozenset()
    assert first(open_to_all, open_to_all) == {2: 1, 3: 1, 4: 1}
    assert first({1}, open_to_all) == {3: 2, 4: 5}
    assert first({1, 2, 5}, open_to_all) == {}


def test_of_several_first_steps_the_easiest_is_pointed_out() -> None:
    harder = (replace(CATALOGUE[0], level=Level.ADVANCED), *CATALOGUE[1:])
    assert first_steps(harder, unmet(harder, frozenset()), frozenset())[4] == 5


def test_no_step_is_pointed_out_where_the_way_is_shut() -> None:
    assert first(frozenset(), {2}) == {2: 1, 4: 1}
    assert first(frozenset(), {1}) == {}
    assert first({1}, {1}) == {3: 2, 4: 5}


def test_what_is_withdrawn_or_gone_stands_in_nobodys_way() -> None:
    withdrawn = (replace(CATALOGUE[0], published=False), *CATALOGUE[1:])
    assert unmet(withdrawn, frozenset()) == {3: [2], 4: [5]}
    assert unmet(CATALOGUE[2:], frozenset()) == {4: [5]}
