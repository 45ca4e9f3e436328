"""Members are known by what they choose, ask and answer about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core import courses, members, points, questions
from core.courses import Draft
from core.members import Purpose
from core.recommend.dataset import Profile
from core.recommend.gathering import community_data, members_data
from core.recommend.profiles import level, tags_in

if TYPE_CHECKING:
    from core.members import Member
    from core.recommend.dataset import Dataset
    from core.uow import UnitOfWork
    from tests.core.community import Circle

TAGS = {"Python", "Go", "异步", "数据库", "C"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("python 的异步怎么学？", ["Python", "异步"]),
        ("Google 的数据库课", ["数据库"]),
        ("用 Go 写，还是用 C++ 写", ["Go", "C"]),
        ("ｐｙｔｈｏｎ", ["Python"]),
        ("今天天气不错", []),
    ],
)
def test_tags_are_found_as_whole_words(text: str, found: list[str]) -> None:
    assert tags_in(text, TAGS) == found


def test_a_catalogue_without_tags_finds_nothing() -> None:
    assert tags_in("python", set()) == []


def test_points_make_levels() -> None:
    assert [level(points) for points in (0, 49, 50, 199, 200, 1000, 10**6)] == [0, 0, 1, 1, 2, 3, 3]


def _profile(data: Dataset, member: Member) -> Profile:
    (place,) = data.index_of([member.id]).tolist()
    profile: Profile = data.profiles[place]
    return profile


def _asks(uow: UnitOfWork, circle: Circle, asker: Member, answerer: Member) -> None:
    drafts = [Draft("A1", "甲", tags=("Python",)), Draft("A2", "乙", tags=("异步",))]
    courses.import_courses(uow, circle.community.id, drafts)
    asked = questions.ask(uow, asker, "Python 里的异步要怎么开始学？")
    questions.answer(uow, answerer, asked, "先看协程。")


def test_what_is_asked_and_answered_is_in_the_profile_both_ways(circle: Circle) -> None:
    asker, answerer = circle.sees("小满"), circle.sees("阿青")
    with circle.work() as uow:
        _asks(uow, circle, asker, answerer)
        for member in (asker, answerer):
            members.agree(uow, member, Purpose.RECOMMEND)
        catalogue = courses.every(uow, circle.community.id)
        whole = community_data(uow, circle.community.id, catalogue)
        some = members_data(uow, [(asker, 2), (answerer, 0)], [], catalogue)
    assert _profile(whole, asker).asked == ("Python", "异步")
    assert _profile(whole, answerer).answered == ("Python", "异步")
    assert _profile(some, asker) == Profile(asked=("Python", "异步"), tier=2)
    assert _profile(some, answerer).answered == ("Python", "异步")


def test_points_give_the_level_whether_some_or_all_are_asked_for(circle: Circle) -> None:
    rich, poor = circle.sees("小满"), circle.sees("阿青")
    gift = points.Transfer(
        community_id=circle.community.id,
        key="gift",
        source=points.MINT,
        target=points.wallet(rich.id),
        amount=250,
        rule="gift",
        cause="gift",
    )
    with circle.work() as uow:
        points.transfer(uow, gift)
        for member in (rich, poor):
            members.agree(uow, member, Purpose.RECOMMEND)
            members.choose_interests(uow, member, ["Python"])
        receivers = [(members.by_id(uow, member.id), 0) for member in (rich, poor)]
        some = members_data(uow, receivers, [], [])
        whole = community_data(uow, circle.community.id, [])
    assert [_profile(data, rich).level for data in (some, whole)] == [2, 2]
    assert [_profile(data, poor).level for data in (some, whole)] == [0, 0]


def test_without_consent_nobody_is_looked_at(circle: Circle) -> None:
    asker, answerer = circle.sees("小满"), circle.sees("阿青")
    with circle.work() as uow:
        _asks(uow, circle, asker, answerer)
        catalogue = courses.every(uow, circle.community.id)
        assert not len(community_data(uow, circle.community.id, catalogue).member_ids)
        assert not len(members_data(uow, [(asker, 0)], [], catalogue).member_ids)


def test_questions_of_more_than_a_year_ago_are_past(circle: Circle) -> None:
    asker, answerer = circle.sees("小满"), circle.sees("阿青")
    with circle.work() as uow:
        _asks(uow, circle, asker, answerer)
        members.agree(uow, asker, Purpose.RECOMMEND)
        uow.now += timedelta(days=366)
        catalogue = courses.every(uow, circle.community.id)
        data = community_data(uow, circle.community.id, catalogue)
    assert [profile.asked for profile in data.profiles] in ([], [()])
