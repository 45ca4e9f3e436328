"""Comparisons become pictures, whatever the numbers are and however many variants there are."""

from __future__ import annotations

import re
import struct
from dataclasses import replace

import pytest

from core import i18n
from core.cards import Comparison, Interval
from core.pictures import draw
from core.pictures.comparison import scale
from core.pictures.lettering import MISSING, legible

HAN = re.compile(r"[\u4e00-\u9fff]")
PLAIN = Comparison(
    title="实验 #3 两种文案",
    arms=(Interval("标准", 18.2, 15.1, 21.8, "18.2%"), Interval("接着学", 24.9, 21.4, 28.8)),
    lifts=(Interval("接着学", 6.7, 1.8, 11.6),),
    arms_name="点开过的成员占比（横条是 95% 区间）",
    lifts_name="比「标准」高几个百分点",
    unit="%",
)


def _size(picture: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def _rows(number: int, value: float, reach: float) -> tuple[Interval, ...]:
    return tuple(
        Interval(f"方案{n}", value + n, value + n - reach, value + n + reach) for n in range(number)
    )


@pytest.mark.parametrize("number", [2, 3, 6])
@pytest.mark.parametrize(
    ("value", "reach"),
    [(20.0, 4.0), (0.0, 0.0), (-3.0, 1.0), (123_456.78, 900.0), (0.0004, 0.0001)],
)
def test_a_comparison_becomes_a_picture_for_a_phone(
    number: int, value: float, reach: float
) -> None:
    shown = Comparison("实验", _rows(number, value, reach), _rows(number - 1, value, reach))
    picture = draw(shown)
    assert _size(picture) == (1000, 625)
    assert len(picture) < 200_000


def test_what_has_no_sign_is_measured_from_nothing_on() -> None:
    low, high, ticks = scale(PLAIN.arms)
    assert (low, ticks) == (0.0, [0.0, 10.0, 20.0, 30.0])
    assert high > 28.8
    below, _above, signed = scale(PLAIN.lifts, signed=True)
    assert below < 0.0
    assert 0.0 in signed
    assert scale((Interval("甲", -1.0, -3.0, 1.0),))[0] < -3.0


def test_the_same_comparison_looks_the_same_and_another_one_otherwise() -> None:
    others = [
        PLAIN,
        replace(PLAIN, title="实验 #4"),
        replace(PLAIN, unit="元"),
        replace(PLAIN, lifts_unit="元"),
        replace(PLAIN, arms=(PLAIN.arms[0], replace(PLAIN.arms[1], high=33.0))),
        replace(PLAIN, arms=(replace(PLAIN.arms[0], note="?"), PLAIN.arms[1])),
        replace(PLAIN, lifts=(replace(PLAIN.lifts[0], low=-4.0),)),
        replace(PLAIN, lifts=(replace(PLAIN.lifts[0], label="别的"),)),
    ]
    assert draw(PLAIN) == draw(PLAIN)
    assert len({draw(one) for one in others}) == len(others)


def test_a_variant_without_a_number_says_why() -> None:
    empty = Interval("接着学", None, note="数据不足")
    shown = replace(PLAIN, arms=(PLAIN.arms[0], empty), lifts=(empty,))
    assert _size(draw(shown)) == (1000, 625)
    assert draw(shown) != draw(PLAIN)


def test_the_longest_words_are_cut_to_fit() -> None:
    long = Interval(
        "一个名字特别特别特别长的推荐方案" * 3, 5.0, 4.0, 6.0, "+12,345.67 个百分点" * 3
    )
    shown = Comparison("很长的标题" * 30, (long, long), (long,), "说明" * 80, "说明" * 80)
    assert _size(draw(shown)) == (1000, 625)


def test_the_font_writes_every_sentence_of_the_experiments() -> None:
    ours = (i18n.CATALOGUES / "en" / "experiments.po").read_text("utf-8")
    assert {letter for letter in HAN.findall(ours) if legible(letter) == MISSING} == set()
