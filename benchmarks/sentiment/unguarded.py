"""chnsenti as others report it: trained on its own other parts, texts of its test among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.sentiment.measures import two_class_accuracy
from benchmarks.sentiment.texts import OFFICIAL_SET, official_split
from core.sentiment.train import train_unguarded
from core.text import letters

if TYPE_CHECKING:
    from pathlib import Path


def measure_unguarded(folder: Path, seed: int) -> dict[str, float]:
    """Train in memory without the guard, read the test part, and say how much of it was known."""
    trained, tested = official_split(folder)
    known = {letters(row.text) for row in trained}
    model = train_unguarded(folder, (OFFICIAL_SET,), seed=seed)
    scores = [one.score for one in model.score_many(row.text for row in tested)]
    return {
        "trained_rows": len(trained),
        "rows": len(tested),
        "known_share": round(sum(letters(row.text) in known for row in tested) / len(tested), 4),
        "accuracy": round(two_class_accuracy(tested, scores), 4),
    }
