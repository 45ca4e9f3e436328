"""The finder of sentences finds them wherever they may be written, and nothing else."""

from __future__ import annotations

import pytest

from tests.architecture.sentences import fields, unreadable, written_in
from tests.architecture.sources import source_of

FOUND = {
    't("欢迎")': ["欢迎"],
    't("欢迎" if new else "你好")': ["欢迎", "你好"],
    'TITLES = {1: "初来", "熟": "常客"}\ndef f(n):\n    return t(TITLES[n])': ["初来", "常客"],
    'raise Refusal("积分不够，还差 {n} 分", n=3)': ["积分不够，还差 {n} 分"],
    '@command("top", "查看积分榜", aliases=("排行",), period="周期")\ndef f(): ...': [
        "查看积分榜",
        "周期",
    ],
    '@rule(on=Asked, points=2, title="提问")\ndef f(): ...': ["提问"],
    'class Period(Choice):\n    WEEK = "本周"': ["本周"],
    'log("欢迎"); t("ok")': [],
}


@pytest.mark.parametrize(("text", "found"), FOUND.items())
def test_a_sentence_is_found_where_it_is_written(text: str, found: list[str]) -> None:
    assert [sentence.text for sentence in written_in(source_of("x.py", text))] == found


@pytest.mark.parametrize("said", ['f"欢迎 {name}"', '"欢迎" + name', "word", 'TITLES["a"]'])
def test_what_is_put_together_is_no_literal(said: str) -> None:
    assert unreadable(source_of("x.py", f"\nt({said})")) == ["x.py:2: t() takes a literal sentence"]


@pytest.mark.parametrize("said", ['"欢迎"', "rule.title", '"欢迎" if new else "你好"'])
def test_a_literal_and_a_declared_title_are_readable(said: str) -> None:
    assert unreadable(source_of("x.py", f"t({said})")) == []


def test_fields_are_the_names_in_braces() -> None:
    assert fields("{name} 得到 {points:,} 分 {{不是}}") == {"name", "points"}


def test_the_given_fields_are_unknown_when_they_are_unpacked() -> None:
    [told, untold] = written_in(source_of("x.py", 't("{a} 好", a=1)\nt("{a} 好", **given)'))
    assert told.given == frozenset("a")
    assert untold.given is None
