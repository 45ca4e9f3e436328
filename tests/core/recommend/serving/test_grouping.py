"""What groups are told: courses for the mixture of who is in them, and not what they know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine, event

from core import communities, courses, members, membership, recommend
from core.courses import Draft
from core.membership import Length
from core.recommend import ReasonKind, cards, grouping
from tests.core.recommend.serving.groups import Chat
from tests.core.recommend.serving.world import World, codes

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def queries() -> Iterator[list[str]]:
    """Collect the statements that are run."""
    found: list[str] = []

    def note(*call: Any) -> None:  # noqa: ANN401 - the signature is SQLAlchemy's
        found.append(call[2])

    event.listen(Engine, "before_cursor_execute", note)
    yield found
    event.remove(Engine, "before_cursor_execute", note)


def test_a_group_is_told_of_those_who_are_in_it(world: World, chat: Chat) -> None:
    other = Chat(world, "g2")
    for number in range(6):
        chat.comes(f"后端{number}", "后端")
        other.comes(f"摄影{number}", "摄影", "人像")
    assert codes(chat.would_be_told(1)) == ["API"]
    assert codes(other.would_be_told(2)) == ["POR", "PIC"]


def test_who_left_a_group_speaks_no_more(world: World, chat: Chat) -> None:
    for number in range(6):
        chat.comes(f"后端{number}", "后端")
    gone = [chat.comes(f"烹饪{number}", "烹饪") for number in range(9)]
    assert codes(chat.would_be_told(1)) == ["SOUP"]
    for member in gone:
        members.left(world.uow, member, chat.id)
    assert codes(chat.would_be_told(1)) == ["API"]


def test_the_channels_of_one_space_are_one_group(world: World) -> None:
    first, second = (Chat(world, name, space="s") for name in ("c1", "c2"))
    for number in range(3):
        first.comes(f"烹饪{number}", "烹饪")
        second.comes(f"也烹饪{number}", "烹饪")
    assert codes(first.would_be_told(1)) == ["SOUP"]


def test_a_group_is_told_nothing_again_in_the_next_three_letters(world: World, chat: Chat) -> None:
    letters = []
    for _ in range(3):
        letters.append(codes(chat.told(2)))
        world.later(days=7)
    assert [len(letter) for letter in letters] == [2, 2, 2]
    assert len({code for letter in letters for code in letter}) == 6
    assert chat.told(2) == []
    world.later(days=7)
    assert set(codes(chat.told(2))) == set(letters[0])


def test_what_a_group_saw_often_gives_way(world: World, chat: Chat) -> None:
    for number in range(6):
        chat.comes(f"拍照{number}", "摄影", "烹饪")
    favourites = codes(chat.would_be_told(2))
    uow, here = world.uow, world.community.id
    seen = [one for one in chat.would_be_told(2) if one.course.code == favourites[0]]
    for _ in range(2):
        recommend.note_shown(uow, here, seen, recommend.group_channel(chat.id))
    world.later(days=28)
    assert codes(chat.would_be_told(1)) == [favourites[1]]


def test_what_is_out_of_the_catalogue_is_told_to_no_group(world: World, chat: Chat) -> None:
    for number in range(6):
        chat.comes(f"烹饪{number}", "烹饪")
    assert codes(chat.would_be_told(1)) == ["SOUP"]
    courses.publish(world.uow, world.course("SOUP"), is_so=False)
    assert "SOUP" not in codes(chat.would_be_told(9))


def test_a_course_counts_less_for_those_who_lack_what_it_requires(world: World, chat: Chat) -> None:
    drafts = [
        Draft("B1", "刨子的用法", tags=("刨子",)),
        Draft("B2", "榫卯", tags=("木工",), requires=("B1",)),
        Draft("C1", "竹篮和竹席", tags=("竹编", "家居")),
    ]
    courses.import_courses(world.uow, world.community.id, drafts)
    for number in range(6):
        chat.comes(f"新手{number}", "木工", "竹编")
    assert codes(chat.would_be_told(1)) == ["C1"]
    ready = Chat(world, "g2")
    for number in range(6):
        ready.comes(f"熟手{number}", "木工", "竹编", took=("B1",))
    assert codes(ready.would_be_told(1)) == ["B2"]


def test_what_members_dismissed_is_not_told_to_them_together(world: World, chat: Chat) -> None:
    come = [chat.comes(f"烹饪{number}", "烹饪") for number in range(6)]
    assert codes(chat.would_be_told(1)) == ["SOUP"]
    for member in come:
        courses.dismiss(world.uow, member, world.course("SOUP"))
    assert codes(chat.would_be_told(1)) != ["SOUP"]


def test_of_a_large_group_others_speak_every_day(
    world: World, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "VOICES", 5)
    for number in range(20):
        chat.comes(f"成员{number}", ("后端", "异步", "摄影", "烹饪")[number % 4])
    told = []
    for _ in range(12):
        told.append(tuple(codes(chat.would_be_told())))
        assert told[-1] == tuple(codes(chat.would_be_told()))
        world.later(days=1)
    assert len(set(told)) > 1


def test_a_locked_course_is_marked_and_at_most_one_in_five(chat: Chat) -> None:
    for number in range(6):
        chat.comes(f"架构{number}", "架构")
    first, second = chat.told(), chat.would_be_told()
    assert not any(one.course.tier for one in first)
    (locked,) = [one for one in second if one.course.tier]
    assert locked.locked
    said = cards.group_letter(second).text
    assert f"《{locked.course.title}》 · 入门 · 🔒VIP 会员" in said
    assert "/plans" in said


def test_where_every_course_is_locked_one_comes(world: World, chat: Chat) -> None:
    for code in ("API", "ASY", "PIC", "POR", "SOUP"):
        courses.publish(world.uow, world.course(code), is_so=False)
    assert [one.locked for one in chat.would_be_told()] == [True]


def test_to_a_group_of_paying_members_their_courses_are_open(world: World, chat: Chat) -> None:
    for number in range(12):
        member = chat.comes(f"架构{number}", "架构")
        if number:
            membership.grant(world.uow, member, "vip", Length(days=30))
    picked = chat.would_be_told(2)
    assert set(codes(picked)) == {"VIP1", "VIP2"}
    assert not any(one.locked for one in picked)


def test_a_group_s_courses_are_not_all_for_its_larger_half(world: World, chat: Chat) -> None:
    drafts = [
        *(Draft(f"B{number}", f"后端实战 {number}", tags=("后端",)) for number in range(3)),
        *(Draft(f"P{number}", f"摄影实战 {number}", tags=("摄影",)) for number in range(3)),
    ]
    courses.import_courses(world.uow, world.community.id, drafts)
    for number in range(8):
        chat.comes(f"后端{number}", "后端")
    for number in range(4):
        chat.comes(f"摄影{number}", "摄影")
    tags = [set(one.course.tags) for one in chat.would_be_told()]
    assert any("后端" in own for own in tags)
    assert any("摄影" in own for own in tags)


def test_with_few_who_consented_a_group_learns_nothing_of_them(chat: Chat) -> None:
    alone = codes(chat.would_be_told())
    for number in range(4):
        chat.comes(f"烹饪{number}", "烹饪")
        chat.comes(f"外人{number}", "烹饪", agrees=False)
    picked = chat.would_be_told()
    assert codes(picked) == alone
    assert {one.reason.kind for one in picked} <= {ReasonKind.NEW, ReasonKind.QUIET}


def test_a_group_without_courses_is_told_nothing(world: World, chat: Chat) -> None:
    for course in courses.every(world.uow, world.community.id):
        courses.publish(world.uow, course, is_so=False)
    for number in range(6):
        chat.comes(f"烹饪{number}", "烹饪")
    assert chat.would_be_told() == []
    other = communities.create(world.uow, "北岸读书会")
    assert recommend.suggest_for_group(world.uow, other.id, chat.id) == []


def test_a_larger_group_takes_no_more_queries(world: World, chat: Chat, queries: list[str]) -> None:
    def asked() -> int:
        queries.clear()
        chat.would_be_told()
        return len(queries)

    for number in range(6):
        chat.comes(f"后端{number}", "后端", took=("API",))
    world.train()
    chat.would_be_told()
    few = asked()
    for number in range(30):
        chat.comes(f"摄影{number}", "摄影", took=("PIC",))
    assert asked() == few
