"""The model: what it must get right, what it must survive, and what it refuses to load."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sentiment import MODEL_NAMES, WEIGHTS, model_named
from core.sentiment.corpus import COURSE_CHAT
from core.sentiment.features import BUCKETS, NO_BUCKET, buckets, frame
from core.sentiment.model import Adjustment, SentimentModel
from core.sentiment.weights import MANIFEST, WeightsDamagedError, load
from core.text import letters

CHAT_LINES = Path(__file__).with_name("chat_lines.tsv")
DEMO_LINES = Path(__file__).parents[3] / "demo" / "data" / "chatter.json"
LARGEST_FILES = 6_000_000


@pytest.mark.parametrize("name", ["default", "permissive"])
@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("我今天不高兴", "negative"),
        ("我今天很高兴", "positive"),
        ("請問這個報錯怎麼解決？", "neutral"),
        ("请问这个报错怎么解决？", "neutral"),
        ("pip install 之后重启终端", "neutral"),
        ("气死我了", "negative"),
        ("太棒了，谢谢老师", "positive"),
    ],
)
def test_plain_cases_are_read_right(name: str, text: str, label: str) -> None:
    assert model_named(name).score(text).label == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("不太好", "negative"),
        ("一点也不难", "positive"),
        ("老师讲得好，但作业太难", "negative"),
        ("作业虽然难，但是收获很大", "positive"),
        ("太難了，完全聽不懂", "negative"),
        ("我的 code 跑不起来，好烦", "negative"),
        ("yyds，老师讲得太好了", "positive"),
        ("破防了，文件全没了", "negative"),
        ("程序崩溃以后日志在哪里看？", "neutral"),
    ],
)
def test_negation_contrast_slang_and_mixed_scripts_are_read_right(text: str, label: str) -> None:
    assert model_named().score(text).label == label


def test_most_lines_of_a_course_chat_are_read_right() -> None:
    lines = [line.split("\t") for line in CHAT_LINES.read_text("utf-8").splitlines()]
    read = model_named().score_many(text for _label, text in lines)
    right = sum(one.label == label for one, (label, _text) in zip(read, lines, strict=True))
    assert right / len(lines) >= 0.88


def test_none_of_those_lines_was_trained_on() -> None:
    trained, tested = (
        {letters(line.split("\t")[1]) for line in path.read_text("utf-8").splitlines()}
        for path in (COURSE_CHAT, CHAT_LINES)
    )
    assert not trained & tested


def test_few_plain_or_glad_lines_of_the_demo_are_read_as_negative() -> None:
    lines = [
        line for line in json.loads(DEMO_LINES.read_text("utf-8")) if line["mood"] != "negative"
    ]
    read = model_named().score_many(line["text"] for line in lines)
    assert sum(one.label == "negative" for one in read) / len(lines) <= 0.16


def test_no_line_of_the_demo_nor_its_near_copy_was_trained_on() -> None:
    demo = [_pairs(line["text"]) for line in json.loads(DEMO_LINES.read_text("utf-8"))]
    for line in COURSE_CHAT.read_text("utf-8").splitlines():
        pairs = _pairs(line.split("\t")[1])
        assert max(len(pairs & other) / len(pairs | other) for other in demo) < 0.5, line


def _pairs(text: str) -> set[str]:
    framed = f"^{letters(text)}$"
    return {framed[at : at + 2] for at in range(len(framed) - 1)}


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u202e", "@ming", "https://example.com/a"])
def test_nothing_to_read_is_neutral_without_confidence(text: str) -> None:
    read = model_named().score(text)
    assert (read.label, read.confidence, read.score) == ("neutral", 0.0, 0.0)


@given(st.text(st.characters()))
def test_any_text_gives_three_probabilities_that_sum_to_one(text: str) -> None:
    read = model_named().score(text)
    assert read.negative + read.neutral + read.positive == pytest.approx(1)
    assert -1 <= read.score <= 1
    assert 0 <= read.confidence <= 1


def test_many_texts_are_scored_in_order() -> None:
    model = model_named()
    texts = ["难过", "", "开心", "作业交了吗？" * 900, "@ming", "气死我了"]
    for one, text in zip(model.score_many(texts), texts, strict=True):
        alone = model.score(text)
        assert one.label == alone.label
        assert one.score == pytest.approx(alone.score, abs=1e-5)
    assert model.score_many([]) == []


@pytest.mark.parametrize("adjustment", [Adjustment(), Adjustment((1.5, 0.7), (-0.4, 0.2))])
def test_a_text_is_scored_alike_alone_and_among_others(adjustment: Adjustment) -> None:
    model = SentimentModel.load(WEIGHTS / "default.npz", adjustment)
    lines = [line.split("\t")[1] for line in CHAT_LINES.read_text("utf-8").splitlines()]
    texts = [
        *lines,
        "好",
        "?",
        "😀",
        "supercalifragilistic太难了",
        "老师讲得好，" * 60,
        "坏" * 5000,
    ]
    for together, text in zip(model.score_many(texts), texts, strict=True):
        alone = model.score(text)
        assert (alone.negative, alone.neutral, alone.positive) == pytest.approx(
            (together.negative, together.neutral, together.positive), abs=1e-6
        )


def test_a_text_of_one_character_has_every_run_up_to_its_frame() -> None:
    found = buckets(frame(["好"]))
    assert (found != NO_BUCKET).sum() == 3 + 2 + 1
    assert found[found != NO_BUCKET].max() < BUCKETS


def test_six_feelings_are_told_apart() -> None:
    model = SentimentModel.load(WEIGHTS / "default.npz")
    shares = model.emotions("气死我了，又被扣钱")
    assert sum(shares.values()) == pytest.approx(1)
    assert model.emotion("气死我了，又被扣钱") == "angry"
    assert model.emotion("今天好开心，爱你们") == "happy"
    assert model.emotion("好难过，一个人哭了一晚上") == "sad"
    assert model.emotion("") == "neutral"


def test_an_adjustment_moves_what_is_read() -> None:
    path = WEIGHTS / "default.npz"
    timid = SentimentModel.load(path, Adjustment((1, 1), (-19, 0)))
    plain = SentimentModel.load(path)
    assert plain.score("气死我了").label == "negative"
    assert timid.score("气死我了").label == "neutral"


def test_an_unknown_model_is_an_error() -> None:
    with pytest.raises(ValueError, match="default, permissive, snownlp"):
        model_named("oracle")


def test_shipped_weights_are_small() -> None:
    assert sum(path.stat().st_size for path in WEIGHTS.glob("*.npz")) <= LARGEST_FILES


def test_weights_that_were_tampered_with_are_refused(tmp_path: Path) -> None:
    shutil.copy(WEIGHTS / MANIFEST, tmp_path)
    damaged = bytearray((WEIGHTS / "default.npz").read_bytes())
    damaged[1000] ^= 1
    (tmp_path / "default.npz").write_bytes(damaged)
    with pytest.raises(WeightsDamagedError):
        SentimentModel.load(tmp_path / "default.npz")


def test_weights_without_a_manifest_are_refused(tmp_path: Path) -> None:
    shutil.copy(WEIGHTS / "default.npz", tmp_path)
    with pytest.raises(WeightsDamagedError):
        load(tmp_path / "default.npz")


def test_snownlp_reads_behind_the_same_interface_and_survives_nothing() -> None:
    model = model_named("snownlp")
    assert MODEL_NAMES[-1] == "snownlp"
    assert model.score("").confidence == 0
    assert model.score("东西很好，很满意").label == "positive"
    assert model.score("太差了，又脏又吵，再也不来").score < 0
    assert model.emotion("东西很好，很满意") == "happy"
