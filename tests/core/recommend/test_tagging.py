"""Courses without tags are tagged by their words."""

from __future__ import annotations

from core.recommend.tagging import FOUND, tags_for


def test_given_tags_stay_as_they_are() -> None:
    assert tags_for(("摄影",), "Python 爬虫", "用 Python 写爬虫") == ("摄影",)


def test_a_course_without_tags_gets_what_its_words_tell() -> None:
    found = tags_for((), "手机摄影入门", "学会用手机拍人像：构图、光线和后期修图。")
    assert 0 < len(found) <= FOUND
    assert {"手机", "构图"} <= set(found)


def test_a_course_without_any_words_gets_none() -> None:
    assert tags_for((), "。。。", "") == ()
