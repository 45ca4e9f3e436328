"""Normalising: one form for what looks alike, whatever is thrown at it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.text import letters, normalise, prose, set_apart

MARKS = st.text(alphabet="áä\u0301\u0316\u0323\u1100\u1161\u11a8aA哈ﬁ髮发\u200d!。3", max_size=40)


@given(st.one_of(st.text(), MARKS, st.text(st.characters())))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(st.characters(categories=["Cf", "Cc", "Cs", "Lo"])))
def test_what_is_normalised_can_be_encoded_and_has_no_invisible_characters(text: str) -> None:
    clean = normalise(text)
    clean.encode()
    assert not set(clean) & set("\u200b\u200d\u202e\u2066\ufeff\u00ad")


def test_full_width_letters_and_capitals_become_plain_ones() -> None:
    assert normalise("ＰｙＴｈｏｎ　３．１１") == "python 3.11"


def test_a_word_cannot_hide_behind_zero_width_and_bidi_characters() -> None:
    assert normalise("加\u200b微\u2060信\u202e") == "加微信"


def test_long_repetitions_become_three_but_numbers_stay() -> None:
    assert normalise("哈哈哈哈哈哈哈！！！！！ 10000000") == "哈哈哈!!! 10000000"


def test_traditional_script_reads_like_simplified() -> None:
    assert normalise("請問這個報錯怎麼解決") == "请问这个报错怎么解决"


def test_many_combining_marks_on_one_letter_are_tamed() -> None:
    assert len(normalise("e" + "\u0316\u0301" * 5000)) < 10


def test_addresses_mentions_and_code_are_set_apart() -> None:
    parts = set_apart(
        "@Ming_01 看 https://Example.com/a?b=1 这里，<@123> 运行 `print(1)` "
        "和 ```py\nx = 1\n``` 发到 a@b.cn"
    )
    assert parts.prose == "看 这里, 运行 和 发到 a@b.cn"
    assert parts.urls == ("https://example.com/a?b=1",)
    assert parts.mentions == ("@ming_01", "<@123>")
    assert parts.code == ("`print(1)`", "```py\nx = 1\n```")


def test_an_unclosed_code_fence_stays_prose() -> None:
    assert prose("看看 ```x = 1") == "看看 ```x = 1"


def test_two_texts_are_one_when_their_letters_are() -> None:
    assert letters("老师，讲得 真好！！") == letters("老師講得真好～")
    assert letters("！？…") == ""
