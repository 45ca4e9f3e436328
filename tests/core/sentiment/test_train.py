"""Training: the leak guard, the sets that are missing, and the same weights every time."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.refusal import Refusal
from core.sentiment.convolution_training import Recipe
from core.sentiment.corpus import (
    COURSE_SET,
    SOURCES,
    Line,
    checked_texts,
    for_training,
    permissive_sources,
    read_lines,
    sets_folder,
)
from core.sentiment.examples import gather
from core.sentiment.model import SentimentModel
from core.sentiment.train import train, train_unguarded
from core.text import letters

if TYPE_CHECKING:
    from collections.abc import Callable

CHAT_LINES = Path(__file__).with_name("chat_lines.tsv")
QUICK = Recipe(depth=8, pair_depth=4, filters=8, rounds=1, batch=64)
GOOD, BAD, PLAIN = "开心喜欢满意期待", "难过生气失望后悔", "今天明天教室作业"


FEELINGS = {
    "angry": "气死",
    "fear": "害怕",
    "happy": "欢喜",
    "neural": "路过",
    "sad": "落泪",
    "surprise": "天哪",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write every set, small and made up."""
    for source in SOURCES:
        rows = []
        for number in range(40):
            split = source.test if number % 4 == 0 else "train"
            rows += [
                f"{split}\tpos\t{source.name}{GOOD[number % 8]}{GOOD[number % 7]}{number}",
                f"{split}\tneg\t{source.name}{BAD[number % 8]}{BAD[number % 7]}{number}",
                f"{split}\tneu\t{source.name}{PLAIN[number % 8]}{PLAIN[number % 7]}{number}",
                f"{split}\tsurprise\t没有这一类{number}",
            ]
        with gzip.open(tmp_path / f"{source.name}.tsv.gz", "wt", encoding="utf-8") as file:
            file.write("\n".join(rows) + "\n")
    with gzip.open(tmp_path / "smp_usual6.tsv.gz", "wt", encoding="utf-8") as file:
        for number, (name, sign) in enumerate(FEELINGS.items()):
            file.writelines(f"train\t{name}\t{sign}{one}号\n" for one in range(60))
            file.write(f"test\t{name}\t{sign}考题{number}\n")
    return tmp_path


def test_no_text_of_any_test_split_is_trained_on() -> None:
    lines = [
        Line("a", test=True, label="positive", text="老师，讲得真好！"),
        Line("b", test=False, label="positive", text="老師講得 真好"),
        Line("b", test=False, label="negative", text="听不懂"),
    ]
    assert [line.text for line in for_training(lines)] == ["听不懂"]


def test_no_text_is_trained_on_twice() -> None:
    lines = [
        Line("a", test=False, label="positive", text="好！"),
        Line("b", test=False, label="negative", text="好。"),
        Line("b", test=False, label="neutral", text="！！！"),
    ]
    assert for_training(lines) == lines[:1]


def test_a_missing_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        train(tmp_path, seed=1)
    assert "nlpcc2013.tsv.gz" in caught.value.said()


def test_a_label_that_is_neither_side_nor_neutral_is_left_out(folder: Path) -> None:
    assert not any("没有这一类" in line.text for line in read_lines(folder))


def test_emoticons_are_taken_away_in_a_second_copy(folder: Path) -> None:
    with gzip.open(folder / "weibo100k_part.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("train\tpos\t好[哈哈]\n")
    copies = {line.source: line.text for line in read_lines(folder) if "weibo100k" in line.source}
    assert copies == {"weibo100k_part": "好[哈哈]", "weibo100k_part_plain": "好"}


def test_the_same_seed_gives_the_same_weights_and_they_tell_good_from_bad(folder: Path) -> None:
    only = ("smp_usual3", "waimai", "weibo8")
    first, second = (train(folder, seed=3, only=only, recipe=QUICK) for _ in range(2))
    assert np.array_equal(first.weights.sides.codes, second.weights.sides.codes)
    assert np.array_equal(first.weights.words.codes, second.weights.words.codes)
    assert np.array_equal(first.weights.convolution.pairs, second.weights.convolution.pairs)
    assert np.array_equal(first.weights.blend, second.weights.blend)
    assert first.note == second.note
    model = SentimentModel(first.weights)
    assert model.score("很开心，喜欢").score > model.score("很难过，失望").score
    assert model.emotion("气死") == "angry"
    assert first.note["measured"] == {
        "set": "smp_usual3",
        "rows": 30,
        "accuracy": round(first.accuracy, 4),
    }


def test_permissive_weights_come_from_permissive_sets_alone(folder: Path) -> None:
    examples = gather(folder, permissive=True)
    assert set(examples.sources) <= permissive_sources()
    assert "chatxs" not in examples.sources


def test_texts_that_check_the_model_or_test_six_feelings_are_never_gathered(folder: Path) -> None:
    checked = CHAT_LINES.read_text("utf-8").splitlines()[0].partition("\t")[2]
    rows = (f"train\tneg\t{text}\n" for text in (checked, "气死考题0", "只有这一条，我不满意"))
    with gzip.open(folder / "htl.tsv.gz", "wt", encoding="utf-8") as file:
        file.writelines(rows)
    assert letters(checked) in checked_texts()
    texts = {letters(text) for text in gather(folder, only=("htl", "smp_usual3")).texts}
    assert letters("只有这一条，我不满意") in texts
    assert letters("气死考题0") not in texts
    assert not texts & checked_texts()


def test_our_own_course_chat_is_the_first_style(folder: Path) -> None:
    sources = gather(folder).sources
    assert sources[0] == COURSE_SET
    assert list(sources[1:]) == sorted(sources[1:])


def test_every_copy_of_a_text_is_in_the_same_fold(folder: Path) -> None:
    with gzip.open(folder / "weibo100k_part.tsv.gz", "wt", encoding="utf-8") as file:
        file.writelines(f"train\tpos\t试验{number}号[未知的表情]\n" for number in range(200))
    examples = gather(folder, only=("weibo100k_part", "weibo100k_part_plain"))
    folds: dict[str, set[int]] = {}
    for text, fold in zip(examples.texts, examples.folds, strict=True):
        if text.startswith("试验"):
            folds.setdefault(text.partition("号")[0], set()).add(int(fold))
    assert len(folds) == 200
    assert all(len(fold) == 1 for fold in folds.values())


def test_unguarded_training_keeps_what_the_test_part_repeats(folder: Path) -> None:
    with gzip.open(folder / "chnsenti.tsv.gz", "wt", encoding="utf-8") as file:
        for split in ("train", "test"):
            file.writelines(f"{split}\tpos\t开心{number}\n" for number in range(60))
            file.writelines(f"{split}\tneg\t难过{number}\n" for number in range(60))
    assert len(gather(folder, only={"chnsenti"}).texts) == 0
    model = train_unguarded(folder, {"chnsenti"}, recipe=QUICK)
    assert model.score("开心7").score > model.score("难过7").score


@pytest.mark.parametrize("damage", [lambda whole: whole[:-12], lambda _: b"no gzip at all"])
def test_a_set_that_cannot_be_unpacked_is_named(
    folder: Path, damage: Callable[[bytes], bytes]
) -> None:
    packed = folder / "chnsenti.tsv.gz"
    packed.write_bytes(damage(packed.read_bytes()))
    with pytest.raises(Refusal) as refused:
        gather(folder, only={"chnsenti"})
    assert refused.value.said() == f"{packed} 已损坏，解不开。"


def test_the_folder_of_sets_may_be_given_directly_or_as_its_parent(tmp_path: Path) -> None:
    assert sets_folder(tmp_path) == tmp_path
    (tmp_path / "sentiment").mkdir()
    assert sets_folder(tmp_path) == tmp_path / "sentiment"
