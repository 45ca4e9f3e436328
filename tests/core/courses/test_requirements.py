"""What a course requires exists, goes in no circle, and is named where the file is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core import courses
from core.courses import BadFile, Draft, import_cards, read_courses

if TYPE_CHECKING:
    from core.communities import Community
    from core.members import Member
    from core.uow import UnitOfWork

HEAD = "编号,标题,先修\n"


def imported(uow: UnitOfWork, community: Community, text: str) -> None:
    courses.import_courses(uow, community.id, read_courses((HEAD + text).encode(), "a.csv"))


def wrong(uow: UnitOfWork, community: Community, text: str) -> str:
    before = courses.every(uow, community.id)
    with pytest.raises(BadFile) as bad:
        imported(uow, community, text)
    assert courses.every(uow, community.id) == before
    return import_cards.bad_file(bad.value)


def test_required_courses_may_stand_in_the_file_or_in_the_catalogue(
    uow: UnitOfWork, community: Community
) -> None:
    imported(uow, community, "DJ1,做一个博客,py01|sql1\nSQL1,查询入门,\n")
    blog = courses.get(uow, community.id, "DJ1")
    assert blog.requires == ("PY01", "SQL1")
    assert [one.code for one in courses.required(uow, blog)] == ["PY01", "SQL1"]


def test_an_unknown_code_is_named_with_its_row_and_column(
    uow: UnitOfWork, community: Community
) -> None:
    said = wrong(uow, community, "A1,甲,\nA2,乙,A1|没有这门\n")
    assert "第 3 行「requires」列：先修课「没有这门」不在文件里，也不在目录里。" in said


def test_circles_are_named_once_each_with_the_way_round(
    uow: UnitOfWork, community: Community
) -> None:
    said = wrong(uow, community, "A1,甲,A2\nA2,乙,A3\nA3,丙,A1\nB1,丁,B1\nC1,戊,A1\n")
    assert "2 处问题" in said
    assert "第 2 行「requires」列：先修课绕成了一圈：A1 → A2 → A3 → A1。" in said
    assert "第 5 行「requires」列：先修课绕成了一圈：B1 → B1。" in said


def test_a_circle_through_the_catalogue_is_found_too(uow: UnitOfWork, community: Community) -> None:
    imported(uow, community, "DJ1,做一个博客,PY01\n")
    said = wrong(uow, community, "PY01,零基础 Python,DJ1\n")
    assert "PY01 → DJ1 → PY01" in said


def test_importing_again_with_other_spelling_changes_nothing(
    uow: UnitOfWork, community: Community
) -> None:
    imported(uow, community, "DJ1,做一个博客,PY01\n")
    again = read_courses((HEAD + "DJ1,做一个博客,py01\n").encode(), "a.csv")
    assert courses.import_courses(uow, community.id, again).same == ("DJ1",)


def test_more_required_courses_than_a_card_can_name_are_refused(
    uow: UnitOfWork, community: Community
) -> None:
    codes = "|".join(f"X{number}" for number in range(11))
    assert "先修课最多 10 门" in wrong(uow, community, f"A1,甲,{codes}\n")


def test_whoever_lacks_a_required_course_is_told_and_not_stopped(
    uow: UnitOfWork, community: Community, member: Member
) -> None:
    imported(uow, community, "DJ1,做一个博客,PY01\n")
    python, blog = (courses.get(uow, community.id, code) for code in ("PY01", "DJ1"))
    courses.enrol(uow, member, blog, tier=0)
    assert courses.lacking(uow, member, blog) == [python]
    courses.enrol(uow, member, python, tier=0)
    assert courses.lacking(uow, member, blog) == [python]
    courses.complete(uow, member, python)
    assert courses.lacking(uow, member, blog) == []


def test_a_required_course_that_is_withdrawn_is_asked_of_nobody(
    uow: UnitOfWork, community: Community, member: Member
) -> None:
    imported(uow, community, "DJ1,做一个博客,PY01\n")
    courses.publish(uow, courses.get(uow, community.id, "PY01"), is_so=False)
    assert courses.lacking(uow, member, courses.get(uow, community.id, "DJ1")) == []


def test_a_draft_made_by_hand_has_no_row_to_name(uow: UnitOfWork, community: Community) -> None:
    with pytest.raises(BadFile) as bad:
        courses.import_courses(uow, community.id, [Draft("A1", "甲", requires=("没有",))])
    assert import_cards.bad_file(bad.value).endswith("先修课「没有」不在文件里，也不在目录里。")
