"""What waits for another course, and which one is all that is missing."""

from __future__ import annotations

from dataclasses import replace

from core.recommend.requirements import one_step_off, unmet
from tests.core.courses.test_path import course

CATALOGUE = (course(1), course(2, 1), course(3, 2), course(4, 1, 5), course(5))


def test_what_requires_anything_waits_until_it_is_taken() -> None:
    assert unmet(CATALOGUE, frozenset()) == {2: [1], 3: [2], 4: [1, 5]}
    assert unmet(CATALOGUE, {1}) == {3: [2], 4: [5]}
    assert unmet(CATALOGUE, {1, 2, 5}) == {}


def test_who_took_a_later_course_needs_no_earlier_one() -> None:
    assert unmet(CATALOGUE, {3}) == {4: [5]}


def test_only_one_step_is_pointed_out_and_only_where_it_can_be_taken() -> None:
    assert one_step_off(unmet(CATALOGUE, frozenset())) == {2: 1}
    assert one_step_off(unmet(CATALOGUE, {1})) == {3: 2, 4: 5}


def test_what_is_withdrawn_or_gone_stands_in_nobodys_way() -> None:
    withdrawn = (replace(CATALOGUE[0], published=False), *CATALOGUE[1:])
    assert unmet(withdrawn, frozenset()) == {3: [2], 4: [5]}
    assert unmet(CATALOGUE[2:], frozenset()) == {4: [5]}
