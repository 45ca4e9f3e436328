"""Normalising: one form for what looks alike, whatever is thrown at it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from unicodedata import category

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.text import Prose, letters, normalise, prose, set_apart
from tests.core.text.writing import HAN, WRITING, traditional


@settings(max_examples=400)
@given(WRITING)
@example("`a\n`b")
@example("orz@orz@bob")
@example("T" + "_" * 50 + "T")
@example("```` `x` ````")
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    bare = str(prose(text))
    assert str(prose(bare)) == bare
    assert set_apart(bare) == set_apart(prose(text))


@given(HAN)
def test_converting_the_script_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(st.characters(categories=["Cf", "Cc", "Cs", "Lo"])))
def test_what_is_normalised_can_be_encoded_and_has_no_invisible_characters(text: str) -> None:
    clean = normalise(text)
    clean.encode()
    assert not set(clean) & set("\u200b\u200d\u202e\u2066\ufeff\u00ad\U000e0041")


@given(WRITING)
def test_prose_holds_no_control_characters_and_single_spaces_only(text: str) -> None:
    bare = prose(text)
    assert bare == " ".join(bare.split())
    assert not any(category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in bare)


def test_prose_is_normalised_once_however_often_it_is_asked_for() -> None:
    once = prose("請問 ＰＹＴＨＯＮ 怎麼裝？")
    assert isinstance(once, Prose)
    assert prose(once) is once
    assert set_apart(once).prose is once


def test_full_width_letters_and_capitals_become_plain_ones() -> None:
    assert normalise("ＰｙＴｈｏｎ　３．１１") == "python 3.11"


def test_a_word_cannot_hide_behind_zero_width_and_bidi_characters() -> None:
    assert normalise("加\u200b微\u2060信\u202e") == "加微信"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("哈哈哈哈哈哈哈！！！！！ 10000000", "哈哈哈!!! 10000000"),
        ("hahahahahaha 哈哈", "hahaha 哈哈"),
        ("笑死2333333", "笑死233"),
        ("666666", "666"),
        ("55555 我错了", "555 我错了"),
        ("。。。。。。", "。。。"),
        ("……", "..."),
        ("😂😂😂😂😂", "😂😂😂"),
        ("电话 13866666666", "电话 13866666666"),
        ("010-66666666", "010-66666666"),
        ("学费6666元", "学费6666元"),
        ("qq23333333", "qq23333333"),
    ],
)
def test_long_repetitions_become_three_but_numbers_stay(text: str, folded: str) -> None:
    assert normalise(text) == folded


@pytest.mark.parametrize(
    ("text", "simplified"),
    [
        ("請問這個報錯怎麼解決", "请问这个报错怎么解决"),
        ("看著老師的臉睡著了", "看着老师的脸睡着了"),
        ("這本名著的著者很著名", "这本名著的著者很著名"),
        ("妳甚麼時候來？", "你什么时候来?"),
        ("乾隆喝乾了乾淨的水", "乾隆喝干了干净的水"),
        ("头发和發票", "头发和发票"),
    ],
)
def test_traditional_script_reads_like_simplified(text: str, simplified: str) -> None:
    assert normalise(text) == simplified


@pytest.mark.parametrize(
    "text",
    [
        "老师，第三章的视频卡住了，能不能重新上传一下？",
        "今天听着直播做完了作业，开心！谢谢助教～",
        "我觉得这门课后面太难了，想退款，怎么联系客服",
        "环境变量配置好了还是报错，重启终端才行。",
    ],
)
def test_a_traditional_copy_of_a_message_reads_like_the_message(text: str) -> None:
    assert traditional(text) != text
    assert set_apart(traditional(text)) == set_apart(text)


def test_threads_may_convert_at_the_same_time() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(normalise, ["頭髮與發票"] * 200)) == {"头发与发票"}


def test_many_combining_marks_on_one_letter_are_tamed() -> None:
    assert len(normalise("e" + "\u0316\u0301" * 5000)) < 10


def test_skin_tones_and_the_kind_of_an_emoji_do_not_count() -> None:
    assert normalise("👍🏽👍 🤦\u200d♀️🤦 ❤️❤ 1️⃣") == "👍👍 🤦🤦 ❤❤ 1"


def test_two_texts_are_one_when_their_letters_are() -> None:
    assert letters("老师，讲得 真好！！") == letters("老師講得真好～")
    assert letters("！？…") == ""
