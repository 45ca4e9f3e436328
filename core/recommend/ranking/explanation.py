"""Explanations: what each model and each course of the history adds to a score, to the last bit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.recommend.dataset import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.recommend.model import Model
    from core.recommend.ranking.order import Ordered


@dataclass(frozen=True, slots=True)
class Addend:
    """What a model adds for a course of the history (by index; -1: for something else)."""

    model: str
    source: int
    amount: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score, and what it is the sum of: the addends, and how far the ranker moved it."""

    score: float
    addends: tuple[Addend, ...]
    ranker: float


def explained(
    models: Sequence[Model], names: Sequence[str], found: Ordered, course: int
) -> Explanation:
    """Take the score of a course apart for the one member that was scored."""
    scored = found.scored
    member = int(scored.asked.members[0])
    addends: list[Addend] = []
    for place, (model, name) in enumerate(zip(models, names, strict=True)):
        share, width = float(scored.weights[0, place]), float(scored.width[place, 0])
        if share and width > 0:
            low = float(scored.low[place, 0])
            addends += (
                Addend(name, source, share / width * amount)
                for source, amount in _parts(model, member, course, low)
            )
    plain = sum(addend.amount for addend in addends)
    score = _score(found, course, plain)
    return Explanation(score, tuple(addends), score - plain)


def _parts(model: Model, member: int, course: int, low: float) -> Iterator[tuple[int, float]]:
    """Give a model's parts above the lowest score; what no course gave comes last."""
    sources, amounts = model.parts(member, course)
    rest = -low
    for source, amount in zip(sources.tolist(), amounts.tolist(), strict=True):
        if source == NOBODY:
            rest += amount
        elif amount:
            yield source, amount
    yield NOBODY, rest


def _score(found: Ordered, course: int, plain: float) -> float:
    """Return the value of a course that is a candidate, and of any other the plain sum."""
    (places,) = np.nonzero(found.candidates[0] == course)
    values = found.values[0, places]
    return float(values[0]) if len(values) and np.isfinite(values[0]) else plain
