"""What is known of a text beside what its parts say as a whole: what rules say, and how it turns.

The convolution speaks of both sides of a turn, so that a complaint behind praise is not lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from core.sentiment.clauses import TURNS, turn
from core.sentiment.lexicon import find
from core.sentiment.rules import RULES, rules
from core.sentiment.views import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_TURN = 1 + 2 * QUESTIONS
HINTS = RULES + TURNS * _TURN
"""How many hints there are: the rules, and for either kind of turn a one and both sides' odds."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What the rules say of a text, where it turns, 0 if it does not, and the kind of the turn."""

    ruled: list[float]
    begin: int
    kind: int

    @classmethod
    def of(cls, words: str) -> Self:
        """Look for words of mood, and for a turn."""
        forms = find(words)
        return cls(rules(words, forms), *turn(words, forms))

    def values(self, apart: Floats) -> list[float]:
        """Return the rules, and if the text turns, a one and the odds of what stands apart."""
        return [*self.ruled, 1.0, *apart.ravel().tolist()] if self.begin else self.ruled


def hint_pairs(blend: Floats) -> list[list[list[float]]]:
    """Return how far each of a text's values is believed, for either kind of turn.

    ``blend`` has shape (2 * HINTS, 2): in general, and at home.
    """
    each = np.hstack(np.split(blend, 2))
    firsts = range(RULES, HINTS, _TURN)
    return [np.vstack((each[:RULES], each[at : at + _TURN])).tolist() for at in firsts]


def hinted(found: Sequence[Hint], apart: Floats) -> Floats:
    """Return all hints of texts, shape (texts, HINTS).

    ``apart`` has shape (texts that turn, 2, QUESTIONS): the odds of both sides of each turn.
    """
    hints = np.zeros((len(found), HINTS), np.float32)
    hints[:, :RULES] = [one.ruled for one in found]
    turned = np.flatnonzero([one.begin for one in found])
    kinds = np.array([one.kind for one in found])[turned]
    columns = RULES + kinds[:, None] * _TURN + np.arange(_TURN)
    ones = np.ones((len(turned), 1), np.float32)
    hints[turned[:, None], columns] = np.hstack((ones, apart.reshape(len(turned), _TURN - 1)))
    return hints
