"""Why groups are told of courses: true numbers, of nobody who did not consent, of no one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import members
from core.members import Purpose
from core.recommend import ReasonKind, cards

if TYPE_CHECKING:
    from tests.core.recommend.serving.groups import Chat
    from tests.core.recommend.serving.world import World

COUNTED = {ReasonKind.GROUP_TAG, ReasonKind.GROUP_TOOK, ReasonKind.GROUP_STUDY}


def test_how_many_chose_a_tag_is_told_in_steps_and_never_of_more_than_half(chat: Chat) -> None:
    for number in range(9):
        chat.comes(f"烹饪{number}", "烹饪")
    for number in range(5):
        chat.comes(f"没同意{number}", agrees=False)
    (said,) = [cards.reason(one.reason) for one in chat.would_be_told(1)]
    assert said == "群里至少有 5 位关注「烹饪」。"
    for number in range(3):
        chat.comes(f"也烹饪{number}", "烹饪")
    (said,) = [cards.reason(one.reason) for one in chat.would_be_told(1)]
    assert said == "群里至少有 5 位关注「烹饪」。"
    for number in range(3):
        chat.comes(f"又来{number}", agrees=False)
    (said,) = [cards.reason(one.reason) for one in chat.would_be_told(1)]
    assert said == "群里至少有 10 位关注「烹饪」。"


def test_of_a_small_group_no_number_is_told(chat: Chat) -> None:
    for number in range(9):
        chat.comes(f"烹饪{number}", "烹饪")
    (one,) = chat.would_be_told(1)
    assert one.course.code == "SOUP"
    assert one.reason.kind not in COUNTED


def test_who_did_not_consent_is_not_counted(world: World, chat: Chat) -> None:
    for number in range(5):
        chat.comes(f"烹饪{number}", "烹饪")
    for number in range(15):
        chat.comes(f"没同意{number}", "烹饪", agrees=False)
    (one,) = chat.would_be_told(1)
    assert one.reason.evidence == ("烹饪", "5")
    members.disagree(world.uow, world.member("烹饪0"), Purpose.RECOMMEND)
    (one,) = chat.would_be_told(1)
    assert one.reason.kind not in COUNTED


def test_what_many_took_leads_to_what_its_takers_take(world: World, chat: Chat) -> None:
    for number in range(8):
        world.member(f"前辈{number}", "PIC", "POR")
    world.train()
    for number in range(7):
        chat.comes(f"拍照{number}", took=("PIC",))
    for number in range(7):
        chat.comes(f"没同意{number}", agrees=False)
    (said,) = [cards.reason(one.reason) for one in chat.would_be_told(1)]
    assert said == "群里至少有 5 位在学或学过《手机摄影构图》，学它的人不少也学这门。"


def test_where_few_went_on_from_a_course_nothing_is_said_of_it(world: World, chat: Chat) -> None:
    for number in range(4):
        world.member(f"前辈{number}", "PIC", "POR")
    world.train()
    for number in range(12):
        chat.comes(f"拍照{number}", took=("PIC",))
    (one,) = chat.would_be_told(1)
    assert one.course.code == "POR"
    assert one.reason.kind is not ReasonKind.GROUP_TOOK


def test_what_the_whole_community_studies_is_not_said_of_the_group(
    world: World, chat: Chat
) -> None:
    for number in range(11):
        world.member(f"外人{number}", "ASY")
    world.train()
    chat.comes("小满")
    (one,) = chat.would_be_told(1)
    assert one.course.code == "ASY"
    assert cards.reason(one.reason) == "近四周整个社群至少有 10 位在学。"


def test_nobody_is_named_and_numbers_are_whole_steps(world: World, chat: Chat) -> None:
    for number in range(11):
        chat.comes(f"后端{number}", "后端", took=("API",))
        chat.comes(f"摄影{number}", "摄影", took=("PIC", "POR"))
    world.train()
    picked = chat.would_be_told()
    assert {one.reason.kind for one in picked} & COUNTED
    said = cards.group_letter(picked).text
    names = [member.name for member in members.present(world.uow, world.community.id)]
    assert not any(name in said for name in names)
    numbers = [int(one.reason.evidence[-1]) for one in picked if one.reason.kind in COUNTED]
    assert all(number % 5 == 0 for number in numbers)
