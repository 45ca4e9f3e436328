"""The group's mixture: courses that serve different parts of a group, not its loudest member."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from core.recommend.dataset import BoolArray, FloatArray

AVERAGE = 0.5
"""How much the average counts; the rest is what a course adds for those not served yet."""
MISERY = 0.25
"""How much is taken off for the tenth of the members who like a course least."""
LOWEST = 10
SEVERAL = 3
"""What fewer want more than the rest do is not heard, lest a course point at one of them."""


def mixed(
    votes: FloatArray, allowed: FloatArray, count: int, *, scarce: BoolArray, most: int
) -> list[int]:
    """Return up to ``count`` courses for members whose votes (members × courses) lie in 0 to 1.

    Every member has one vote, of whatever length their history is; no vote counts for more than
    the third highest. A course's worth is the average of the votes, plus what it adds to the best
    vote that each member has among the courses chosen so far (so that those nobody has served yet
    come next), less a part for the votes of the tenth that likes it least. ``allowed`` (courses)
    is 0 where a course may not come, and may be anything up to 1 to mark one down. Of those that
    are ``scarce`` (courses) at most ``most`` come.
    """
    votes = _heard(votes)
    average = votes.mean(axis=0)
    miserable = _lowest(votes)
    best = np.zeros(len(votes), dtype=votes.dtype)
    left = allowed > 0
    picks: list[int] = []
    while len(picks) < count:
        if scarce[picks].sum() >= most:
            left &= ~scarce
        if not left.any():
            break
        added = np.maximum(votes - best[:, np.newaxis], 0.0).mean(axis=0)
        worth = AVERAGE * average + (1 - AVERAGE) * added - MISERY * (average - miserable)
        chosen = int(np.where(left, worth * allowed, -np.inf).argmax())
        left[chosen] = False
        best = np.maximum(best, votes[:, chosen])
        picks.append(chosen)
    return picks


def _heard(votes: FloatArray) -> FloatArray:
    """Return the votes, none of them above the third highest for its course."""
    place = len(votes) - min(SEVERAL, len(votes))
    heard: FloatArray = np.minimum(votes, np.partition(votes, place, axis=0)[place])
    return heard


def _lowest(votes: FloatArray) -> FloatArray:
    """Return the mean vote of the tenth that likes each course least."""
    few = max(1, len(votes) // LOWEST)
    lowest: FloatArray = np.partition(votes, few - 1, axis=0)[:few].mean(axis=0)
    return lowest
