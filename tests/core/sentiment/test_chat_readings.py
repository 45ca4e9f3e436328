"""Short lines that course chats are full of: each must be read right, with room to spare."""

from __future__ import annotations

import pytest

from core import bootstrap
from core.sentiment import model_named

SURE = 0.5
FAR_FROM = 0.4

CLEAR = [
    ("我今天不高兴", "negative"),
    ("我今天不高興", "negative"),
    ("不太好", "negative"),
    ("呵呵🙂", "negative"),
    ("yyds", "positive"),
    ("绝绝子", "positive"),
    ("絕絕子", "positive"),
    ("破防了", "negative"),
    ("裂开", "negative"),
    ("裂開", "negative"),
    ("寄了", "negative"),
    ("请问这个报错怎么解决？", "neutral"),
    ("請問這個報錯怎麼解決？", "neutral"),
    ("pip install 之后重启终端", "neutral"),
    ("pip install 之後重啟終端", "neutral"),
    ("deploy 又 fail 了，好烦", "negative"),
    ("这个 course 真的 nice", "positive"),
    ("交了钱就这？", "negative"),
    ("无可挑剔", "positive"),
]

NEVER = [
    ("没有不满意", "negative"),
    ("沒有不滿意", "negative"),
    ("也不是不行", "negative"),
    ("老师讲得好，但作业太难", "positive"),
    ("老師講得好，但作業太難", "positive"),
    ("6", "negative"),
]


@pytest.mark.parametrize("name", ["default", "permissive"])
@pytest.mark.parametrize(("text", "label"), CLEAR)
def test_a_clear_line_is_read_right_with_room_to_spare(name: str, text: str, label: str) -> None:
    read = model_named(name).score(text)
    assert read.label == label
    assert getattr(read, label) > SURE


@pytest.mark.parametrize("name", ["default", "permissive"])
@pytest.mark.parametrize(("text", "wrong"), NEVER)
def test_a_turned_line_is_far_from_what_its_words_say(name: str, text: str, wrong: str) -> None:
    read = model_named(name).score(text)
    assert read.label != wrong
    assert getattr(read, wrong) < FAR_FROM


def test_a_reading_is_the_same_alone_and_among_others() -> None:
    reader = bootstrap.reader()
    texts = [text for text, _label in CLEAR]
    for together, text in zip(reader.many([*texts, "加v abc12345 日结"]), texts, strict=False):
        alone = reader(text)
        assert (alone.text, alone.words, alone.topics) == (
            together.text,
            together.words,
            together.topics,
        )
        assert alone.sentiment.score == pytest.approx(together.sentiment.score, abs=1e-6)
        assert [hit.rule for hit in alone.hits] == [hit.rule for hit in together.hits]
