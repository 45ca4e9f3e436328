"""The parts of the model: bytes that stand for weights, the convolution, the lexicon, the rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.sentiment.clauses import AFTER_BUT, AFTER_MARK, turn
from core.sentiment.convolution import ConvolutionReader
from core.sentiment.convolution_training import ConvolutionTrainer, Recipe
from core.sentiment.features import (
    NO_BUCKET,
    buckets,
    buckets_of_one,
    counts,
    frame,
    frame_one,
    word_buckets,
)
from core.sentiment.lexicon import LEXICON, Kind, find
from core.sentiment.model import SentimentModel
from core.sentiment.named import WEIGHTS
from core.sentiment.numbered import Numbered
from core.sentiment.rules import RULES, rules
from core.sentiment.weights import MANIFEST, Table, Weights, load, save
from core.weights import companded, expanded

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RECIPE = Recipe(depth=6, pair_depth=4, filters=8, rounds=60, batch=16, dropped=0, hidden=0, faded=0)
TEXTS = [f"{side}{number}次" for number in range(30) for side in ("不很好", "很不好")]


@pytest.fixture
def trainer() -> ConvolutionTrainer:
    """Begin with texts of the same characters in another order."""
    return ConvolutionTrainer(Numbered.of(TEXTS), 1, RECIPE, np.random.default_rng(1))


def outputs(reader: ConvolutionReader, text: str) -> NDArray[np.float32]:
    """Return what a convolution says of a text."""
    frames = frame([text])
    whole, _apart = reader.read(frames, buckets(frames), np.array([0]))
    found: NDArray[np.float32] = whole[0]
    return found


def test_companded_weights_come_back_within_a_hundredth_of_the_largest() -> None:
    values = np.random.default_rng(1).normal(size=(50, 4)).astype(np.float32)
    codes, largest = companded(values)
    assert codes.dtype == np.int8
    assert np.abs(expanded(codes, largest) - values).max() <= 0.01 * largest
    assert companded(np.zeros(3, np.float32))[0].tolist() == [0, 0, 0]


def test_a_convolution_learns_the_order_of_characters(trainer: ConvolutionTrainer) -> None:
    answers = np.array([text.startswith("很不") for text in TEXTS])

    def slope(outputs: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        shares = 1 / (1 + np.exp(-outputs[:, 0]))
        return np.asarray((shares - answers[rows])[:, None], np.float32)

    trainer.fit(np.arange(len(TEXTS)), slope)
    reader = ConvolutionReader(trainer.learned())
    assert outputs(reader, "很不好99")[0] > 0 > outputs(reader, "不很好99")[0]


def test_a_convolution_reads_any_text(trainer: ConvolutionTrainer) -> None:
    reader = ConvolutionReader(trainer.learned())
    for text in ("", "好", "😀" * 300, "\ud800", "𠀀"):
        assert np.isfinite(outputs(reader, text)).all()


def test_written_weights_are_read_as_they_were(tmp_path: Path, trainer: ConvolutionTrainer) -> None:
    table = np.zeros((1024, 2), np.float32)
    table[[3, 500]] = [[1.0, -0.5], [0.25, 0]]
    sides = Table.of(table)
    blend = np.ones((5, 2), np.float32)
    weights = Weights(sides, sides, sides, trainer.learned(), blend, blend)
    save(tmp_path / "some.npz", weights, {"seed": 1})
    again = load(tmp_path / "some.npz")
    assert np.array_equal(again.sides.codes, sides.codes)
    assert np.array_equal(again.blend, blend)
    assert json.loads((tmp_path / MANIFEST).read_text())["some.npz"]["seed"] == 1


def test_the_quick_way_to_the_odds_agrees_with_the_signals() -> None:
    weights = load(WEIGHTS / "default.npz")
    model = SentimentModel(weights)
    texts = ["老师讲得好,但作业太难", "请问这个报错怎么解决?", "😀", "好" * 600]
    assert model.logits(texts) == pytest.approx(model.signals(texts) @ weights.blend, abs=1e-3)


def test_a_text_reads_alike_alone_and_among_others(trainer: ConvolutionTrainer) -> None:
    texts = ["不很好", "好", "machine learning 很好!" * 20, "😀", "好" * 5000, "好" * 254, "不"]
    frames = frame(texts)
    runs = buckets(frames)
    words, starts, counted = word_buckets(frames, runs)
    reader = ConvolutionReader(trainer.learned())
    together, _apart = reader.read(frames, runs, np.zeros(len(texts), np.int64))
    for at, text in enumerate(texts):
        alone = frame([text])
        inside = slice(frames.starts[at], frames.starts[at] + frames.lengths[at])
        assert np.array_equal(buckets(alone)[:, 1:-1], runs[:, inside])
        assert (runs[:, inside] != NO_BUCKET).sum() == counts(alone.lengths)[0]
        own = word_buckets(alone, buckets(alone))[0]
        assert np.array_equal(own, words[:, starts[at] : starts[at] + own.shape[1]])
        assert 2 * own.shape[1] - 1 == counted[at]
        assert outputs(reader, text) == pytest.approx(together[at], abs=1e-5)


def test_what_stands_before_and_behind_a_turn_is_read_apart(trainer: ConvolutionTrainer) -> None:
    reader = ConvolutionReader(trainer.learned())
    texts, turns = ["不很好,很不好", "好", "不很好" * 100], np.array([4, 0, 90])
    frames = frame(texts)
    whole, apart = reader.read(frames, buckets(frames), turns)
    assert apart.shape == (2, 2, 1)
    for row, turned in enumerate((0, 2)):
        points = frame_one(texts[turned])
        pairs = buckets_of_one(points)[len(points) :][: len(points) - 1]
        alone = reader.read_one(points, pairs, int(turns[turned]))
        assert alone[0] == pytest.approx(whole[turned], abs=1e-5)
        assert alone[1:] == pytest.approx(apart[row], abs=1e-5)
    changed = frame(["很不好,很不好"])
    _whole, other = reader.read(changed, buckets(changed), turns[:1])
    assert other[0, 1] == pytest.approx(apart[0, 1], abs=1e-5)
    assert other[0, 0] != pytest.approx(apart[0, 0], abs=1e-5)


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("讲得好,但作业太难", "作业太难"),
        ("讲得好,但太难,而且太多", "太难,而且太多"),
        ("讲得好,作业难,时间少", "时间少"),
        ("讲得好,作业太难!!!", "作业太难!!!"),
        ("讲得好,但", None),
        ("讲得好", None),
        ("好" * 300 + ",但作业太难", None),
    ],
)
def test_a_text_turns_behind_its_last_but_or_else_its_last_mark(
    text: str, behind: str | None
) -> None:
    begin, kind = turn(text, find(text))
    assert (text[begin:] if begin else None) == behind
    if behind:
        assert kind == (AFTER_BUT if "但" in text else AFTER_MARK)


def test_every_kind_has_forms_and_no_form_stands_twice() -> None:
    rows = [row for row in LEXICON.read_text("utf-8").splitlines() if row and row[0] != "#"]
    kinds = [row.partition("\t")[0] for row in rows]
    assert sorted(kinds) == sorted(Kind)
    forms = [form for row in rows for form in row.partition("\t")[2].split(" ")]
    assert all(forms)
    assert len(forms) == len(set(forms)), {one for one in forms if forms.count(one) > 1}


def test_the_longest_form_is_found_and_latin_ones_only_as_words() -> None:
    assert find("真香") == [(Kind.SLANG_GOOD, 0, 2)]
    assert find("badge") == []
    assert find("so bad!") == [(Kind.VERY, 0, 2), (Kind.BAD, 3, 6)]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("满意", "不满意"),
        ("没有不满意", "不满意"),
        ("很难", "难"),
        ("讲得好,但太难", "太难,但讲得好"),
        ("退款多久到账?", "退款多久到账"),
        ("学会了", "学会了🙂"),
    ],
)
def test_rules_tell_texts_apart_that_share_their_words(text: str, other: str) -> None:
    found, of_other = rules(text, find(text)), rules(other, find(other))
    assert len(found) == RULES
    assert found != of_other
