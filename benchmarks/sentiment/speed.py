"""How fast: the model alone, the whole reading, and SnowNLP, on the same messages in one run."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from snownlp import SnowNLP

from benchmarks.sentiment.texts import DEMO_LINES
from core.moderation.hits.screen import screen
from core.sentiment import model_named
from core.text import read

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
    score = model_named().score
    model = _per_second(score, texts)
    reading = _per_second(lambda text: read(text, score, screen), texts)
    unscreened = _per_second(lambda text: read(text, score), texts)
    snownlp = _per_second(lambda text: SnowNLP(text).sentiments, texts)
    return {
        "characters": round(sum(map(len, texts)) / len(texts), 1),
        "model": round(model),
        "reading": round(reading),
        "reading_without_screen": round(unscreened),
        "snownlp": round(snownlp),
        "model_microseconds": round(1e6 / model, 1),
        "reading_microseconds": round(1e6 / reading, 1),
        "reading_without_screen_microseconds": round(1e6 / unscreened, 1),
        "reading_over_snownlp": round(reading / snownlp, 1),
    }


def _per_second(do: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return the best of five rounds over all texts, by the process's own time."""
    times = 1
    while (once := _seconds(do, texts, times)) < ENOUGH_SECONDS:
        times = max(times + 1, round(times * ENOUGH_SECONDS / max(once, 0.001)))
    best = min(once, *(_seconds(do, texts, times) for _ in range(ROUNDS - 1)))
    return len(texts) * times / best


def _seconds(do: Callable[[str], object], texts: Sequence[str], times: int) -> float:
    begin = time.process_time()
    for _ in range(times):
        for text in texts:
            do(text)
    return time.process_time() - begin
