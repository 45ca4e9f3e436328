"""The way to a course: only what is needed, each step after those it builds on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.courses import Course, Learner, Level, Path, Tier, learning_cards, path_to

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


def test_the_next_step_to_enrol_in_waits_for_no_other_and_is_not_locked() -> None:
    assert next_step(NOBODY) == 1
    assert next_step(replace(NOBODY, taking={1})) is None
    assert next_step(replace(NOBODY, done={1})) == 2
    assert next_step(replace(NOBODY, done={1}, taking={2})) == 3
    locked = (course(1, tier=Tier.VIP), course(2, 1))
    assert path_to(locked[1], locked, replace(NOBODY, tier=0)).to_enrol is None


def next_step(learner: Learner) -> int | None:
    step = path_to(GOAL, CATALOGUE, learner).to_enrol
    return None if step is None else step.id


def said(way: Path) -> str:
    return learning_cards.path(way, owner=1).text


def test_a_path_says_that_what_is_being_taken_comes_first() -> None:
    hint = "先把在学的学完，再报名下一步。"
    assert hint in said(path_to(GOAL, CATALOGUE, replace(NOBODY, taking={1})))
    assert hint not in said(path_to(GOAL, CATALOGUE, replace(NOBODY, done={1}, taking={2})))
    assert hint not in said(path_to(CATALOGUE[0], CATALOGUE, replace(NOBODY, taking={1})))


def test_a_path_says_what_opens_all_of_it_however_far_the_lock_is() -> None:
    hint = "学《第 5 课》要开通「VIP 会员」，发送 /plans 看怎么开通。"
    locked = (*CATALOGUE[:3], replace(CATALOGUE[3], tier=Tier.BASIC), replace(GOAL, tier=Tier.VIP))
    assert hint in said(path_to(locked[4], locked, replace(NOBODY, tier=0)))
    assert "要开通" not in said(path_to(locked[4], locked, NOBODY))
    assert hint not in said(path_to(locked[4], locked, replace(NOBODY, tier=1, taking={5})))


def test_the_path_to_a_withdrawn_course_says_so_and_enrols_in_nothing() -> None:
    hint = "《第 2 课》已经下架，暂时不能报名。"
    withdrawn = (course(1), course(2, 1, published=False))
    way = path_to(withdrawn[1], withdrawn, NOBODY)
    assert (hint in said(way), way.to_enrol) == (True, None)
    assert hint not in said(path_to(withdrawn[1], withdrawn, replace(NOBODY, taking={2})))
    assert hint not in said(path_to(withdrawn[1], withdrawn, replace(NOBODY, done={2})))


def test_a_course_that_needs_nothing_is_its_own_path() -> None:
    assert steps(NOBODY, CATALOGUE[0]) == [1]
    assert said(path_to(CATALOGUE[0], CATALOGUE, NOBODY)) == (
        "通往《第 1 课》的学习路线\n学这门课之前，没有别的要先学。\n1. 《第 1 课》 · 入门 · 🎯 目标"
    )


def test_a_path_walked_to_its_end_says_so() -> None:
    way = path_to(GOAL, CATALOGUE, replace(NOBODY, done={5}))
    assert way.steps == ()
    assert "走完了" in learning_cards.path(way, owner=1).text


def test_a_path_shows_three_steps_and_how_many_follow() -> None:
    learner = replace(NOBODY, taking={2}, done={1})
    card = learning_cards.path(path_to(GOAL, CATALOGUE, learner), owner=1)
    assert card.text == (
        "通往《第 5 课》的学习路线\n"
        "学完 1 门，还有 4 门。\n"
        "✅ 《第 1 课》\n"
        "1. 《第 2 课》 · 入门 · 在学\n"
        "2. 《第 3 课》 · 入门\n"
        "3. 《第 4 课》 · 入门\n"
        "……再学 1 门，最后一门是《第 5 课》。"
    )
    assert [button.label for button in card.buttons[1]] == ["报名下一步：第 3 课"]


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
