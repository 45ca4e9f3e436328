"""Reading: questions, thanks, and a result that holds nothing of the text."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import NOTHING_READ, Sentiment, read
from core.text.reading import sentiment_of


def plain(_text: str) -> Sentiment:
    """Read no feeling into anything."""
    return sentiment_of(0.0, 1.0, 0.0)


@pytest.mark.parametrize(
    "text",
    [
        "请问这个报错怎么解决？",
        "作业什么时候交",
        "有人知道怎么安装吗",
        "這是什麼",
        "为什么我的结果不一样",
        "证书在哪里下载？？？",
        "能不能延期一天",
        "how to install numpy",
        "老师在吗～",
        "这个可以退么。",
    ],
)
def test_it_is_a_question(text: str) -> None:
    assert read(text, plain).question


@pytest.mark.parametrize(
    "text",
    [
        "我终于知道怎么解决了",
        "今晚八点直播",
        "好的呢",
        "不管怎么改都行",
        "看 https://example.com/?a=1",
        "学到了什么的",
        "代码 `x if y else z?` 没问题",
    ],
)
def test_it_is_no_question(text: str) -> None:
    assert not read(text, plain).question


@pytest.mark.parametrize(
    "text",
    ["谢谢老师！", "多谢大佬，搞定了", "感謝分享", "3q", "thanks a lot", "解决了，非常感谢～"],
)
def test_it_thanks(text: str) -> None:
    assert read(text, plain).thanks


@pytest.mark.parametrize(
    "text",
    [
        "不用谢",
        "别客气，不谢",
        "谢谢但还是不行",
        "谢谢，可是依然报错",
        "谢谢，不用了",
        "有人会吗？先谢谢了",
        "提前感谢各位",
        "谁要谢你",
        "谢绝推销",
        "今天学了列表",
    ],
)
def test_it_does_not_thank(text: str) -> None:
    assert not read(text, plain).thanks


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert read(text, plain).length >= 0


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "https://example.com", "@ming"])
def test_a_text_without_prose_reads_as_nothing(text: str) -> None:
    assert read(text, plain) == NOTHING_READ


def test_a_reading_keeps_no_text() -> None:
    reading = read("这句话不会被保存", plain)
    kept = [getattr(reading, field.name) for field in fields(reading)]
    assert all(isinstance(value, int | bool | Sentiment) for value in kept)
    assert reading.sentiment.label == "neutral"
