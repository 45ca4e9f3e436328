"""Variants that name only some models: their order, their reasons, and what fills their silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from core import courses, members, recommend
from core.experiments import templates
from core.recommend import COMMAND, LETTER, ReasonKind, Recipe
from core.recommend.blend import Blend
from core.recommend.dataset import NOBODY, Dataset
from core.recommend.exploration import ROOKIE_EXPOSURES
from core.recommend.serving import narrowed, scores_of
from core.recommend.speaking import GENERAL, named, spoken
from tests.core.recommend.conftest import COURSES, HISTORIES, INTERESTS, NOW
from tests.core.recommend.serving.world import FREE, VIP, World, codes, learners

if TYPE_CHECKING:
    from core.members import Member

WAYS = {option.key: Recipe.of(option.recipe) for option in templates.WAYS.options}


def suggested(world: World, member: Member, recipe: Recipe, count: int = 3) -> list[str]:
    """Return what a member is suggested, without its being noted."""
    found = recommend.suggest_each(
        world.uow, world.community.id, [(member, VIP)], count, recipe=recipe
    )
    return codes(found[0])


def photographer(world: World) -> Member:
    learners(world)
    for number in range(9):
        world.member(f"喝汤{number}", "SOUP")
    world.train()
    member = world.member("小满", "PIC")
    courses.complete(world.uow, member, world.course("PIC"))
    return member


@pytest.fixture
def community() -> Dataset:
    return Dataset.of(HISTORIES, COURSES, now=NOW, interests=INTERESTS)


def test_every_model_that_a_variant_names_is_in_the_blend() -> None:
    there = {model.name() for model in Blend().models}
    assert {name for recipe in WAYS.values() for name in recipe.models} <= there


def test_models_that_are_not_there_leave_the_whole_blend(community: Dataset) -> None:
    blend = Blend.instant().fit(community)
    assert narrowed(blend, ("transitions",)) is blend
    assert narrowed(blend, ()) is blend
    assert [model.name() for model in narrowed(blend, ("popular",)).models] == ["popular"]


@pytest.mark.parametrize("way", ["path", "neighbours"])
def test_whom_a_variant_knows_nothing_of_is_suggested_what_all_models_say(
    world: World, way: str
) -> None:
    photographer(world)
    world.later(days=60)
    newcomer = world.member("新人")
    everything = suggested(world, newcomer, WAYS["all"])
    assert everything[0] == "SOUP"
    assert suggested(world, newcomer, WAYS[way]) == everything


@pytest.mark.parametrize("way", ["path", "neighbours"])
def test_an_untrained_community_s_variants_suggest_as_all_models_do(world: World, way: str) -> None:
    for number in range(9):
        world.member(f"喝汤{number}", "SOUP")
    member = world.member("小满", "PIC")
    assert suggested(world, member, WAYS[way]) == suggested(world, member, WAYS["all"])


def test_what_a_variant_s_models_see_alike_is_ordered_by_all(community: Dataset) -> None:
    blend = Blend().fit(community)
    (asked,) = community.index_of([7]).tolist()
    scores = scores_of(blend, np.array([asked]), WAYS["path"])[0]
    whole = scores_of(blend, np.array([asked]), WAYS["all"])[0]
    own = narrowed(blend, WAYS["path"].models).score(np.array([asked]))[0]
    silent = np.flatnonzero(own == 0)
    assert len(silent) > 2
    assert scores[own > 0].min() > scores[silent].max()
    order = np.argsort(-whole[silent], kind="stable")
    assert np.array_equal(np.argsort(-scores[silent], kind="stable"), order)


def test_reasons_are_those_of_the_models_that_placed_a_course(world: World) -> None:
    member = photographer(world)
    asked = [(member, VIP)]
    for way, kinds in {"popular": GENERAL, "path": {ReasonKind.FOLLOWED} | GENERAL}.items():
        (found,) = recommend.suggest_each(world.uow, world.community.id, asked, 4, recipe=WAYS[way])
        assert {one.reason.kind for one in found} <= kinds
    (found,) = recommend.suggest_each(world.uow, world.community.id, asked, 1)
    assert found[0].reason.kind is ReasonKind.COMPLETED


def test_why_is_answered_by_the_models_of_the_channel_that_showed_it(world: World) -> None:
    member = photographer(world)
    popular = WAYS["popular"]
    recipes = {COMMAND: popular, LETTER: WAYS["all"]}
    shown = recommend.suggest(world.uow, member, tier=VIP, recipe=popular)
    ids = [one.course.id for one in shown]
    explained = recommend.explain(world.uow, member, ids, tier=VIP, recipes=recipes)
    assert [one.reason for one in explained] == [one.reason for one in shown]
    for one in explained:
        assert not one.shares
        assert {reason.kind for reason in one.further} <= GENERAL
    ids = [world.course("POR").id]
    world.later(days=8)
    shown = recommend.suggest(world.uow, member, 1, tier=VIP, channel=LETTER)
    assert [one.course.id for one in shown] == ids
    (one,) = recommend.explain(world.uow, member, ids, tier=VIP, recipes=recipes)
    assert one.reason == shown[0].reason
    assert one.reason.kind is ReasonKind.COMPLETED


def test_a_variant_without_words_for_a_course_says_what_holds_for_everyone(
    community: Dataset,
) -> None:
    blend = Blend().fit(community)
    (told,) = spoken(blend, NOBODY, [0], WAYS["content"].models)
    assert told.reason().kind is ReasonKind.POPULAR


def test_the_models_of_a_large_community_are_fitted_once_an_hour(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.recommend.serving.QUICK", 10)
    learners(world)
    asked = [world.member(f"新人{number}") for number in range(4)]
    before = suggested(world, asked[0], WAYS["all"], 1)
    for number in range(9):
        world.member(f"喝汤{number}", "SOUP")
    assert suggested(world, asked[1], WAYS["all"], 1) == before != ["SOUP"]
    world.later(hours=1)
    assert suggested(world, asked[2], WAYS["all"], 1) == ["SOUP"]


def test_the_models_of_a_small_community_are_always_fitted_anew(world: World) -> None:
    learners(world)
    assert suggested(world, world.member("新人"), WAYS["all"], 1) != ["SOUP"]
    for number in range(9):
        world.member(f"喝汤{number}", "SOUP")
    assert suggested(world, world.member("又一位"), WAYS["all"], 1) == ["SOUP"]


def test_of_all_lists_of_a_member_at_most_one_course_in_five_is_locked(world: World) -> None:
    drafts = [courses.Draft(f"F{number}", f"人人可学的第 {number} 课") for number in range(9)]
    courses.import_courses(world.uow, world.community.id, drafts)
    member, shown = world.member("小满"), []
    while found := recommend.suggest(world.uow, member, tier=FREE):
        shown += [one.locked for one in found]
        assert 5 * sum(shown) <= len(shown)
    assert sum(shown) == 2


def test_the_tags_a_member_follows_are_named_before_how_many_study_a_course(world: World) -> None:
    for number in range(9):
        world.member(f"喝汤{number}", "SOUP", "API")
    world.train()
    member = world.member("小满")
    members.choose_interests(world.uow, member, ["烹饪"])
    member = members.by_id(world.uow, member.id)
    found = recommend.suggest(world.uow, member, 7, tier=VIP)
    reasons = {one.course.code: one.reason.kind for one in found}
    assert reasons["SOUP"] is ReasonKind.TAGS
    assert reasons["API"] is ReasonKind.POPULAR


def test_new_courses_are_tried_before_those_that_nobody_was_shown(world: World) -> None:
    drafts = [courses.Draft(f"O{number}", f"早就有的第 {number} 课") for number in range(20)]
    courses.import_courses(world.uow, world.community.id, drafts)
    world.later(days=60)
    courses.import_courses(world.uow, world.community.id, [courses.Draft("NEW", "新开的课")])
    for number in range(30):
        world.member(f"喝汤{number}", "SOUP", "PIC", "POR")
    world.train()
    shown = tries = 0
    for number in range(60):
        found = recommend.suggest(world.uow, world.member(f"新人{number}"), tier=VIP)
        if shown < ROOKIE_EXPOSURES and any(one.explored for one in found):
            assert "NEW" in codes(found)
            tries += found[-1].course.code == "NEW"
        shown += codes(found).count("NEW")
    assert tries > 5


def test_what_is_named_is_listed_and_nothing_is_said_of_it_twice(world: World) -> None:
    learners(world)
    for number in range(4):
        world.member(f"都学{number}", "SOUP", "PIC", "API", "ASY")
    world.train()
    member = world.member("小满", "SOUP", "PIC", "API")
    for one in recommend.explain(
        world.uow, member, [world.course(code).id for code in ("ASY", "POR")], tier=VIP
    ):
        reasons = (one.reason, *one.further)
        titles = [title for reason in reasons for title in named(reason)]
        assert len(titles) == len(set(titles)) > 0
        assert set(named(one.reason)) & {title for title, _ in one.shares}
