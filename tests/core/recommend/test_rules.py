"""The rules after scoring have the last word."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.recommend.rules import Rules

IDS = np.array([11, 12, 13, 14, 15, 16], dtype=np.int64)
SCORES = np.array([0.9, 0.8, 0.7, 0.7, 0.2, 0.0], dtype=np.float32)


def chosen(rules: Rules, count: int = 10) -> list[int]:
    return [int(IDS[choice.course]) for choice in rules.choose(IDS, SCORES, count)]


def test_what_is_barred_never_comes() -> None:
    rules = Rules(taken={11}, dismissed={12}, unpublished={13}, tired={14})
    assert chosen(rules) == [15, 16]


def test_a_short_list_holds_no_locked_course_at_first() -> None:
    choices = Rules(locked={11, 12, 13, 14}).choose(IDS, SCORES, 3)
    assert [int(IDS[choice.course]) for choice in choices] == [15, 16]


def test_of_the_locked_courses_at_most_one_comes_and_is_marked() -> None:
    choices = Rules(locked={11, 12, 13, 14}).choose(IDS, SCORES, 5)
    assert [int(IDS[choice.course]) for choice in choices] == [11, 15, 16]
    assert [choice.locked for choice in choices] == [True, False, False]


def test_of_all_that_was_shown_at_most_one_in_five_is_locked() -> None:
    ids, locked = np.arange(40), set(range(0, 40, 2))
    scores = np.linspace(1, 0, 40, dtype=np.float32)
    seen: dict[int, int] = {}
    lists = []
    for _ in range(8):
        choices = Rules(locked=locked, seen=seen, tired=set(seen)).choose(ids, scores, 3)
        seen |= dict.fromkeys((choice.course for choice in choices), 1)
        lists.append(sum(choice.locked for choice in choices))
        assert 5 * len(locked & seen.keys()) <= len(seen)
    assert lists == [0, 1, 0, 1, 1, 0, 1, 0]


def test_where_all_is_locked_one_of_every_list_comes() -> None:
    rules = Rules(locked=set(IDS.tolist()), seen={11: 1}, tired={11})
    assert chosen(rules, 3) == [12]
    rules = Rules(locked=set(IDS.tolist()[1:]), seen={11: 1}, tired={11})
    assert chosen(rules, 3) == []


def test_a_longer_list_may_hold_one_locked_course_in_five() -> None:
    ids = np.arange(20)
    choices = Rules(locked=set(range(20))).choose(ids, np.ones(20, dtype=np.float32), 10)
    assert sum(choice.locked for choice in choices) == 2


def test_equal_scores_come_by_course_id() -> None:
    assert chosen(Rules(), 4) == [11, 12, 13, 14]


def test_what_is_required_first_comes_instead_and_says_what_it_leads_to() -> None:
    rules = Rules(waiting={11}, first={11: 16})
    choices = rules.choose(IDS, SCORES, 2)
    assert [int(IDS[choice.course]) for choice in choices] == [12, 13]
    (lifted,) = (one for one in rules.candidates(IDS, SCORES) if int(IDS[one.course]) == 16)
    assert lifted.towards == 11
    assert lifted.score == pytest.approx(0.5)
    assert rules.towards(IDS, SCORES) == {16: 11}


def test_what_scores_better_itself_is_there_for_itself() -> None:
    assert Rules(waiting={15}, first={15: 11}).towards(IDS, SCORES) == {}


def test_a_dismissed_or_locked_goal_lifts_nothing() -> None:
    assert Rules(waiting={11}, first={11: 16}, dismissed={11}).towards(IDS, SCORES) == {}
    assert Rules(waiting={11}, first={11: 16}, locked={11}).towards(IDS, SCORES) == {}


def test_factors_sink_a_course() -> None:
    assert chosen(Rules(factors={11: 0.5}), 3) == [12, 13, 14]


def test_a_list_is_not_all_of_one_tag() -> None:
    tags = {11: {"后端"}, 12: {"后端"}, 13: {"后端"}, 14: {"摄影"}}
    rules = Rules(tags={course: frozenset(own) for course, own in tags.items()})
    assert chosen(rules, 2) == [11, 14]


def test_a_much_better_course_comes_though_it_is_alike() -> None:
    scores = np.array([1.0, 0.95, 0.1, 0.1, 0.0, 0.0], dtype=np.float32)
    tags = {11: frozenset({"后端"}), 12: frozenset({"后端"})}
    choices = Rules(tags=tags).choose(IDS, scores, 2)
    assert [int(IDS[choice.course]) for choice in choices] == [11, 12]


@given(
    scores=st.lists(st.floats(-1, 1), min_size=6, max_size=6),
    barred=st.sets(st.sampled_from(IDS.tolist())),
    locked=st.sets(st.sampled_from(IDS.tolist())),
    first=st.dictionaries(st.sampled_from(IDS.tolist()), st.sampled_from(IDS.tolist())),
    count=st.integers(0, 8),
)
def test_choices_honour_every_rule(
    scores: list[float], barred: set[int], locked: set[int], first: dict[int, int], count: int
) -> None:
    rules = Rules(taken=barred, locked=locked, waiting=first.keys(), first=first)
    choices = rules.choose(IDS, np.array(scores), count)
    picked = [int(IDS[choice.course]) for choice in choices]
    assert len(picked) == len(set(picked)) <= count
    assert not (barred | first.keys()) & set(picked)
    assert len(locked & set(picked)) <= 1
    assert all(0 <= choice.score <= 1 for choice in choices)
    free = set(IDS.tolist()) - barred - first.keys() - locked
    assert len(picked) >= min(count, len(free))
