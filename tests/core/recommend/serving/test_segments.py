"""Circles of taste: administrators see how many there are and what they like, never who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import recommend
from core.recommend import cards_segments
from core.recommend.segments import Circle
from tests.core.recommend.serving.world import learners

if TYPE_CHECKING:
    from tests.core.recommend.serving.world import World


def test_circles_are_those_that_members_form(world: World) -> None:
    for number in range(15):
        world.member(f"后端{number}", *("API", "ASY")[number % 3 > 0 :])
        world.member(f"摄影{number}", *("PIC", "POR")[number % 3 > 1 :])
    world.train()
    circles = recommend.segments(world.uow, world.community.id)
    assert len(circles) >= 2
    assert sum(circle.members for circle in circles) == 30
    subjects = ({"用 FastAPI 搭建接口", "异步编程入门"}, {"手机摄影构图", "人像摄影布光"})
    for circle in circles:
        assert circle.titles
        assert any(set(circle.titles) <= subject for subject in subjects)


def test_a_circle_too_small_to_hide_anybody_is_not_shown(world: World) -> None:
    learners(world)
    world.member("独行", "SOUP")
    world.train()
    assert all(one.members >= 3 for one in recommend.segments(world.uow, world.community.id))


def test_before_anyone_took_a_course_there_are_none(world: World) -> None:
    assert recommend.segments(world.uow, world.community.id) == []
    assert "还看不出" in cards_segments.segments([]).body


def test_the_card_names_circles_by_what_they_like() -> None:
    card = cards_segments.segments(
        [Circle("摄影、人像", 12, ("手机摄影构图",)), Circle("", 5, ("家常汤的火候",))]
    )
    assert card.title == "成员分群"
    assert "摄影、人像：12 人\n学得最多：《手机摄影构图》" in card.body
    assert "口味不集中：5 人" in card.body
