"""Topics: what a message is about, by a table that names only topics which have a title."""

from __future__ import annotations

from importlib.resources import files

import pytest

from core.i18n import speaking
from core.text import TOPICS, read, topic_title
from core.text.normalise import normalise, set_apart
from core.text.reading import NO_SENTIMENT
from core.text.topics import topics_of

ROWS = [
    line.split("\t")
    for line in files("core.text").joinpath("data/topics.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("# ")
]


def topics(text: str) -> tuple[str, ...]:
    """Return the topics of a message."""
    return read(text, lambda _prose: NO_SENTIMENT).topics


def test_every_topic_of_the_table_has_a_title_in_both_languages() -> None:
    assert {key for key, _words in ROWS} - {"-"} == set(TOPICS)
    for key in TOPICS:
        with speaking("en"):
            english = topic_title(key)
        assert english.isascii()
        assert not topic_title(key).isascii()


def test_no_word_stands_twice_and_each_is_written_as_it_is_compared() -> None:
    words = [word for _key, listed in ROWS for word in listed.split("、")]
    assert len(words) == len(set(words))
    assert [word for word in words if normalise(word) != word] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("作业什么时候截止", ("homework", "schedule")),
        ("第三题的题库刷完了", ("exercise",)),
        ("回放卡顿，倍速也没用", ("video",)),
        ("今晚直播连麦吗", ("live",)),
        ("一直報錯，跑不起來", ("error",)),
        ("pip 装不上，要不要换源", ("install",)),
        ("我想退款", ("refund",)),
        ("原价多少钱，有优惠券吗", ("price",)),
        ("年卡到期怎么续费", ("membership",)),
        ("结业证书好看", ("certificate",)),
        ("助教辛苦了", ("teacher",)),
        ("后面太快了，跟不上", ("pace",)),
        ("周五停课，下周补课", ("schedule",)),
        ("谁拉我进群，我们分组", ("group",)),
        ("面试过了，拿到 offer", ("career",)),
        ("期末挂科了", ("exam",)),
        ("登不上小程序", ("app",)),
        ("课件和讲义在网盘", ("materials",)),
        ("问了两天没人回", ("answers",)),
        ("Any discount on the membership renewal?", ("price", "membership")),
        ("The homeworks and quizzes... my app crashed", ("homework", "app")),
        ("```\nTraceback (most recent call last)\n``` 怎么办", ("error",)),
    ],
)
def test_a_message_is_about(text: str, found: tuple[str, ...]) -> None:
    assert topics(text) == found


@pytest.mark.parametrize(
    "text",
    ["", "大家晚上好", "happy birthday", "他是个老师傅", "pricey", "今天的晚饭真香", "exams-free?"],
)
def test_a_message_is_about_nothing_of_these(text: str) -> None:
    assert "teacher" not in topics(text)
    assert "app" not in topics(text)
    assert "price" not in topics(text)


def test_words_set_apart_name_no_topic_but_an_error_in_code_does() -> None:
    assert topics("https://refund.example.com/") == ()
    assert topics_of(set_apart("`raise ValueError`")) == ("error",)
