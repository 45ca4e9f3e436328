"""How often the tests of an experiment reject, with and without a difference, and when."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from core.experiments.comparing import always_valid, means, shares
from core.experiments.horizon import SEQUENTIAL, for_share
from core.experiments.intervals import ALPHA, Moments
from core.experiments.report import FEWEST_JUDGED

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.experiments.comparing import Difference

    Judge = Callable[[Moments, Moments], Difference]

USUAL, LIFT = 0.2, 0.5
BUYERS = 0.15
STEP = 20


def judging(trials: int, seed: int) -> dict[str, object]:
    """Return the rates at which each test rejects, and how many members it takes.

    ``fixed`` looks once, at the horizon; ``peeking`` is the same test looked at after every 20
    members of each variant and stopped at the first p < .05; ``sequential`` is looked at
    as often, for twice as long at most.
    """
    chance = np.random.default_rng(seed)
    horizon = for_share(USUAL, LIFT)
    sequential = partial(always_valid, effect=USUAL * LIFT, rate=True)
    found: dict[str, object] = {"trials": trials, "usual": USUAL, "horizon": horizon}
    for name, other in (("same", USUAL), ("better", USUAL * (1 + LIFT))):
        found[name] = {
            "fixed": _once(chance, horizon, other, trials),
            "peeking": _watched(chance, shares, horizon, other, trials),
            "sequential": _watched(chance, sequential, SEQUENTIAL * horizon, other, trials),
        }
    found["revenue_same"] = {"fixed": _revenue(chance, horizon, trials)}
    return found


def _once(chance: np.random.Generator, n: int, other: float, trials: int) -> dict[str, float]:
    first, second = chance.binomial(n, USUAL, trials), chance.binomial(n, other, trials)
    pairs = zip(first.tolist(), second.tolist(), strict=True)
    return {"rejects": sum(shares(_share(n, a), _share(n, b)).p < ALPHA for a, b in pairs) / trials}


def _watched(
    chance: np.random.Generator, judge: Judge, most: int, other: float, trials: int
) -> dict[str, float]:
    looks = range(STEP, most + 1, STEP)
    stopped = []
    for _ in range(trials):
        first = np.cumsum(chance.binomial(STEP, USUAL, len(looks))).tolist()
        second = np.cumsum(chance.binomial(STEP, other, len(looks))).tolist()
        seen = (
            n
            for n, a, b in zip(looks, first, second, strict=True)
            if n >= FEWEST_JUDGED and judge(_share(n, a), _share(n, b)).p < ALPHA
        )
        stopped.append(next(seen, None))
    ends = [n for n in stopped if n is not None]
    members = sum(ends) + most * (trials - len(ends))
    return {"rejects": len(ends) / trials, "members_per_variant": round(members / trials, 1)}


def _revenue(chance: np.random.Generator, n: int, trials: int) -> dict[str, float]:
    """Compare what members spend, most of them nothing and a few much."""
    rejected = 0
    for _ in range(trials):
        spent = np.where(chance.random((2, n)) < BUYERS, chance.lognormal(9.0, 0.6, (2, n)), 0.0)
        first, second = (Moments(n, float(row.sum()), float((row * row).sum())) for row in spent)
        rejected += means(first, second).p < ALPHA
    return {"rejects": rejected / trials}


def _share(n: int, hits: int) -> Moments:
    return Moments(n, hits, hits)
