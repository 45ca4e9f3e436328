"""What becomes of suggestions: where they stood, whether they were followed, what was tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import courses, members, recommend
from core.courses import Draft
from core.members import Purpose
from core.recommend import ReasonKind, cards
from tests.core.recommend.serving.world import VIP, World, learners

if TYPE_CHECKING:
    from core.members import Member


def exported(world: World, member: Member) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = recommend.PERSONAL.export(world.uow, member.id)
    return rows


def clicks(world: World, member: Member) -> list[bool]:
    world.uow.settle()
    return [row["clicked_at"] is not None for row in exported(world, member)]


def test_places_are_noted_from_the_first(world: World) -> None:
    member = world.member("小满")
    world.suggested(member)
    assert [row["position"] for row in exported(world, member)] == [1, 2, 3]


def test_opening_liking_and_enrolling_are_clicks(world: World) -> None:
    member = world.member("小满")
    first, second, third = recommend.suggest(world.uow, member, tier=VIP)
    courses.view(world.uow, member, first.course)
    assert clicks(world, member) == [True, False, False]
    courses.like(world.uow, member, second.course)
    courses.enrol(world.uow, member, third.course, tier=VIP)
    assert clicks(world, member) == [True, True, True]


def test_a_click_after_a_week_or_on_another_course_counts_for_nothing(world: World) -> None:
    member, other = world.member("小满"), world.member("阿青")
    (first,) = recommend.suggest(world.uow, member, 1, tier=VIP)
    courses.like(world.uow, other, first.course)
    world.later(days=8)
    courses.like(world.uow, member, first.course)
    assert clicks(world, member) == [False]


def test_without_consent_nothing_is_measured(world: World) -> None:
    member = world.member("小满", consents=False)
    (first, *_) = recommend.suggest(world.uow, member, tier=VIP)
    courses.like(world.uow, member, first.course)
    assert clicks(world, member) == [False, False, False]
    assert recommend.exposure(world.uow, world.community.id).shown == 0


def test_new_courses_are_tried_within_the_budget_and_say_so(world: World) -> None:
    learners(world)
    world.train()
    world.later(days=60)
    drafts = [Draft(f"N{number}", f"新开的第 {number} 课") for number in range(4)]
    courses.import_courses(world.uow, world.community.id, drafts)
    tried, shown = [], 0
    for number in range(60):
        suggested = recommend.suggest(world.uow, world.member(f"新人{number}"), tier=VIP)
        assert not any(one.explored for one in suggested[:-1])
        assert all(0 < (one.propensity or 0) <= 1 for one in suggested)
        tried += [one for one in suggested if one.explored]
        shown += len(suggested)
        assert len(tried) <= 0.1 * shown
    assert len({one.course.code for one in tried}) > 1
    assert {one.reason.kind for one in tried} <= {ReasonKind.NEW, ReasonKind.EXPLORE}
    said = {cards.reason(one.reason) for one in tried if one.course.code.startswith("N")}
    assert said == {"新课，本群首发，今天刚上架。"}
    fell = recommend.exposure(world.uow, world.community.id)
    assert (fell.shown, fell.explored) == (shown, len(tried))


def test_the_same_day_gives_the_same_list_again(world: World) -> None:
    learners(world)
    for number in range(20):
        world.suggested(world.member(f"新人{number}"))
    receivers = [(world.member(f"后来{number}"), VIP) for number in range(20)]
    once, again = (
        recommend.suggest_each(world.uow, world.community.id, receivers) for _ in range(2)
    )
    assert once == again
    assert any(one.explored for suggested in once for one in suggested)


def test_an_explanation_is_longer_and_of_the_same_evidence(world: World) -> None:
    learners(world)
    world.train()
    member = world.member("小满", "PIC")
    members.choose_interests(world.uow, member, ["人像"])
    member = members.by_id(world.uow, member.id)
    courses.complete(world.uow, member, world.course("PIC"))
    suggested = recommend.suggest(world.uow, member, tier=VIP)
    ids = [one.course.id for one in suggested]
    explained = recommend.explain(world.uow, member, ids, tier=VIP)
    assert [one.course.id for one in explained] == ids
    assert [one.reason for one in explained] == [one.reason for one in suggested]
    said = cards.explanations(explained).text
    assert "《人像摄影布光》" in said
    assert said.count("《手机摄影构图》") >= 1
    kinds = [one.kind for one in (explained[0].reason, *explained[0].further)]
    assert len(set(kinds)) == len(kinds) > 1


def test_a_withdrawn_consent_is_honoured_at_once(world: World) -> None:
    member = world.member("小满")
    (first, *_) = recommend.suggest(world.uow, member, tier=VIP)
    members.disagree(world.uow, member, Purpose.RECOMMEND)
    courses.like(world.uow, member, first.course)
    assert clicks(world, member) == [False, False, False]


def test_what_is_counted_as_it_happens_is_what_is_counted_anew(world: World) -> None:
    learners(world)
    for number in range(30):
        member = world.member(f"新人{number}")
        (first, *_) = recommend.suggest(world.uow, member, tier=VIP)
        if number % 3 == 0:
            courses.view(world.uow, member, first.course)
            courses.like(world.uow, member, first.course)
        world.later(hours=6)
        world.uow.settle()
    before = recommend.exposure(world.uow, world.community.id)
    assert (before.shown, before.clicked) == (90, 10)
    world.train()
    assert recommend.exposure(world.uow, world.community.id) == before
    world.later(days=40)
    world.train()
    assert recommend.exposure(world.uow, world.community.id).shown == 0
