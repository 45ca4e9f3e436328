"""Segmenting: words for searching and recommending, from any thread, without noise."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from core.text import keywords, words

if TYPE_CHECKING:
    import pytest


def test_a_sentence_is_cut_into_words_without_punctuation() -> None:
    assert words("我想学习机器学习，推荐课程！") == (
        "我",
        "想",
        "学习",
        "机器",
        "学习",
        "推荐",
        "课程",
    )


def test_addresses_and_mentions_are_no_words() -> None:
    assert words("@ming 看 https://example.com/machine 吧") == ("看", "吧")


def test_nothing_has_no_words() -> None:
    assert words("") == words("。。。") == keywords("  ") == ()


def test_traditional_and_simplified_script_give_the_same_words() -> None:
    assert words("數據庫的連接") == words("数据库的连接")


def test_keywords_name_the_topic_and_leave_out_stop_words() -> None:
    found = keywords("请问矩阵分解的学习率怎么调？矩阵分解好像不收敛", limit=3)
    assert {"矩阵", "分解"} <= set(found)
    assert len(found) == 3
    assert not set(found) & {"请问", "怎么", "的"}


def test_keywords_come_in_the_same_order_every_time() -> None:
    assert keywords("递归 循环 递归 列表 字典") == keywords("字典 列表 递归 循环 递归")


def test_threads_may_cut_at_the_same_time() -> None:
    with ThreadPoolExecutor(8) as pool:
        cut = set(pool.map(words, ["协同过滤推荐课程"] * 64))
    assert len(cut) == 1


def test_the_segmenter_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    words("安静地分词")
    assert capfd.readouterr() == ("", "")
