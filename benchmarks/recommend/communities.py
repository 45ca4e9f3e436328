"""Small communities: some courses of a set, and some of their learners, as if that were all.

Most communities have a few hundred members; there a library's model often does worse than a list
of what is popular.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.recommend import peers
from benchmarks.recommend.ours import BLEND, models
from benchmarks.recommend.sets import only
from benchmarks.recommend.tasks import Task
from core.recommend.blend import Blend
from core.recommend.evaluation import evaluate, leave_last_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.recommend.sets import Interactions
    from core.recommend.evaluation import Figures

FEWEST = 3
"""A member of a community took at least so many of its courses."""
KNOWN = 100
"""A community's courses were taken by at least so many in the whole set."""
BESIDE = ("rectools.popular", "implicit.itemknn", "lenskit.ease", "lenskit.slim")
OURS = ("popular", "item_neighbours", "ease", "slist")


@dataclass(frozen=True, slots=True)
class Size:
    """So many members, courses, and communities that are drawn."""

    members: int
    courses: int
    drawn: int


SIZES = (Size(60, 40, 12), Size(130, 40, 8), Size(300, 80, 6), Size(1_000, 150, 4))


def measure_communities(
    given: Interactions, *, beside: bool, quick: bool, alone: bool
) -> list[dict[str, Any]]:
    """Return the mean NDCG@10 over communities of each size, of ours and of peers ``beside``."""
    sizes = [replace(size, drawn=1) for size in SIZES[:2]] if quick else SIZES
    names = [] if alone else [name for name in OURS if name in models()]
    rows = []
    for size in sizes:
        drawn = [community(given, size, seed) for seed in range(size.drawn)]
        found = [_figures(one, names, BESIDE if beside else (), quick=quick) for one in drawn]
        rows.append(_row(size, drawn, found))
    return rows


def community(given: Interactions, size: Size, seed: int) -> Interactions:
    """Draw courses, the more taken the more likely, and members of those who took some of them."""
    chance = np.random.default_rng([size.members, size.courses, seed])
    takers = np.bincount(given.courses, minlength=len(given.texts))
    likely = np.where(takers >= KNOWN, takers, 0) / takers[takers >= KNOWN].sum()
    courses = np.sort(chance.choice(len(takers), size.courses, replace=False, p=likely))
    inside = np.isin(given.courses, courses)
    able = np.flatnonzero(np.bincount(given.members[inside]) >= FEWEST)
    members = chance.choice(able, size.members, replace=False)
    return only(given, inside & np.isin(given.members, members), courses)


def _figures(
    given: Interactions, ours: Sequence[str], beside: Sequence[str], *, quick: bool
) -> dict[str, Figures]:
    split = leave_last_out(given.dataset, fewest=FEWEST)
    training = split.test.training
    found = {BLEND: evaluate(Blend().fit(training), split.test)}
    found |= {name: evaluate(models()[name]().fit(training), split.test) for name in ours}
    validation, task = Task(split.validation), Task(split.test)
    return found | {
        name: peers.tuned(name, validation, task, quick=quick).figures for name in beside
    }


def _row(
    size: Size, drawn: Sequence[Interactions], found: Sequence[dict[str, Figures]]
) -> dict[str, Any]:
    each = {name: np.concatenate([one[name].each["ndcg@10"] for one in found]) for name in found[0]}
    return {
        "members": size.members,
        "courses": size.courses,
        "communities": size.drawn,
        "interactions": round(float(np.mean([len(one.members) for one in drawn]))),
        "results": {name: round(float(values.mean()), 4) for name, values in each.items()},
        "error": round(float(each[BLEND].std() / np.sqrt(len(each[BLEND]))), 4),
    }
