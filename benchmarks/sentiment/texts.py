"""The texts: public test splits and our own chats, and what peers are trained on."""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import opencc

from benchmarks.sentiment.challenge import FEELINGS, read_challenge
from core.refusal import Refusal
from core.sentiment.corpus import for_training, read_lines, sets_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.text.reading import Label

REPOSITORY = Path(__file__).resolve().parents[2]
OWN_LINES = REPOSITORY / "tests" / "core" / "sentiment" / "chat_lines.tsv"
DEMO_LINES = REPOSITORY / "demo" / "data" / "chatter.json"
OWN_SETS = ("own_chat", "demo_chat", "challenge")
SIX_SET = "smp_usual6"
OFFICIAL_SET = "chnsenti"
HOW_TO_GET = """The labelled sets are not here: {problem}.
They are public: ChnSentiCorp, SophonPlus/ChineseNlpCorpus (hotel, takeaway, shopping),
SMP2020-EWECT, NLPCC2013, weibo with eight labels, weibo_senti_100k and Chinese conversation
sentiment. Write each as gzipped lines "split<TAB>label<TAB>text" named <set>.tsv.gz into one
folder, and let QUNZHU_DATA name it; docs/sentiment.md says more."""


@dataclass(frozen=True, slots=True)
class Row:
    """A text and what it is labelled."""

    label: Label
    text: str


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything that is read: each set's test rows, and guarded training rows with a side."""

    tests: dict[str, list[Row]]
    training: list[Row]


def data_folder() -> Path:
    """Return the folder of labelled sets: beside the repository unless QUNZHU_DATA names it."""
    data = os.environ.get("QUNZHU_DATA")
    return sets_folder(Path(data) if data else REPOSITORY.parent / "shared" / "data")


def read_texts(folder: Path) -> Texts:
    """Read every set; a Refusal names one that is not there."""
    lines = list(read_lines(folder))
    tests: dict[str, list[Row]] = {}
    for line in lines:
        if line.test:
            tests.setdefault(line.source, []).append(Row(line.label, line.text))
    tests["own_chat"] = [
        Row(label, text)  # type: ignore[arg-type] # the file's own labels
        for label, text in (row.split("\t") for row in OWN_LINES.read_text("utf-8").splitlines())
    ]
    demo = json.loads(DEMO_LINES.read_text("utf-8"))
    tests["demo_chat"] = [Row(line["mood"], line["text"]) for line in demo]
    tests["challenge"] = [
        Row(line.expectation, line.text)  # type: ignore[arg-type] # these are feelings
        for line in read_challenge()
        if line.kind in FEELINGS
    ]
    sided = [line for line in for_training(lines) if line.label != "neutral" and line.polarity]
    return Texts(tests, [Row(line.label, line.text) for line in sided])


def six_classes(folder: Path) -> tuple[list[str], list[str]]:
    """Return texts and labels of the test split with six emotions."""
    rows = [row for row in _rows(folder, SIX_SET) if row[0] == "test"]
    return [row[2] for row in rows], [row[1] for row in rows]


def official_split(folder: Path) -> tuple[list[Row], list[Row]]:
    """Return chnsenti's train and dev rows, and its test rows, as published."""
    sides: dict[str, Label] = {"pos": "positive", "neg": "negative"}
    parts: dict[bool, list[Row]] = {True: [], False: []}
    for split, label, text in _rows(folder, OFFICIAL_SET):
        parts[split == "test"].append(Row(sides[label], text))
    return parts[False], parts[True]


def sample(rows: Sequence[Row], size: int, seed: int) -> list[Row]:
    """Return that many rows drawn without replacement, or all when there are fewer."""
    return [rows[at] for at in np.random.default_rng(seed).permutation(len(rows))[:size]]


def traditional(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with their texts in traditional characters."""
    converter = opencc.OpenCC("s2t")
    return [replace(row, text=converter.convert(row.text)) for row in rows]


def _rows(folder: Path, name: str) -> list[tuple[str, str, str]]:
    path = folder / f"{name}.tsv.gz"
    if not path.exists():
        raise Refusal("{folder} 里没有 {file}。", folder=folder, file=path.name)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        split = [row.rstrip("\n").split("\t", 2) for row in file]
    return [(row[0], row[1], row[2]) for row in split]
