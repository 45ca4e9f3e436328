"""Measure the sentiment models on the public test splits, beside SnowNLP in the same run."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import f1_score

from core.sentiment.corpus import DataMissingError, Line, read_lines, sets_folder
from core.sentiment.named import model_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.sentiment.named import Model
    from core.text import Sentiment

REPOSITORY = Path(__file__).resolve().parent.parent
OWN_LINES = REPOSITORY / "tests" / "core" / "sentiment" / "chat_lines.tsv"
DEMO_LINES = REPOSITORY / "demo" / "data" / "chatter.json"
LABELS = ("negative", "neutral", "positive")
BINS = 10
ALARM = 0.7
SHORT = "请问这个报错怎么解决呀我试了三遍还是不行"
HOW_TO_GET = """The labelled sets are not here: {problem}.
They are public: ChnSentiCorp, SophonPlus/ChineseNlpCorpus (hotel, takeaway, shopping),
SMP2020-EWECT, NLPCC2013, weibo with eight labels, weibo_senti_100k and Chinese conversation
sentiment. Write each as gzipped lines "split<TAB>label<TAB>text" named <set>.tsv.gz into one
folder, and let QUNZHU_DATA name it; docs/sentiment.md says more."""


def main() -> int:
    """Print one JSON object; return 1 when the data sets are absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=1000, help="rows per set read by SnowNLP")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    try:
        tests = _tests(_folder())
    except DataMissingError as problem:
        sys.stderr.write(HOW_TO_GET.format(problem=problem) + "\n")
        return 1
    report = {
        "load_seconds": {name: _load_seconds(name) for name in ("default", "snownlp")},
        "sets": {
            name: _measure(lines, options.sample, options.seed) for name, lines in tests.items()
        },
        "speed": _speed(),
    }
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    return 0


def _folder() -> Path:
    data = os.environ.get("QUNZHU_DATA")
    return sets_folder(Path(data) if data else REPOSITORY.parent / "shared" / "data")


def _tests(folder: Path) -> dict[str, list[Line]]:
    tests: dict[str, list[Line]] = defaultdict(list)
    for line in read_lines(folder):
        if line.test:
            tests[line.source].append(line)
    for row in OWN_LINES.read_text("utf-8").splitlines():
        label, text = row.split("\t")
        tests["own_chat"].append(Line("own_chat", test=True, label=label, text=text))  # type: ignore[arg-type]
    for row in json.loads(DEMO_LINES.read_text("utf-8")):
        tests["demo_chat"].append(Line("demo_chat", test=True, label=row["mood"], text=row["text"]))
    return dict(tests)


def _measure(lines: Sequence[Line], sample: int, seed: int) -> dict[str, object]:
    """Return our figures on every row, and all models' on the rows that SnowNLP read too."""
    rows = np.random.default_rng(seed).permutation(len(lines))[:sample]
    sampled = [lines[row] for row in rows]
    return {
        "rows": len(lines),
        "default": _figures(model_named("default"), lines),
        "permissive": _figures(model_named("permissive"), lines),
        "sample": {
            "rows": len(sampled),
            "default": _figures(model_named("default"), sampled)["accuracy"],
            "snownlp": _figures(model_named("snownlp"), sampled)["accuracy"],
        },
    }


def _figures(model: Model, lines: Sequence[Line]) -> dict[str, float]:
    read = model.score_many(line.text for line in lines)
    labels = np.array([line.label for line in lines])
    sided = labels != "neutral"
    scores = np.array([sentiment.score for sentiment in read])
    figures = {"accuracy": _rounded(((scores > 0) == (labels == "positive"))[sided].mean())}
    if sided.all():
        return figures | {"calibration_error": _rounded(_two_class_error(read, labels))}
    guesses = np.array([sentiment.label for sentiment in read])
    sure = np.array([sentiment.confidence for sentiment in read])
    alarms = np.array([sentiment.negative > ALARM for sentiment in read])
    return figures | {
        "macro_f1": _rounded(f1_score(labels, guesses, labels=LABELS, average="macro")),
        "calibration_error": _rounded(_calibration_error(sure, guesses == labels)),
        "neutral_alarms": _rounded(alarms[~sided].mean()),
        "negative_alarms": _rounded(alarms[labels == "negative"].mean()),
        "neutral_read_negative": _rounded((guesses[~sided] == "negative").mean()),
        "positive_read_negative": _rounded((guesses[labels == "positive"] == "negative").mean()),
    }


def _two_class_error(read: Sequence[Sentiment], labels: np.ndarray) -> float:
    sides = np.array([(s.positive, s.negative) for s in read]) + 1e-9
    positive = sides[:, 0] / sides.sum(axis=1)
    sure = np.maximum(positive, 1 - positive)
    return _calibration_error(sure, (positive > 0.5) == (labels == "positive"))  # noqa: PLR2004


def _calibration_error(sure: np.ndarray, right: np.ndarray) -> float:
    """Return the expected gap between confidence and accuracy over ten equal bins."""
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(sure[bins == one].mean() - right[bins == one].mean()) * (bins == one).mean()
            for one in np.unique(bins)
        )
    )


def _load_seconds(name: str) -> float:
    begin = time.perf_counter()
    model_named(name).score(SHORT)
    return _rounded(time.perf_counter() - begin)


def _speed() -> Mapping[str, float]:
    ours = _microseconds(model_named("default"), 5000)
    theirs = _microseconds(model_named("snownlp"), 300)
    return {
        "characters": len(SHORT),
        "default_microseconds": _rounded(ours),
        "snownlp_microseconds": _rounded(theirs),
        "ratio": _rounded(theirs / ours),
    }


def _microseconds(model: Model, times: int) -> float:
    """Return the best of five rounds, per message of twenty characters."""
    rounds = []
    for _ in range(5):
        begin = time.perf_counter()
        for _ in range(times):
            model.score(SHORT)
        rounds.append((time.perf_counter() - begin) / times * 1e6)
    return min(rounds)


def _rounded(value: float) -> float:
    return round(float(value), 4)


if __name__ == "__main__":
    sys.exit(main())
