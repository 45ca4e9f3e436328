"""Choosing a sentiment model by its name; each is loaded once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.sentiment.model import SentimentModel
from core.sentiment.snownlp_model import SnowNlpModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.text import Sentiment

WEIGHTS = Path(__file__).parent / "weights"
MODEL_NAMES = ("default", "permissive", "snownlp")


class Model(Protocol):
    """Anything that reads how a text feels."""

    def score(self, text: str) -> Sentiment:
        """Return how a text feels."""
        ...

    def score_many(self, texts: Iterable[str]) -> list[Sentiment]:
        """Return how each text feels, in order."""
        ...


@cache
def model_named(name: str = "default") -> Model:
    """Return the model called "default", "permissive" or "snownlp"; ValueError for others."""
    if name not in MODEL_NAMES:
        message = f"no sentiment model is called {name!r}; there are {', '.join(MODEL_NAMES)}"
        raise ValueError(message)
    if name == "snownlp":
        return SnowNlpModel()
    return SentimentModel.load(WEIGHTS / f"{name}.npz")
