"""How fast: the model alone, the whole reading, and SnowNLP, on the same messages in one run.

A reading is measured of one message by itself, as it is when a chat is quiet, and of as many
as the writer takes together, as they are when it is not.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from snownlp import SnowNLP

from benchmarks.sentiment.texts import DEMO_LINES
from core.moderation.hits.screen import screen, screen_many
from core.sentiment import model_named
from core.text import read, read_many
from core.writer import BATCH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LONG_MESSAGES = Path(__file__).with_name("long_messages.txt")
SHORT = range(17, 24)
ROUNDS = 5
ENOUGH_SECONDS = 0.2


def measure_speed() -> dict[str, dict[str, float]]:
    """Return messages per second of CPU for short (about 20) and long (about 200) characters."""
    demo = [line["text"] for line in json.loads(DEMO_LINES.read_text("utf-8"))]
    return {
        "short": _measure([text for text in demo if len(text) in SHORT]),
        "long": _measure(LONG_MESSAGES.read_text("utf-8").splitlines()),
    }


def _measure(texts: Sequence[str]) -> dict[str, float]:
    score, score_many = model_named().score, model_named().score_many
    model = _per_second(score, texts)
    reading = _per_second(lambda text: read(text, score, screen), texts)
    unscreened = _per_second(lambda text: read(text, score), texts)
    crowd = [texts[at % len(texts)] for at in range(BATCH)]
    crowded = _per_second(lambda some: read_many(some, score_many, screen_many), [crowd]) * BATCH
    snownlp = _per_second(lambda text: SnowNLP(text).sentiments, texts)
    return {
        "characters": round(sum(map(len, texts)) / len(texts), 1),
        "model": round(model),
        "reading": round(reading),
        "reading_many": round(crowded),
        "reading_without_screen": round(unscreened),
        "snownlp": round(snownlp),
        "model_microseconds": round(1e6 / model, 1),
        "reading_microseconds": round(1e6 / reading, 1),
        "reading_without_screen_microseconds": round(1e6 / unscreened, 1),
        "reading_many_microseconds": round(1e6 / crowded, 1),
        "reading_over_snownlp": round(reading / snownlp, 1),
        "reading_many_over_snownlp": round(crowded / snownlp, 1),
    }


def _per_second(do: Callable[[Any], object], texts: Sequence[object]) -> float:
    """Return the best of five rounds over all texts, by the process's own time."""
    times = 1
    while (once := _seconds(do, texts, times)) < ENOUGH_SECONDS:
        times = max(times + 1, round(times * ENOUGH_SECONDS / max(once, 0.001)))
    best = min(once, *(_seconds(do, texts, times) for _ in range(ROUNDS - 1)))
    return len(texts) * times / best


def _seconds(do: Callable[[Any], object], texts: Sequence[object], times: int) -> float:
    begin = time.process_time()
    for _ in range(times):
        for text in texts:
            do(text)
    return time.process_time() - begin
