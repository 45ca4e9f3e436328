"""Growth: ten times the text takes about ten times as long, whatever is tried against a pattern.

Nothing is said about how long a reading takes, only about how that grows. A quadratic pattern
would take a hundred times as long for ten times the text.
"""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules
from time import process_time
from typing import TYPE_CHECKING

import pytest

import core.text
from core.text import read
from core.text.reading import NO_SENTIMENT

if TYPE_CHECKING:
    from collections.abc import Callable

SHORT, LONG = 1_000, 10_000
MOST = 40
TRIES = 6
# Shorter than this is too short to be compared.
TICK = 0.0002

ATTACKS = [
    *'a哈谢求`@<.:(「"$/[~? \n6髮\u0301\u1100\u200d🏽',
    *(
        "谢多",
        "谢老师",
        "感谢哈",
        "哈呵",
        "什么就",
        "谁a",
        "怎么怎",
        "能不",
        "还是",
        "如果",
        "看看",
        "帮我a",
    ),
    *(
        "a.",
        "a-",
        "a.com",
        "http://",
        "www.!",
        "```a",
        "`a\n",
        ">>> \"'",
        '$ a"',
        "@a.",
        "<:a:",
        "in [",
    ),
    *(
        "\nx_error",
        "x_",
        '\nfile "',
        "c:\\",
        "T_",
        ":d:p",
        "(:)",
        "^_",
        "t_t_",
        "5555",
        "2333",
        "haha",
    ),
    *(
        "哈嘿哈嘿",
        "说了",
        "请!",
        "有什么",
        "不知道",
        "you how ",
        "any ",
        "hi hi ",
        "乾隆",
        "著",
        "甚",
    ),
]
PATTERNS = {
    f"{module.name}.{name}": value
    for module in iter_modules(core.text.__path__)
    for name, value in vars(import_module(f"core.text.{module.name}")).items()
    if isinstance(value, re.Pattern)
}


def attack(unit: str, length: int, end: str) -> str:
    """Return a unit repeated, with an end that lets what nearly matched fail."""
    return (unit * (length // len(unit) + 1))[:length] + end


def grows_too_fast(work: Callable[[str], object], unit: str, end: str) -> bool:
    """Tell whether ten times the text takes far more than ten times the time, again and again."""
    short, long = attack(unit, SHORT, end), attack(unit, LONG, end)
    return all(_took(work, long) > MOST * max(_took(work, short), TICK) for _ in range(TRIES))


def _took(work: Callable[[str], object], text: str) -> float:
    began = process_time()
    work(text)
    return process_time() - began


def test_the_room_has_patterns_to_attack() -> None:
    assert len(PATTERNS) > 30


@pytest.mark.parametrize("unit", ATTACKS)
def test_reading_grows_with_the_length(unit: str) -> None:
    for end in ("", "x", "\n!"):
        assert not grows_too_fast(lambda text: read(text, lambda _prose: NO_SENTIMENT), unit, end)


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_can_be_made_to_hang(name: str) -> None:
    found = PATTERNS[name].findall
    slow = [
        repr(unit + end)
        for unit in ATTACKS
        for end in ("x", "\n!")
        if grows_too_fast(found, unit, end)
    ]
    assert slow == []


def test_a_quadratic_pattern_would_be_found() -> None:
    assert grows_too_fast(re.compile(r"[ab]+$").findall, "ab", "x")
