"""Training: the leak guard, the sets that are missing, and the same weights every time."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.sentiment.corpus import (
    SOURCES,
    DataMissingError,
    Line,
    for_training,
    permissive_sources,
    read_lines,
    sets_folder,
)
from core.sentiment.model import SentimentModel
from core.sentiment.train import train

if TYPE_CHECKING:
    from pathlib import Path

GOOD, BAD, PLAIN = "开心喜欢满意期待", "难过生气失望后悔", "今天明天教室作业"


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
    with pytest.raises(DataMissingError, match=r"nlpcc2013\.tsv\.gz"):
        train(tmp_path, seed=1)


def test_a_label_that_is_neither_side_nor_neutral_is_left_out(folder: Path) -> None:
    assert not any("没有这一类" in line.text for line in read_lines(folder))


def test_emoticons_are_taken_away_in_a_second_copy(folder: Path) -> None:
    with gzip.open(folder / "weibo100k_part.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("train\tpos\t好[哈哈]\n")
    copies = {line.source: line.text for line in read_lines(folder) if "weibo100k" in line.source}
    assert copies == {"weibo100k_part": "好[哈哈]", "weibo100k_part_plain": "好"}


def test_the_same_seed_gives_the_same_weights_and_they_tell_good_from_bad(folder: Path) -> None:
    first, second = train(folder, seed=3), train(folder, seed=3)
    assert np.array_equal(first.weights.table, second.weights.table)
    assert first.note == second.note
    model = SentimentModel(first.weights)
    assert model.score("很开心，喜欢").score > model.score("很难过，失望").score
    assert first.note["measured"] == {
        "set": "smp_usual3",
        "rows": 30,
        "accuracy": round(first.accuracy, 4),
    }


def test_permissive_weights_come_from_permissive_sets_alone(folder: Path) -> None:
    report = train(folder, seed=1, sets="permissive")
    assert set(report.lines) <= permissive_sources()
    assert "chatxs" not in report.lines


def test_the_folder_of_sets_may_be_given_directly_or_as_its_parent(tmp_path: Path) -> None:
    assert sets_folder(tmp_path) == tmp_path
    (tmp_path / "sentiment").mkdir()
    assert sets_folder(tmp_path) == tmp_path / "sentiment"
