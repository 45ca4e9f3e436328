"""Training: from a folder of labelled sets to weights, with nothing of any test split seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from core.sentiment.convolution_training import ConvolutionTrainer, Recipe
from core.sentiment.corpus import EMOTIONS, Line, read_lines
from core.sentiment.examples import gather
from core.sentiment.gradient import Loss
from core.sentiment.linear_training import (
    WORDS_KEPT,
    fit_blend,
    fit_emotion_blend,
    fit_emotions,
    fit_views,
    hashed,
)
from core.sentiment.model import EMOTION_SIGNALS, SentimentModel, no_blend
from core.sentiment.views import QUESTIONS, VIEWS, WORD_VIEWS
from core.sentiment.weights import Weights, shrunk

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from core.sentiment.examples import Examples

Sets = Literal["default", "permissive"]

MEASURED_SET = "smp_usual3"


@dataclass(frozen=True, slots=True)
class Report:
    """What training gave: the weights, how many lines of each set they came from, how good.

    ``accuracy`` is the share of right labels among three on the test split of one set.
    """

    weights: Weights
    sets: str
    seed: int
    lines: dict[str, int]
    measured_rows: int
    accuracy: float

    @property
    def note(self) -> dict[str, object]:
        """What the manifest tells of the weights' origin."""
        return {
            "sets": self.sets,
            "seed": self.seed,
            "lines": self.lines,
            "measured": {
                "set": MEASURED_SET,
                "rows": self.measured_rows,
                "accuracy": round(self.accuracy, 4),
            },
        }


def train(
    folder: Path,
    *,
    seed: int = 1,
    sets: Sets = "default",
    only: Collection[str] = (),
    recipe: Recipe | None = None,
) -> Report:
    """Train every part; the same folder and seed give the same weights.

    "permissive" uses only the sets whose repositories state a permissive licence, and our own;
    ``only`` takes no others than these. A Refusal names a set that the folder lacks.
    """
    examples = gather(folder, seed=seed, permissive=sets == "permissive", only=only)
    weights = learn(examples, seed=seed, recipe=recipe or Recipe())
    tested = [line for line in read_lines(folder) if line.test and line.source == MEASURED_SET]
    return Report(weights, sets, seed, examples.lines, len(tested), _accuracy(weights, tested))


def train_unguarded(
    folder: Path, only: Collection[str], *, seed: int = 1, recipe: Recipe | None = None
) -> SentimentModel:
    """Train on the train parts of some sets alone, texts that their test parts repeat included.

    For comparison with published figures, which are measured so, and for nothing else.
    """
    examples = gather(folder, seed=seed, only=only, guarded=False)
    return SentimentModel(learn(examples, seed=seed, recipe=recipe or Recipe()))


def learn(examples: Examples, *, seed: int, recipe: Recipe) -> Weights:
    """Fit the parts on most of the examples, and on the others how far to believe each."""
    rows, words = hashed(examples.texts)
    taught = np.flatnonzero(~examples.held_out)
    outputs = QUESTIONS + len(EMOTIONS) + len(examples.sources)
    trainer = ConvolutionTrainer(examples.texts, outputs, recipe, np.random.default_rng(seed))
    trainer.fit(taught, Loss(examples))
    weights = Weights(
        sides=fit_views(examples, rows, taught, VIEWS),
        words=fit_views(examples, words, taught, WORD_VIEWS, WORDS_KEPT),
        emotions=fit_emotions(examples, rows, taught),
        convolution=shrunk(trainer.learned()),
        blend=no_blend(len(examples.sources)),
        emotion_blend=np.zeros((EMOTION_SIGNALS, len(EMOTIONS)), np.float32),
    )
    model = SentimentModel(weights)
    return replace(
        weights,
        blend=fit_blend(examples, model),
        emotion_blend=fit_emotion_blend(examples, model),
    )


def _accuracy(weights: Weights, tested: Sequence[Line]) -> float:
    read = SentimentModel(weights).score_many(line.text for line in tested)
    right = [one.label == line.label for one, line in zip(read, tested, strict=True)]
    return sum(right) / len(right)
