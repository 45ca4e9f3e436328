"""Courses are browsed, taken, finished and rated, and every word of a member counts once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core import bootstrap, communities, courses, members
from core.courses import PAGE_SIZE, Course, Draft, Kind
from core.events import CourseCompleted, CourseEnrolled, CourseRated, MembersMerged
from core.members import Member, Purpose
from core.refusal import Refusal
from tests.core.courses.conftest import known

if TYPE_CHECKING:
    from core.communities import Community
    from core.uow import UnitOfWork

FREE, BASIC, VIP = 0, 1, 3


def kinds(uow: UnitOfWork, member: Member) -> list[Kind]:
    return sorted(done.kind for done in courses.interactions_of(uow, [member.id]))


def titles(found: courses.Page) -> list[str]:
    return [course.title for course in found.courses]


def test_a_code_is_found_in_either_case(uow: UnitOfWork, community: Community) -> None:
    assert courses.get(uow, community.id, "py01").title == "零基础 Python"


def test_an_unknown_code_is_refused(uow: UnitOfWork, community: Community) -> None:
    with pytest.raises(Refusal):
        courses.get(uow, community.id, "NONE")


def test_the_catalogue_is_paged(uow: UnitOfWork, community: Community) -> None:
    drafts = [Draft(f"X{n:02}", f"第 {n} 课") for n in range(PAGE_SIZE)]
    courses.import_courses(uow, community.id, drafts)
    first = courses.catalogue(uow, community.id)
    assert (first.number, first.pages, first.total) == (1, 2, PAGE_SIZE + 3)
    assert len(first.courses) == PAGE_SIZE
    beyond = courses.catalogue(uow, community.id, page=99)
    assert (beyond.number, len(beyond.courses)) == (2, 3)
    assert not {c.id for c in first.courses} & {c.id for c in beyond.courses}


def test_a_search_wants_every_word_and_puts_titles_first(
    uow: UnitOfWork, community: Community
) -> None:
    courses.import_courses(uow, community.id, [Draft("BK1", "读书会", "每周读一章 python 教程。")])
    assert titles(courses.search(uow, community.id, "ＰＹＴＨＯＮ")) == ["零基础 Python", "读书会"]
    assert titles(courses.search(uow, community.id, "python 工具")) == ["零基础 Python"]
    assert courses.search(uow, community.id, "钢琴").total == 0


def test_a_withdrawn_course_is_found_nowhere_and_taken_by_nobody(
    uow: UnitOfWork, member: Member, python: Course
) -> None:
    courses.publish(uow, python, is_so=False)
    withdrawn = courses.get(uow, python.community_id, "PY01")
    assert withdrawn.title not in titles(courses.catalogue(uow, python.community_id))
    assert courses.search(uow, python.community_id, "python").total == 0
    with pytest.raises(Refusal):
        courses.enrol(uow, member, withdrawn, tier=VIP)


@pytest.mark.parametrize(("code", "word"), [("API1", "普通会员"), ("PIC1", "VIP")])
def test_a_course_beyond_the_tier_is_refused_with_the_way_to_upgrade(
    uow: UnitOfWork, community: Community, member: Member, code: str, word: str
) -> None:
    course = courses.get(uow, community.id, code)
    with pytest.raises(Refusal) as refused:
        courses.enrol(uow, member, course, tier=course.tier - 1)
    assert word in refused.value.said()
    assert "/plans" in refused.value.said()
    courses.enrol(uow, member, course, tier=course.tier)
    assert [entry.course for entry in courses.enrolments(uow, member)] == [course]


def test_one_enrols_once(uow: UnitOfWork, member: Member, python: Course) -> None:
    courses.enrol(uow, member, python, tier=FREE)
    with pytest.raises(Refusal):
        courses.enrol(uow, member, python, tier=FREE)
    assert kinds(uow, member) == [Kind.ENROL]


def test_only_who_takes_a_course_finishes_and_rates_it(
    uow: UnitOfWork, member: Member, python: Course
) -> None:
    with pytest.raises(Refusal):
        courses.complete(uow, member, python)
    with pytest.raises(Refusal):
        courses.rate(uow, member, python, 5)
    courses.enrol(uow, member, python, tier=FREE)
    courses.complete(uow, member, python)
    with pytest.raises(Refusal):
        courses.complete(uow, member, python)
    with pytest.raises(Refusal):
        courses.rate(uow, member, python, 6)


def test_the_last_stars_count(uow: UnitOfWork, community: Community, python: Course) -> None:
    for name, stars in (("阿青", (1, 4)), ("阿白", (5,))):
        someone = known(uow, community, name)
        courses.enrol(uow, someone, python, tier=FREE)
        for given in stars:
            courses.rate(uow, someone, python, given)
    standing = courses.standings(uow, [python.id])[python.id]
    assert (standing.learners, standing.ratings, standing.stars) == (2, 2, 4.5)


def test_interest_and_the_lack_of_it_replace_each_other(
    uow: UnitOfWork, member: Member, python: Course
) -> None:
    courses.like(uow, member, python)
    courses.dismiss(uow, member, python)
    assert kinds(uow, member) == [Kind.DISMISS]
    courses.like(uow, member, python)
    assert kinds(uow, member) == [Kind.LIKE]


def test_views_are_counted_only_with_consent(
    uow: UnitOfWork, member: Member, python: Course
) -> None:
    courses.view(uow, member, python)
    assert kinds(uow, member) == []
    members.agree(uow, member, Purpose.RECOMMEND)
    courses.view(uow, member, python)
    courses.view(uow, member, python)
    (seen,) = courses.interactions_of(uow, [member.id])
    assert (seen.kind, seen.value) == (Kind.VIEW, 2)


def test_what_happens_is_told(
    uow: UnitOfWork, member: Member, python: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(uow, "record", told.append)
    courses.enrol(uow, member, python, tier=FREE)
    courses.complete(uow, member, python)
    courses.rate(uow, member, python, 5)
    same = {"community_id": python.community_id, "member_id": member.id, "course_id": python.id}
    assert told == [
        CourseEnrolled(**same),
        CourseCompleted(**same),
        CourseRated(**same, stars=5),
    ]


def test_no_course_of_another_community_is_seen(
    uow: UnitOfWork, community: Community, member: Member, python: Course
) -> None:
    courses.enrol(uow, member, python, tier=FREE)
    other = communities.create(uow, "北岸读书会")
    assert courses.catalogue(uow, other.id).total == 0
    assert courses.search(uow, other.id, "python").total == 0
    assert courses.interactions(uow, other.id) == []
    with pytest.raises(Refusal):
        courses.by_id(uow, other.id, python.id)
    courses.import_courses(uow, other.id, [Draft("PY01", "同一个编号")])
    assert courses.get(uow, community.id, "PY01").title == "零基础 Python"


def test_merging_keeps_both_histories_once(
    uow: UnitOfWork, community: Community, member: Member, python: Course
) -> None:
    other = known(uow, community, "小满的另一个号")
    api = courses.get(uow, community.id, "API1")
    for someone in (member, other):
        courses.enrol(uow, someone, python, tier=FREE)
    courses.enrol(uow, other, api, tier=BASIC)
    bootstrap.merge(
        uow, MembersMerged(community_id=community.id, target_id=member.id, source_id=other.id)
    )
    assert {entry.course.id for entry in courses.enrolments(uow, member)} == {python.id, api.id}
    assert courses.enrolments(uow, other) == []
    assert kinds(uow, member) == [Kind.ENROL, Kind.ENROL]
    assert kinds(uow, other) == []


def test_erasure_leaves_nothing_and_export_tells_all(
    uow: UnitOfWork, member: Member, python: Course
) -> None:
    courses.enrol(uow, member, python, tier=FREE)
    courses.rate(uow, member, python, 4)
    exported = courses.PERSONAL.export(uow, member.id)
    assert [(entry["course"], entry["rating"]) for entry in exported["enrolments"]] == [("PY01", 4)]
    assert {done["kind"] for done in exported["interactions"]} == {"enrol", "rate"}
    courses.PERSONAL.erase(uow, member.id)
    assert courses.PERSONAL.export(uow, member.id) == {
        "enrolments": [],
        "interactions": [],
        "purchases": [],
    }
