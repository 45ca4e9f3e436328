"""Training: from a folder of labelled sets to weights, with nothing of any test split seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from threadpoolctl import threadpool_limits

from core.sentiment.convolution_training import ConvolutionTrainer, Recipe
from core.sentiment.corpus import EMOTIONS, Line, read_lines
from core.sentiment.examples import FOLDS, gather
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
from core.sentiment.numbered import Numbered
from core.sentiment.views import QUESTIONS, VIEWS, WORD_VIEWS
from core.sentiment.weights import Weights, shrunk

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

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
    """Fit the parts on all examples, and how far to believe each on what it says unseen.

    What a part says of a text that it was taught is too good to be believed. So the parts are
    fitted some times more, each time without a fold of the texts, which they then read. Every
    convolution begins alike: from other beginnings they learn as much, but share it out among
    their outputs in other ways, and how far one's are to be believed says little of another's.
    """
    # More threads would round otherwise, and no two machines alike.
    with threadpool_limits(1):
        return _learned(examples, seed, recipe)


def _learned(examples: Examples, seed: int, recipe: Recipe) -> Weights:
    material, said = _Material(examples, recipe, seed), _Said.nothing(examples)
    for fold in range(FOLDS):
        unseen = np.flatnonzero(examples.folds == fold)
        if len(unseen):
            said.ask(material.parts(np.flatnonzero(examples.folds != fold)), unseen)
    return replace(
        material.parts(np.arange(len(examples.texts))),
        blend=fit_blend(examples, said.signals),
        emotion_blend=fit_emotion_blend(examples, said.emotion_signals),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What parts say of the examples that they were not taught."""

    examples: Examples
    signals: NDArray[np.float32]
    emotion_signals: NDArray[np.float32]

    @classmethod
    def nothing(cls, examples: Examples) -> Self:
        """Leave room for all examples."""
        sizes = (len(no_blend(len(examples.sources))), EMOTION_SIGNALS)
        return cls(examples, *(np.empty((len(examples.texts), size), np.float32) for size in sizes))

    def ask(self, weights: Weights, rows: NDArray[np.int64]) -> None:
        """Note what these parts say of some rows."""
        model, texts = SentimentModel(weights), [self.examples.texts[row] for row in rows]
        self.signals[rows] = model.signals(texts)
        self.emotion_signals[rows] = model.emotion_signals(texts)


class _Material:
    """The examples as every fit of the parts needs them."""

    def __init__(self, examples: Examples, recipe: Recipe, seed: int) -> None:
        """Look at every text once."""
        self._examples, self._recipe, self._seed = examples, recipe, seed
        self._rows, self._words = hashed(examples.texts)
        self._numbered = Numbered.of(examples.texts)

    def parts(self, taught: NDArray[np.int64]) -> Weights:
        """Fit every part on these rows, and believe none yet."""
        examples = self._examples
        outputs = QUESTIONS + len(EMOTIONS) + len(examples.sources)
        random = np.random.default_rng(self._seed)
        trainer = ConvolutionTrainer(self._numbered, outputs, self._recipe, random)
        trainer.fit(taught, Loss(examples))
        return Weights(
            sides=fit_views(examples, self._rows, taught, VIEWS),
            words=fit_views(examples, self._words, taught, WORD_VIEWS, WORDS_KEPT),
            emotions=fit_emotions(examples, self._rows, taught),
            convolution=shrunk(trainer.learned()),
            blend=no_blend(len(examples.sources)),
            emotion_blend=np.zeros((EMOTION_SIGNALS, len(EMOTIONS)), np.float32),
        )


def _accuracy(weights: Weights, tested: Sequence[Line]) -> float:
    read = SentimentModel(weights).score_many(line.text for line in tested)
    right = [one.label == line.label for one, line in zip(read, tested, strict=True)]
    return sum(right) / len(right)
