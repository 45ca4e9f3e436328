"""A course is found by its code however it is written, by its title, and by words of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core import courses
from core.courses import Course, Draft
from core.courses.searching import searched
from core.refusal import Refusal

if TYPE_CHECKING:
    from core.communities import Community
    from core.uow import UnitOfWork


def codes(uow: UnitOfWork, community: Community) -> list[str]:
    return [course.code for course in courses.every(uow, community.id)]


def test_a_code_in_another_case_brings_the_known_course_up_to_date(
    uow: UnitOfWork, community: Community
) -> None:
    drafts = [Draft("py01", "零基础 Python（第二版）"), Draft("WEB1", "搭网站", requires=("Py01",))]
    report = courses.import_courses(uow, community.id, drafts)
    assert (report.new, report.changed) == (("WEB1",), ("PY01",))
    assert codes(uow, community) == ["API1", "PIC1", "PY01", "WEB1"]
    assert courses.get(uow, community.id, "py01").title == "零基础 Python（第二版）"
    assert courses.get(uow, community.id, "WEB1").requires == ("PY01",)
    assert courses.import_courses(uow, community.id, drafts).same == ("PY01", "WEB1")


@pytest.mark.parametrize("code", ["ＡI课", "Ж1", "École"])
def test_a_code_of_any_letters_is_found_as_it_is_written(
    uow: UnitOfWork, community: Community, code: str
) -> None:
    courses.import_courses(uow, community.id, [Draft(code, "一门课")])
    for written in (code, code.lower(), code.upper()):
        assert courses.get(uow, community.id, written).code == code


def test_of_two_codes_that_differ_in_case_the_one_that_was_written_is_meant(
    uow: UnitOfWork, community: Community
) -> None:
    courses.import_courses(uow, community.id, [Draft("api", "甲"), Draft("web", "乙")])
    twin = courses.get(uow, community.id, "web")
    courses.repository.change_course(uow, twin.id, {"code": "API"})
    assert courses.get(uow, community.id, "api").title == "甲"
    assert courses.get(uow, community.id, "API").title == "乙"
    changed = [Draft("API", "丙"), Draft("use", "丁", requires=("api",))]
    assert courses.import_courses(uow, community.id, changed).changed == ("API",)
    assert courses.get(uow, community.id, "api").title == "甲"
    assert courses.get(uow, community.id, "use").requires == ("api",)


@pytest.mark.parametrize(
    "written", ["零基础 Python", "《零基础 python》", "零基础", "PY01", " py01 "]
)
def test_a_course_is_found_by_code_title_or_a_part_of_its_title(
    uow: UnitOfWork, community: Community, python: Course, written: str
) -> None:
    assert courses.find(uow, community.id, written) == python


def test_a_title_of_its_own_comes_before_longer_ones(
    uow: UnitOfWork, community: Community, python: Course
) -> None:
    courses.import_courses(uow, community.id, [Draft("PY02", "零基础 Python 续篇")])
    assert courses.find(uow, community.id, "零基础 Python") == python


def test_words_of_several_titles_are_answered_with_their_codes(
    uow: UnitOfWork, community: Community
) -> None:
    courses.import_courses(uow, community.id, [Draft("PIC2", "手机摄影后期")])
    with pytest.raises(Refusal) as refused:
        courses.find(uow, community.id, "手机摄影")
    assert refused.value.said() == (
        "标题里有「手机摄影」的课程不止一门：《手机摄影构图》（PIC1）、《手机摄影后期》（PIC2）。"
        "请写编号。"
    )
    many = [Draft(f"X{number}", f"手机摄影第 {number} 讲") for number in range(9)]
    courses.import_courses(uow, community.id, many)
    with pytest.raises(Refusal) as refused:
        courses.find(uow, community.id, "手机摄影")
    assert "有 11 门：" in refused.value.said()
    assert refused.value.said().count("《") == 5


@pytest.mark.parametrize("written", ["钢琴", "《》", "搭建 摄影"])
def test_what_no_title_has_is_refused(uow: UnitOfWork, community: Community, written: str) -> None:
    with pytest.raises(Refusal, match="没有编号或标题是"):
        courses.find(uow, community.id, written)


def test_a_withdrawn_course_is_found_by_its_code_alone(
    uow: UnitOfWork, community: Community, python: Course
) -> None:
    courses.publish(uow, python, is_so=False)
    assert courses.find(uow, community.id, "py01").id == python.id
    with pytest.raises(Refusal):
        courses.find(uow, community.id, "零基础 Python")


def test_searching_again_reads_no_text_anew(uow: UnitOfWork, community: Community) -> None:
    searched.cache_clear()
    courses.search(uow, community.id, "python")
    before = searched.cache_info().misses
    courses.search(uow, community.id, "摄影")
    assert searched.cache_info().misses == before
    courses.import_courses(uow, community.id, [Draft("PY01", "零基础 Python", "也讲爬虫。")])
    assert courses.search(uow, community.id, "爬虫").total == 1
    assert searched.cache_info().misses == before + 1
