"""Reading: what is understood of a message, once, and what comes with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text import NOTHING_READ, Hit, Parts, Prose, Sentiment, read, read_many, set_apart
from core.text.reading import NO_SENTIMENT, sentiment_of
from tests.core.text.writing import WRITING, traditional

HERE = Path(__file__).parent
GOOD_ENOUGH = 0.95


def plain(_prose: str) -> Sentiment:
    """Read no feeling into anything."""
    return sentiment_of(0.0, 1.0, 0.0)


def told_apart(table: str, wanted: str, flag: str) -> tuple[float, list[str]]:
    """Return the share of a table's lines that are read rightly, and the others."""
    rows = [row.split("\t") for row in (HERE / table).read_text("utf-8").splitlines()]
    assert len(rows) >= 150
    assert len({text for _label, text in rows}) == len(rows)
    wrong = [
        f"{label}: {text}"
        for label, text in rows
        if getattr(read(text, plain), flag) != (label == wanted)
    ]
    return 1 - len(wrong) / len(rows), wrong


@pytest.mark.parametrize(
    ("table", "wanted", "flag"),
    [("questions.tsv", "question", "question"), ("thanks.tsv", "thanks", "thanks")],
)
def test_our_own_lines_are_told_apart(table: str, wanted: str, flag: str) -> None:
    accuracy, wrong = told_apart(table, wanted, flag)
    assert accuracy >= GOOD_ENOUGH, f"{table}: {accuracy:.3f}, wrong: {wrong}"


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
        "他说「别急」，可什么时候能好",
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
        "谁知道呢",
        "老师问“听懂了吗”，大家都点头",
        "？",
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
        "谢谢，那第二问怎么做？",
    ],
)
def test_it_does_not_thank(text: str) -> None:
    assert not read(text, plain).thanks


@settings(max_examples=300)
@given(WRITING)
def test_any_text_can_be_read_and_reads_the_same_again(text: str) -> None:
    reading = read(text, plain)
    assert reading == read(text, plain)
    assert reading.length == len(reading.text)
    shares = (reading.languages.han, reading.languages.latin, reading.languages.other)
    assert sum(shares) == (pytest.approx(1) if any(shares) else 0)


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "\ud800", "<t:1700000000>"])
def test_a_text_without_anything_reads_as_nothing(text: str) -> None:
    assert read(text, plain) == NOTHING_READ


def test_a_text_without_prose_feels_nothing_and_still_has_its_addresses() -> None:
    reading = read("https://example.com @ming", plain)
    assert (reading.text, reading.sentiment, reading.words) == ("", NO_SENTIMENT, ())
    assert (reading.urls, reading.mentions) == (("https://example.com",), 1)


def test_a_reading_that_is_logged_shows_nothing_of_what_was_said() -> None:
    shown = repr(read("这句话不会被看见 https://secret.example/x @ming", plain))
    assert "看见" not in shown
    assert "secret" not in shown


def test_a_text_taken_apart_that_is_logged_shows_nothing_of_what_was_said() -> None:
    shown = repr(set_apart("这句话不会被看见 https://secret.example/x @ming `秘密代码`"))
    assert not [word for word in ("看见", "secret", "ming", "代码") if word in shown]


def test_the_model_and_the_screen_are_given_what_is_normalised() -> None:
    seen: list[str | Parts] = []
    hit = Hit("word", 0, 2, entry="刷单")

    def score(prose: str) -> Sentiment:
        seen.append(prose)
        return plain(prose)

    def screen(parts: Parts) -> tuple[Hit, ...]:
        seen.append(parts)
        return (hit,)

    reading = read("刷單 看 https://a.com/X", score, screen)
    assert reading.hits == (hit,)
    assert seen == [Parts(Prose("刷单 看"), ("https://a.com/x",)), "刷单 看"]
    assert all(isinstance(given, Prose | Parts) for given in seen)


@given(st.lists(WRITING, max_size=4))
def test_many_are_read_as_each_is_alone(texts: list[str]) -> None:
    def score(prose: str) -> Sentiment:
        return sentiment_of(0.0, 0.0, 1.0) if "好" in prose else NO_SENTIMENT

    def screen(parts: Parts) -> tuple[Hit, ...]:
        return (Hit("word", 0, len(parts.prose)),)

    many = read_many(
        texts, lambda all_of: [*map(score, all_of)], lambda all_of: [*map(screen, all_of)]
    )
    assert many == [read(text, score, screen) for text in texts]


@pytest.mark.parametrize(
    ("text", "han", "latin", "other"),
    [
        ("今天学了三节课", 1, 0, 0),
        ("pip install 装好了", 3 / 13, 10 / 13, 0),
        ("123 !!! 😂", 0, 0, 0),
        ("привет 你好", 2 / 8, 0, 6 / 8),
        ("hello", 0, 1, 0),
    ],
)
def test_the_mix_of_languages_is_counted_in_letters(
    text: str, han: float, latin: float, other: float
) -> None:
    mix = read(text, plain).languages
    assert (mix.han, mix.latin, mix.other) == pytest.approx((han, latin, other))


@pytest.mark.parametrize("table", ["questions.tsv", "thanks.tsv"])
def test_a_traditional_copy_is_read_like_the_message(table: str) -> None:
    texts = [row.split("\t")[1] for row in (HERE / table).read_text("utf-8").splitlines()]
    differing = [text for text in texts if read(traditional(text), plain) != read(text, plain)]
    assert len(differing) <= len(texts) * 0.01, differing
