"""The way to a course: only what is needed, each step after those it builds on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.courses import Course, Learner, Level, Tier, learning_cards, path_to

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
NOBODY = Learner(done=frozenset(), taking=frozenset(), tier=3, liking={})


def course(number: int, *requires: int, **fields: Any) -> Course:  # noqa: ANN401 - any field
    made = Course(
        id=number,
        community_id=1,
        code=f"C{number}",
        title=f"第 {number} 课",
        description="",
        tags=(),
        author="",
        level=Level.BEGINNER,
        tier=Tier.FREE,
        price=0,
        currency="CNY",
        url="",
        published=True,
        added_at=NOW,
        requires=tuple(f"C{one}" for one in requires),
    )
    return replace(made, **fields)


CATALOGUE = (
    course(1),
    course(2, 1),
    course(3, 1),
    course(4, 2, 3),
    course(5, 4),
    course(6),
    course(7, 6),
)
GOAL = CATALOGUE[4]


def steps(learner: Learner, goal: Course = GOAL) -> list[int]:
    return [step.id for step in path_to(goal, CATALOGUE, learner).steps]


def test_only_what_the_goal_builds_on_is_on_the_way() -> None:
    assert steps(NOBODY) == [1, 2, 3, 4, 5]


def test_what_is_done_is_ticked_and_nothing_behind_it_is_asked_for() -> None:
    way = path_to(GOAL, CATALOGUE, replace(NOBODY, done={2, 3}))
    assert [step.id for step in way.steps] == [4, 5]
    assert [step.id for step in way.done] == [2, 3]


def test_of_several_steps_the_one_under_way_comes_first_then_the_best_liked() -> None:
    done = replace(NOBODY, done={1})
    assert steps(replace(done, liking={2: 0.1, 3: 0.9})) == [3, 2, 4, 5]
    assert steps(replace(done, liking={3: 0.9}, taking={2})) == [2, 3, 4, 5]


def test_an_easier_or_open_step_comes_before_a_better_liked_one() -> None:
    harder = (course(1), course(2, level=Level.ADVANCED), course(3, 1, 2))
    liking = replace(NOBODY, liking={2: 1.0})
    assert [step.id for step in path_to(harder[2], harder, liking).steps] == [1, 2, 3]
    locked = (course(1), course(2, tier=Tier.VIP), course(3, 1, 2))
    way = path_to(locked[2], locked, replace(liking, tier=0))
    assert [step.id for step in way.steps] == [1, 2, 3]
    assert way.locked == {2}


def test_the_next_step_to_enrol_in_is_none_that_is_under_way_or_locked() -> None:
    first = path_to(GOAL, CATALOGUE, NOBODY).to_enrol
    assert first is not None
    assert first.id == 1
    second = path_to(GOAL, CATALOGUE, replace(NOBODY, taking={1})).to_enrol
    assert second is not None
    assert second.id == 2
    locked = (course(1, tier=Tier.VIP), course(2, 1))
    assert path_to(locked[1], locked, replace(NOBODY, tier=0)).to_enrol is None


def test_a_course_that_needs_nothing_is_its_own_path() -> None:
    assert steps(NOBODY, CATALOGUE[0]) == [1]


def test_a_path_walked_to_its_end_says_so() -> None:
    way = path_to(GOAL, CATALOGUE, replace(NOBODY, done={5}))
    assert way.steps == ()
    assert "走完了" in learning_cards.path(way, owner=1).text


def test_a_path_shows_three_steps_and_how_many_follow() -> None:
    card = learning_cards.path(path_to(GOAL, CATALOGUE, replace(NOBODY, taking={1})), owner=1)
    assert card.text == (
        "通往《第 5 课》的学习路线\n"
        "学完 0 门，还有 5 门。\n"
        "1. 《第 1 课》 · 入门 · 在学\n"
        "2. 《第 2 课》 · 入门\n"
        "3. 《第 3 课》 · 入门\n"
        "……再学 2 门，最后一门是《第 5 课》。"
    )
    assert [button.label for button in card.buttons[1]] == ["报名下一步：第 2 课"]


def test_a_withdrawn_course_is_no_step_unless_it_is_being_taken() -> None:
    catalogue = (course(1, published=False), course(2, 1))
    assert [step.id for step in path_to(catalogue[1], catalogue, NOBODY).steps] == [2]
    taking = replace(NOBODY, taking={1})
    assert [step.id for step in path_to(catalogue[1], catalogue, taking).steps] == [1, 2]


@given(
    requires=st.lists(st.sets(st.integers(0, 8)), min_size=9, max_size=9),
    done=st.sets(st.integers(0, 8)),
    taking=st.sets(st.integers(0, 8)),
)
def test_no_step_comes_before_what_it_requires(
    requires: list[set[int]], done: set[int], taking: set[int]
) -> None:
    catalogue = [
        course(number, *(one for one in needed if one < number))
        for number, needed in enumerate(requires)
    ]
    learner = replace(NOBODY, done=done, taking=taking)
    way = path_to(catalogue[-1], catalogue, learner)
    order = [step.code for step in way.steps]
    assert len(set(order)) == len(order)
    assert not {step.id for step in way.steps} & done
    for place, step in enumerate(way.steps):
        later = set(order[place:])
        assert not later & set(step.requires)
    if 8 not in done:
        assert order[-1] == "C8"
