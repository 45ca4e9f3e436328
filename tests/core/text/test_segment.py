"""Segmenting: words for reading, searching and recommending, from any thread, without noise."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given

from core.text import is_word, keywords, prose, tokens, word_spans, words
from tests.core.text.writing import WRITING


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


@given(WRITING)
def test_the_spans_of_words_are_the_whole_text(text: str) -> None:
    bare = prose(text)
    spans = word_spans(bare)
    assert "".join(bare[start:end] for start, end in spans) == bare
    assert [bare[start:end] for start, end in spans] == list(tokens(bare))
    assert tuple(bare[a:b] for a, b in spans if bare[a].isalnum()) == words(bare)


def test_a_prose_is_cut_once() -> None:
    bare = prose("今天学了三节课")
    assert tokens(bare) is tokens(bare)
    assert tokens(bare) == tokens(str(bare))


@pytest.mark.parametrize(("text", "known"), [("威信", True), ("女装", True), ("加微", False)])
def test_the_dictionary_tells_what_is_a_word(text: str, *, known: bool) -> None:
    assert is_word(text) is known


def test_keywords_name_the_topic_with_whole_terms_and_leave_out_stop_words() -> None:
    found = keywords("请问矩阵分解的学习率怎么调？矩阵分解好像不收敛", limit=3)
    assert {"矩阵分解", "学习率"} <= set(found)
    assert len(found) == 3
    assert not set(found) & {"请问", "怎么", "的"}


def test_keywords_come_in_the_same_order_every_time() -> None:
    assert keywords("递归 循环 递归 列表 字典") == keywords("字典 列表 递归 循环 递归")


def test_threads_may_cut_at_the_same_time() -> None:
    with ThreadPoolExecutor(8) as pool:
        cut = set(pool.map(words, ["协同过滤推荐课程"] * 64))
        found = set(pool.map(keywords, ["协同过滤推荐课程"] * 16))
    assert len(cut) == len(found) == 1


def test_the_segmenters_say_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    words("安静地分词")
    keywords("安静地分词")
    assert capfd.readouterr() == ("", "")
