"""Suggestions from real rows: consent, fatigue, tiers, and a new community's first day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core import bootstrap, communities, courses, members, recommend
from core.courses import Draft, Tier
from core.events import MembersMerged
from core.members import Purpose
from core.recommend import ReasonKind, cards, repository
from tests.core.recommend.serving.world import DRAFTS, FREE, VIP, World, codes, learners

if TYPE_CHECKING:
    from core.clock import ManualClock

EVIDENCE = {
    **dict.fromkeys(
        (ReasonKind.COMPLETED, ReasonKind.STUDIED, ReasonKind.FOLLOWED), ("甲", "1", "4")
    ),
    **dict.fromkeys((ReasonKind.PEERS, ReasonKind.CIRCLE), ("异步", "5")),
    **dict.fromkeys((ReasonKind.SIMILAR, ReasonKind.PREPARES), ("甲",)),
    ReasonKind.PAIRED: ("甲", "乙", "3"),
    ReasonKind.ALIKE: ("3", "20"),
    ReasonKind.TAGS: ("异步",),
    ReasonKind.POPULAR: ("4", "2"),
    ReasonKind.RATED: ("4.5", "6"),
    ReasonKind.NEW: ("3",),
    **dict.fromkeys((ReasonKind.GROUP_TAG, ReasonKind.GROUP_TOOK), ("异步", "10")),
    **dict.fromkeys((ReasonKind.GROUP_STUDY, ReasonKind.COMMUNITY), ("15",)),
}


def test_a_community_without_courses_is_suggested_nothing(world: World) -> None:
    member = world.member("小满")
    for draft in DRAFTS:
        courses.publish(world.uow, world.course(draft.code), is_so=False)
    assert world.suggested(member) == []


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
    values = {"community_id": world.community.id, "running": True, "figures": {}}
    values |= {"content": b"nonsense", "sha256": "0" * 64, "trained_at": world.uow.now}
    repository.add_model(world.uow, values)
    assert len(world.suggested(member)) == 3


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
    said = cards.reason(recommend.Reason(kind, EVIDENCE.get(kind, ())))
    assert said.endswith("。")
    assert "{" not in said


@pytest.mark.parametrize(
    "kind", [ReasonKind.COMPLETED, ReasonKind.STUDIED, ReasonKind.FOLLOWED], ids=str
)
@pytest.mark.parametrize(
    ("people", "takers", "said"),
    [
        (6, 10, "的人多半"),
        (5, 10, "的人里有 5 位"),
        (3, 10, "3 位"),
        (2, 3, "有学"),
        (1, 1, "有学"),
    ],
)
def test_most_is_said_of_more_than_half_and_few_are_not_counted(
    kind: ReasonKind, people: int, takers: int, said: str
) -> None:
    reason = cards.reason(recommend.Reason(kind, ("甲", str(people), str(takers))))
    assert said in reason
    assert ("多半" in reason) is (said == "的人多半")


@pytest.mark.parametrize(
    ("learners", "rank", "said"),
    [
        (1, 1, "近四周本群有人在学。"),
        (2, 1, "近四周本群有人在学。"),
        (3, 1, "近四周本群最多人在学，有 3 人。"),
        (3, 2, "近四周本群有 3 人在学。"),
    ],
)
def test_fewer_than_three_learners_are_not_counted(learners: int, rank: int, said: str) -> None:
    why = recommend.Reason(ReasonKind.POPULAR, (str(learners), str(rank)))
    assert cards.reason(why) == said


@pytest.mark.parametrize(("days", "said"), [(0, "刚上架"), (3, "刚上架"), (4, "天前上架")])
def test_after_three_days_a_course_was_not_added_just_now(days: int, said: str) -> None:
    assert said in cards.reason(recommend.Reason(ReasonKind.NEW, (str(days),)))


@pytest.mark.parametrize("learners", [2, 3])
def test_an_explanation_says_what_the_score_comes_from_and_counts_no_few(
    world: World, learners: int
) -> None:
    why = recommend.Explanation(
        world.course("SOUP"),
        recommend.Reason(ReasonKind.SIMILAR, ("手机摄影构图",)),
        (),
        (("手机摄影构图", 57), ("异步编程入门", 23)),
        learners,
        4.5,
        locked=False,
    )
    said = cards.explanations([why]).text
    assert "这门课的分数，57% 来自《手机摄影构图》，23% 来自《异步编程入门》。" in said
    assert ("人在学或学过" in said) is (learners == 3)
