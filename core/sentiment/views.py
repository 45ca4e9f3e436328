"""The linear heads of the model: each answers one question, from another point of view.

Heads that differ in how they weigh what they see, or in whose texts taught them, err apart, so
that together they err less.
"""

from __future__ import annotations

from dataclasses import dataclass

FEELS, GOOD = 0, 1
"""The two questions: does it feel anything, and is that good?"""
QUESTIONS = 2


@dataclass(frozen=True, slots=True)
class View:
    """A linear head: its question, and what it makes of the examples.

    Features are scaled by their rarity, or by ``evidence``: how much oftener they stand in texts
    of one answer than of the other (Wang and Manning 2012). ``reviews`` learns from reviews alone.
    The less ``strength``, the more its weights are held back.
    """

    question: int
    evidence: bool = False
    reviews: bool = False
    strength: float = 0.01


VIEWS = (
    View(FEELS),
    View(GOOD),
    View(GOOD, evidence=True, strength=0.1),
    View(GOOD, reviews=True, strength=0.03),
)
"""The heads over runs of characters."""
WORD_VIEWS = (View(GOOD),)
"""The heads over words and pairs of them."""
