"""Suggestions from real rows: consent, fatigue, tiers, and a new community's first day."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from core import bootstrap, communities, courses, members, recommend
from core.clock import ManualClock
from core.courses import Draft, Tier
from core.db import Database
from core.events import MembersMerged
from core.members import Purpose
from core.recommend import ReasonKind, cards, repository
from core.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.communities import Community
    from core.members import Member
    from core.recommend import Suggestion
    from core.uow import UnitOfWork

FREE, VIP = 0, 3
DRAFTS = (
    Draft("API", "用 FastAPI 搭建接口", "路由和部署。", ("FastAPI", "后端")),
    Draft("ASY", "异步编程入门", "事件循环与协程。", ("异步", "Python")),
    Draft("PIC", "手机摄影构图", "光线与角度。", ("摄影",)),
    Draft("POR", "人像摄影布光", "一盏灯的用法。", ("摄影", "人像")),
    Draft("SOUP", "家常汤的火候", "从一锅汤学起。", ("烹饪",)),
    Draft("VIP1", "架构师私塾", "系统设计。", ("架构",), tier=Tier.VIP),
    Draft("VIP2", "架构师私塾续篇", "系统设计。", ("架构",), tier=Tier.VIP),
)


class World:
    """A community whose members take courses by code."""

    def __init__(self, uow: UnitOfWork, community: Community) -> None:
        """Import the catalogue."""
        self.uow, self.community = uow, community
        courses.import_courses(uow, community.id, DRAFTS)

    def member(self, name: str, *taken: str, consents: bool = True) -> Member:
        """Return the member of a name, who takes courses."""
        visitor = members.Visitor("console", name, name)
        found = members.recognise_one(self.uow, members.Sighting(self.community.id, visitor))
        if consents:
            members.agree(self.uow, found, Purpose.RECOMMEND)
        for code in taken:
            courses.enrol(self.uow, found, self.course(code), tier=VIP)
        return found

    def course(self, code: str) -> courses.Course:
        """Return a course."""
        return courses.get(self.uow, self.community.id, code)

    def suggested(self, member: Member, count: int = 3, tier: int = VIP) -> list[str]:
        """Return the codes of what is suggested to a member."""
        return codes(recommend.suggest(self.uow, member, count, tier=tier))


def codes(suggestions: list[Suggestion]) -> list[str]:
    return [suggestion.course.code for suggestion in suggestions]


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock that stands on a Monday at noon in Shanghai."""
    return ManualClock(datetime(2026, 3, 2, 4, 0, tzinfo=UTC))


@pytest.fixture
def world(database_url: str, clock: ManualClock) -> Iterator[World]:
    """Found a community with a catalogue and open one unit of work in it."""
    with (
        closing(Database(database_url)) as database,
        Writer(database, clock, bootstrap.REACTIONS).begin() as uow,
    ):
        yield World(uow, communities.create(uow, "南山学习社"))


def learners(world: World) -> None:
    for number in range(4):
        world.member(f"后端{number}", "API", "ASY")
        world.member(f"摄影{number}", "PIC", "POR")


def test_a_community_without_courses_is_suggested_nothing(world: World) -> None:
    member = world.member("小满")
    for draft in DRAFTS:
        courses.publish(world.uow, world.course(draft.code), is_so=False)
    assert world.suggested(member) == []
    card = cards.suggestions([], consented=True, owner=member.id)
    assert "/courses" in card.text


def test_the_first_day_has_suggestions_without_any_training(world: World) -> None:
    member = world.member("小满")
    members.choose_interests(world.uow, member, ["摄影"])
    member = members.by_id(world.uow, member.id)
    first = recommend.suggest(world.uow, member, 2, tier=VIP)
    assert set(codes(first)) == {"PIC", "POR"}
    assert {suggestion.reason.kind for suggestion in first} == {ReasonKind.TAGS}
    assert "「摄影」" in cards.suggestions(first, consented=True, owner=member.id).text


def test_what_the_same_people_took_comes_first_after_training(world: World) -> None:
    learners(world)
    recommend.train(world.uow, world.community.id)
    member = world.member("小满", "PIC")
    courses.complete(world.uow, member, world.course("PIC"))
    (first, *_) = recommend.suggest(world.uow, member, tier=VIP)
    assert first.course.code == "POR"
    assert cards.reason(first.reason) == "因为你完成了《手机摄影构图》，学过它的人多半也学这门。"


def test_a_course_added_after_the_training_can_be_suggested(world: World) -> None:
    recommend.train(world.uow, world.community.id)
    courses.import_courses(
        world.uow, world.community.id, [Draft("TEA", "泡茶的水温", "茶。", ("茶",))]
    )
    member = world.member("小满")
    members.choose_interests(world.uow, member, ["茶"])
    assert world.suggested(members.by_id(world.uow, member.id), 1) == ["TEA"]


def test_nothing_taken_dismissed_or_withdrawn_is_suggested(world: World) -> None:
    learners(world)
    member = world.member("小满", "API")
    courses.dismiss(world.uow, member, world.course("ASY"))
    courses.publish(world.uow, world.course("SOUP"), is_so=False)
    assert set(world.suggested(member, 9)) == {"PIC", "POR", "VIP1", "VIP2"}


def test_of_courses_beyond_the_tier_one_comes_and_is_marked(world: World) -> None:
    suggestions = recommend.suggest(world.uow, world.member("小满"), 9, tier=FREE)
    locked = [suggestion for suggestion in suggestions if suggestion.locked]
    assert len(locked) == 1
    assert locked[0].course.tier == Tier.VIP
    assert "🔒VIP 会员" in cards.suggestions(suggestions, consented=True, owner=1).text


def test_no_course_is_suggested_twice_within_seven_days(world: World, clock: ManualClock) -> None:
    member = world.member("小满")
    first, second = world.suggested(member, 4), world.suggested(member, 4)
    assert len(first) == 4
    assert len(second) == 3
    assert not set(first) & set(second)
    assert world.suggested(member) == []
    world.uow.now = clock.now() + timedelta(days=7)
    assert len(world.suggested(member, 4)) == 4


def test_without_consent_only_popular_or_new_courses_are_suggested(world: World) -> None:
    learners(world)
    recommend.train(world.uow, world.community.id)
    member = world.member("小满", "PIC", consents=False)
    members.choose_interests(world.uow, member, ["人像"])
    member = members.by_id(world.uow, member.id)
    suggestions = recommend.suggest(world.uow, member, 6, tier=VIP)
    kinds = {suggestion.reason.kind for suggestion in suggestions}
    assert kinds <= {ReasonKind.POPULAR, ReasonKind.NEW}
    assert "PIC" not in codes(suggestions)
    assert "/privacy" in cards.suggestions(suggestions, consented=False, owner=1).text


def test_rows_of_members_without_consent_are_not_learned_from(world: World) -> None:
    member = world.member("小满", "API", "ASY", consents=False)
    other = world.member("阿青", "API")
    data = recommend.gather(world.uow, world.community.id)
    assert data.member_ids.tolist() == [other.id]
    members.disagree(world.uow, other, Purpose.RECOMMEND)
    assert not len(recommend.gather(world.uow, world.community.id).weights)
    members.agree(world.uow, member, Purpose.RECOMMEND)
    assert recommend.train(world.uow, world.community.id).interactions == 2


def test_a_badly_rated_course_pulls_no_others(world: World) -> None:
    member = world.member("小满", "PIC")
    courses.rate(world.uow, member, world.course("PIC"), 1)
    assert recommend.gather(world.uow, world.community.id).weights.max() < 0.5


def test_a_damaged_model_is_not_used(world: World) -> None:
    member = world.member("小满")
    repository.set_model(world.uow, world.community.id, b"nonsense", "0" * 64)
    assert len(world.suggested(member)) == 3


def test_a_group_is_suggested_what_is_popular_and_not_the_same_again(world: World) -> None:
    learners(world)
    first = recommend.suggest_for_group(world.uow, world.community.id, 1, 4)
    recommend.note_shown(world.uow, world.community.id, first, recommend.group_channel(1))
    assert set(codes(first)) == {"API", "ASY", "PIC", "POR"}
    assert {suggestion.reason.kind for suggestion in first} == {ReasonKind.POPULAR}
    second = recommend.suggest_for_group(world.uow, world.community.id, 1, 4)
    assert not set(codes(first)) & set(codes(second))
    elsewhere = recommend.suggest_for_group(world.uow, world.community.id, 2, 4)
    assert codes(elsewhere) == codes(first)


def test_many_members_are_suggested_what_each_would_be_alone(world: World) -> None:
    learners(world)
    recommend.train(world.uow, world.community.id)
    pair = [(world.member("小满", "PIC"), VIP), (world.member("阿青", "API", consents=False), FREE)]
    together = recommend.suggest_each(world.uow, world.community.id, pair)
    alone = [recommend.suggest(world.uow, member, tier=tier) for member, tier in pair]
    assert [codes(one) for one in together] == [codes(one) for one in alone]


def test_another_community_is_never_learned_from(world: World) -> None:
    learners(world)
    recommend.train(world.uow, world.community.id)
    other = World(world.uow, communities.create(world.uow, "北岸读书会"))
    assert not len(recommend.gather(other.uow, other.community.id).weights)
    suggestions = recommend.suggest(other.uow, other.member("小满"), tier=VIP)
    assert {suggestion.course.community_id for suggestion in suggestions} == {other.community.id}


def test_what_was_shown_is_exported_merged_and_erased(world: World) -> None:
    source, target = world.member("小满"), world.member("小满二号")
    shown = world.suggested(source)
    assert len(recommend.PERSONAL.export(world.uow, source.id)) == len(shown) == 3
    bootstrap.merge(
        world.uow,
        MembersMerged(community_id=world.community.id, target_id=target.id, source_id=source.id),
    )
    assert not set(world.suggested(target)) & set(shown)
    recommend.PERSONAL.erase(world.uow, target.id)
    assert recommend.PERSONAL.export(world.uow, target.id) == []


@pytest.mark.parametrize("kind", ReasonKind)
def test_every_kind_of_reason_can_be_said(kind: ReasonKind) -> None:
    evidence = {"popular": ("4", "2"), "new": ("3",), "tags": ("异步",), "similar": ("甲",)}
    said = cards.reason(recommend.Reason(kind, evidence.get(kind.value, ("甲", "1", "4"))))
    assert said.endswith("。")
    assert "{" not in said
