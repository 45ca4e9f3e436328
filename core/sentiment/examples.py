"""The labelled sets as numbers: who answers which question, with what weight, and who checks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import md5
from typing import TYPE_CHECKING

import numpy as np

from core.sentiment.corpus import (
    COURSE_SET,
    EMOTION_SETS,
    EMOTIONS,
    REVIEW_SETS,
    checked_texts,
    for_training,
    permissive_sources,
    read_emotions,
    read_lines,
    without_emoticons,
)
from core.text import letters, prose

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from numpy.typing import NDArray

    from core.sentiment.corpus import EmotionLine, Line

FOLDS = 4
"""In how many rounds the examples are taught and asked, each once by parts that never saw it."""
UNSAID = -1


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts with their answers; UNSAID where a set does not answer.

    ``answers`` has the columns (feels something, is positive) with ``weights`` beside them;
    ``emotions`` number the six; ``styles`` number ``sources``, our own course chat first.
    ``folds`` numbers the rounds: every copy of a text is in the same.
    """

    texts: list[str]
    answers: NDArray[np.int8]
    weights: NDArray[np.float64]
    emotions: NDArray[np.int8]
    emotion_weights: NDArray[np.float64]
    styles: NDArray[np.int16]
    sources: tuple[str, ...]
    folds: NDArray[np.int8]

    @property
    def reviews(self) -> NDArray[np.bool_]:
        """Which texts are reviews."""
        kinds = np.array([source in REVIEW_SETS for source in self.sources])
        return np.asarray(kinds[self.styles])

    @property
    def lines(self) -> dict[str, int]:
        """How many texts each set gave."""
        counts = Counter(self.sources[style] for style in self.styles)
        return {name: counts[name] for name in self.sources}


@dataclass(slots=True)
class _Row:
    """One text while the sets are put together."""

    source: str
    text: str
    answers: tuple[int, int] = (UNSAID, UNSAID)
    weights: tuple[float, float] = (0.0, 0.0)
    emotion: int = UNSAID
    emotion_weight: float = 0.0


def gather(
    folder: Path,
    *,
    seed: int = 1,
    permissive: bool = False,
    only: Collection[str] = (),
    guarded: bool = True,
) -> Examples:
    """Return what may be trained on: nothing that checks the model anywhere, and nothing twice.

    ``only`` takes no other sets than these. Unguarded, texts that a test split holds stay in, as
    published figures have them; such weights are for comparison and for nothing else.
    A Refusal names a set that the folder does not hold.
    """
    lines, feelings = list(read_lines(folder)), list(read_emotions(folder))
    forbidden = frozenset(_tested(lines, feelings) if guarded else ())
    allowed = permissive_sources() if permissive else frozenset[str]()
    chosen = [
        line
        for line in lines
        if not line.test
        and (not permissive or line.source in allowed)
        and (not only or line.source in only)
    ]
    taken = for_training(chosen, forbidden)
    rows = [_row(line) for line in taken]
    usable = (one for one in feelings if not permissive or one.source in allowed)
    wanted = (one for one in usable if not only or _style(one) in only)
    _feel(rows, [one for one in wanted if not one.test], forbidden)
    return _examples(rows, seed)


def _tested(lines: list[Line], feelings: list[EmotionLine]) -> set[str]:
    """Return the letters of whatever checks the model anywhere."""
    texts = {line.text for line in lines if line.test} | {one.text for one in feelings if one.test}
    return set(checked_texts()) | {letters(text) for text in texts}


def _row(line: Line) -> _Row:
    sided = line.label != "neutral"
    return _Row(
        line.source,
        line.text,
        (int(sided), int(line.label == "positive") if sided else UNSAID),
        (line.feeling, line.polarity if sided else 0.0),
    )


def _style(one: EmotionLine) -> str:
    """Return the set whose texts these are, with fewer feelings."""
    return one.source.replace("usual6", "usual3")


def _feel(rows: list[_Row], feelings: list[EmotionLine], shut_out: frozenset[str]) -> None:
    """Write the six feelings beside the texts that have them, and add the texts still absent."""
    known = {letters(row.text): row for row in rows}
    for one in feelings:
        key = letters(one.text)
        if not key or key in shut_out:
            continue
        row = known.get(key)
        if row is None:
            row = known[key] = _Row(_style(one), one.text)
            rows.append(row)
        if EMOTION_SETS[one.source] > row.emotion_weight:
            row.emotion, row.emotion_weight = EMOTIONS.index(one.emotion), EMOTION_SETS[one.source]


def _examples(rows: list[_Row], seed: int) -> Examples:
    texts = [prose(row.text) for row in rows]
    rows = [row for row, text in zip(rows, texts, strict=True) if text]
    sources = tuple(sorted({row.source for row in rows}, key=lambda one: (one != COURSE_SET, one)))
    return Examples(
        [text for text in texts if text],
        np.array([row.answers for row in rows], np.int8),
        np.array([row.weights for row in rows]),
        np.array([row.emotion for row in rows], np.int8),
        np.array([row.emotion_weight for row in rows]),
        np.array([sources.index(row.source) for row in rows], np.int16),
        sources,
        np.array([_fold(row.text, seed) for row in rows], np.int8),
    )


def _fold(text: str, seed: int) -> int:
    key = f"{seed}:{letters(without_emoticons(text))}"
    return int(md5(key.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS
