"""Our models on every set: whole test splits, traditional copies, and the rows that peers read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks.sentiment.challenge import accuracy, judge, read_challenge
from benchmarks.sentiment.measures import figures, macro_f1
from benchmarks.sentiment.texts import six_classes, traditional
from core.moderation.hits.screen import screen
from core.sentiment import ALARM, model_named
from core.text import read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.sentiment.measures import Figures
    from benchmarks.sentiment.texts import Row

MODELS = ("default", "permissive")


def measure_set(rows: Sequence[Row], sampled: Sequence[Row]) -> dict[str, object]:
    """Return both models' figures, what traditional script costs, and the sample's accuracies.

    SnowNLP is too slow for whole sets; its figures are the sample's, behind our own interface.
    """
    found = {name: _figures(name, rows) for name in MODELS}
    snownlp = _figures("snownlp", sampled)
    converted = _figures("default", traditional(rows))
    return {
        "rows": len(rows),
        **found,
        "traditional_loss": {
            name: round(found["default"][name] - converted[name], 4)
            for name in ("accuracy", "macro_f1")
            if name in converted
        },
        "sample_rows": len(sampled),
        "sample": {
            **{name: _figures(name, sampled)["accuracy"] for name in MODELS},
            "snownlp": snownlp["accuracy"],
        },
        "snownlp": snownlp,
    }


def measure_challenge() -> dict[str, object]:
    """Return each kind's share of lines read as expected, by the whole reading."""
    lines = read_challenge()
    readers = {name: partial(read, score=model_named(name).score, screen=screen) for name in MODELS}
    found = {name: accuracy(judge(lines, reader)) for name, reader in readers.items()}
    return {"rows": len(lines), **found}


def measure_six(folder: Path) -> dict[str, float]:
    """Return macro-F1 and accuracy over six emotions."""
    texts, labels = six_classes(folder)
    guesses = [model_named().emotion(text) for text in texts]
    right = [guess == label for guess, label in zip(guesses, labels, strict=True)]
    return {
        "rows": len(texts),
        "macro_f1": round(macro_f1(labels, guesses), 4),
        "accuracy": round(sum(right) / len(right), 4),
    }


def _figures(name: str, rows: Sequence[Row]) -> Figures:
    return figures(rows, model_named(name).score_many(row.text for row in rows), ALARM)
