"""When nothing is left to suggest, the member is told why, and what they could do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import courses, recommend
from core.courses import Draft
from core.recommend import cards_spent
from tests.core.recommend.serving.world import DRAFTS, FREE, VIP, World

if TYPE_CHECKING:
    from core.members import Member

CODES = tuple(draft.code for draft in DRAFTS)


def told(world: World, member: Member, tier: int = VIP) -> str:
    assert world.suggested(member, 99, tier) == []
    return cards_spent.card(recommend.spent(world.uow, member, tier=tier)).text


def dismissing(world: World, member: Member, *given: str) -> None:
    for code in given:
        courses.dismiss(world.uow, member, world.course(code))


def test_who_took_everything_is_told_so(world: World) -> None:
    member = world.member("小满", *CODES[:-1])
    courses.publish(world.uow, world.course(CODES[-1]), is_so=False)
    assert told(world, member) == "目录里的课你都报名过了，有了新课再推荐给你。"


def test_who_dismissed_the_rest_is_told_so(world: World) -> None:
    member = world.member("小满", *CODES[2:])
    dismissing(world, member, *CODES[:2])
    assert told(world, member) == "剩下的课你都说过不感兴趣，想再挑挑就发送 /courses。"


def test_what_waits_for_a_dismissed_course_is_named_with_it(world: World) -> None:
    drafts = [Draft("FILM", "拍一部短片", requires=("EDIT",)), Draft("EDIT", "剪辑软件上手")]
    courses.import_courses(world.uow, world.community.id, drafts)
    member = world.member("小满", *CODES)
    dismissing(world, member, "EDIT")
    said = told(world, member)
    assert said == "想学《拍一部短片》，要先学《剪辑软件上手》，发送 /course EDIT 看看。"


def test_what_was_shown_lately_and_not_taken_is_shown_again_the_oldest_first(world: World) -> None:
    member = world.member("小满", *CODES[3:])
    (first,) = world.suggested(member, 1)
    world.later(hours=1)
    second, third = world.suggested(member, 2)
    dismissing(world, member, second)
    found = recommend.spent(world.uow, member, tier=VIP)
    assert [course.code for course in found.again] == [first, third]
    text = told(world, member)
    assert text.startswith("这几天能推荐的都给你看过了")
    titles = [world.course(code).title for code in (first, third)]
    assert text.endswith(f"1. 《{titles[0]}》\n2. 《{titles[1]}》")
    world.later(days=8)
    assert set(world.suggested(member)) == {first, third}


def test_courses_beyond_ones_tier_that_are_left_show_the_way_up(world: World) -> None:
    found = recommend.spent(world.uow, world.member("小满", *CODES[:5]), tier=FREE)
    assert cards_spent.why(found) == "剩下的课要更高的会员等级才能学，发送 /plans 看怎么开通。"
