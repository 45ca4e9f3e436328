"""Charts become pictures: with gaps, with one point, with words that no font can write."""

from __future__ import annotations

import re
import struct
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import i18n
from core.cards import Chart
from core.pictures import draw
from core.pictures.lettering import FONT, MISSING, legible

if TYPE_CHECKING:
    from collections.abc import Sequence

PNG = b"\x89PNG\r\n\x1a\n"
HAN = re.compile(r"[\u4e00-\u9fff]")


def chart(values: Sequence[float | None], title: str = "「学习一群」的情绪") -> Chart:
    """Return a chart of these values, each ten points sure."""
    return Chart(
        title=title,
        labels=tuple(f"03-{day + 1:02d}" for day in range(len(values))),
        values=tuple(values),
        low=tuple(None if value is None else value - 10 for value in values),
        high=tuple(None if value is None else value + 10 for value in values),
        volumes=tuple(range(len(values))),
        value_name="情绪指数（色带是 95% 区间）",
        volume_name="发言条数",
    )


def size(picture: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG file."""
    assert picture.startswith(PNG)
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


@pytest.mark.parametrize(
    "values",
    [
        [10, 20, -30, 40, 5, 0, 100],
        [None, 10, None, None, -20, -30, None],
        [None, None, 33, None],
        [50],
        [None, None],
        [-100] * 90,
    ],
    ids=["a line", "gaps", "one point", "one label", "nothing", "ninety days"],
)
def test_a_chart_becomes_a_picture_for_a_phone(values: list[float | None]) -> None:
    picture = draw(chart(values))
    assert size(picture) == (1000, 625)
    assert len(picture) < 200_000


def test_the_same_chart_looks_the_same() -> None:
    assert draw(chart([1, 2, 3])) == draw(chart([1, 2, 3]))


def test_what_is_shown_depends_on_every_part_of_the_chart() -> None:
    plain = chart([1, 2, 3])
    others = [
        chart([1, 2, 30]),
        chart([1, None, 3]),
        chart([1, 2, 3], "社群情绪"),
        replace(plain, volumes=(5, 0, 0)),
        replace(plain, high=(40, 40, 40)),
        replace(plain, volume_name="条"),
    ]
    pictures = {draw(one) for one in (plain, *others)}
    assert len(pictures) == len(others) + 1


def test_a_band_or_a_line_is_not_drawn_over_a_gap() -> None:
    """What stands before a gap does not change with what stands after it."""
    ends = chart([40, 40, None, 40, 40])
    apart = replace(ends, values=(40, 40, None, None, None))
    assert draw(ends) != draw(apart)


@pytest.mark.parametrize(
    "title",
    [
        "「2026 春季零基础数据分析训练营第十二期学员交流答疑互助大群（禁止广告）」的情绪" * 3,
        "$x_2$ 和 \\frac{1}{2} 的 %s {0}",
        "🎉👨‍👩‍👧‍👦 \u202e 反 \x00 \ud800",
        "",
    ],
    ids=["long", "formulas", "emoji", "empty"],
)
def test_any_title_is_taken(title: str) -> None:
    assert size(draw(chart([1, None, 3], title))) == (1000, 625)


@given(st.text())
def test_whatever_the_font_lacks_is_a_box(words: str) -> None:
    shown = legible(words)
    assert len(shown) <= len(words)
    assert legible(shown) == shown


def test_missing_characters_are_boxes_and_invisible_ones_are_gone() -> None:
    assert legible("龘学习🎉\n一\u200b群\t $5") == f"{MISSING}学习{MISSING} 一群 $5"


def test_the_font_writes_common_chinese_in_both_scripts_and_every_sentence_of_the_mood() -> None:
    common = "情绪指数发言条数学习训练营社群數據分析訓練營英語學習"
    assert MISSING not in legible(common)
    ours = (i18n.CATALOGUES / "en" / "sentiment.po").read_text("utf-8")
    missing = {letter for letter in HAN.findall(ours) if legible(letter) == MISSING}
    assert missing == set()


def test_the_font_is_small_and_its_licence_lies_beside_it() -> None:
    assert FONT.stat().st_size < 1_500_000
    licence = (Path(FONT).parent / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_pictures_may_be_drawn_at_the_same_time() -> None:
    charts = [chart([number, -number, None, 3]) for number in range(1, 7)]
    alone = [draw(one) for one in charts]
    together: dict[int, bytes] = {}

    def work(number: int) -> None:
        together[number] = draw(charts[number])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(charts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[number] for number in range(len(charts))] == alone
