"""Choosing a sentiment model by its name; each is loaded once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.sentiment.calibration import load_calibration
from core.sentiment.model import SentimentModel
from core.sentiment.snownlp_model import SnowNlpModel
from core.sentiment.weights import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.sentiment.corpus import Emotion
    from core.text import Sentiment

WEIGHTS = Path(__file__).parent / "weights"
OWN_MODELS = ("default", "permissive")
MODEL_NAMES = (*OWN_MODELS, "snownlp")


class Model(Protocol):
    """Anything that reads how a text feels."""

    def score(self, text: str) -> Sentiment:
        """Return how a text feels."""
        ...

    def score_many(self, texts: Iterable[str]) -> list[Sentiment]:
        """Return how each text feels, in order."""
        ...

    def emotions(self, text: str) -> dict[Emotion, float]:
        """Return how likely each of six feelings is."""
        ...

    def emotion(self, text: str) -> Emotion:
        """Return the likeliest of six feelings."""
        ...


@cache
def model_named(name: str = "default", folder: Path | None = None) -> Model:
    """Return the model called "default", "permissive" or "snownlp"; ValueError for others.

    Our own models read as the calibration in ``folder`` says, where there is one.
    """
    if name not in MODEL_NAMES:
        message = f"no sentiment model is called {name!r}; there are {', '.join(MODEL_NAMES)}"
        raise ValueError(message)
    return SnowNlpModel() if name == "snownlp" else own_model(name, folder)


def own_model(name: str, folder: Path | None = None) -> SentimentModel:
    """Return one of our own models, as the calibration in ``folder`` says where there is one.

    Refused when that was changed or is for other weights.
    """
    path = WEIGHTS / f"{name}.npz"
    adjustment = load_calibration(folder, digest(path)) if folder else None
    return SentimentModel.load(path, adjustment)
