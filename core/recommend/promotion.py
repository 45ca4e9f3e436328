"""Promotion: a newly trained blend runs only if it did well on days that it had not seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from core.recommend.blend import Blend
from core.recommend.evaluation import by_days, evaluate
from core.recommend.models.popular import Popular

if TYPE_CHECKING:
    from core.recommend.dataset import Dataset
    from core.recommend.evaluation import Figures, HeldOut
    from core.recommend.model import State

METRIC = "ndcg@10"
ENOUGH = 100
"""With so many members to ask, the new blend must be ahead; with fewer, not clearly behind."""
CLEARLY = 1.64
"""Behind by more than so many standard errors is clear (one in twenty by chance)."""
MOST = 5_000
LEAST_DAYS = 0.25
WEEK, LONGEST = 7.0, 56.0


class Grounds(StrEnum):
    """Why a blend is promoted or not."""

    UNTESTED = "nobody took up anything to test on"
    AHEAD = "ahead of popularity and of the running blend"
    AHEAD_OF_POPULARITY = "ahead of popularity, with no running blend to compare"
    NOT_BEHIND = "too few to be sure, and not clearly behind"
    BEHIND_POPULARITY = "behind popularity"
    BEHIND_RUNNING = "behind the running blend"


@dataclass(frozen=True, slots=True)
class Verdict:
    """NDCG@10 on the held-out days (None where it was not measured), and what follows from it."""

    promoted: bool
    grounds: Grounds
    members: int = 0
    days: float = 0.0
    new: float | None = None
    popularity: float | None = None
    running: float | None = None

    def figures(self) -> dict[str, float | str | None]:
        """Return everything as plain values, to be stored and logged."""
        return {
            "grounds": self.grounds.value,
            "members": self.members,
            "days": round(self.days, 2),
            "new": self.new,
            "popularity": self.popularity,
            "running": self.running,
        }


def trial(dataset: Dataset, running: State | None, *, seed: int = 0) -> Verdict:
    """Train on all but the latest days, and compare there with popularity and what is running.

    The running blend has seen nothing since it was trained; of those days the later half is held
    out, so that the new one has what they taught it by then. Where that half is less than six
    hours or nobody took anything in it, and where nothing is running, more days are held out and
    popularity alone is the measure.
    """
    days = _days_since(dataset, running) / 2 if running is not None else WEEK
    held = by_days(dataset, days) if days >= LEAST_DAYS else None
    if held is None or len(held.members) < ENOUGH:
        longer, wider = _widened(dataset, max(days, WEEK))
        if held is None or not len(held.members) or running is None:
            return _judged(wider, longer, None, seed)
    return _judged(held, days, running, seed)


def _days_since(dataset: Dataset, running: State) -> float:
    """Return how long ago a blend was trained, which is by how much courses have aged since."""
    _, now, then = np.intersect1d(
        dataset.course_ids, running["course_ids"], assume_unique=True, return_indices=True
    )
    aged = dataset.course_ages[now] - running["course_ages"][then]
    return float(np.median(aged)) if len(aged) else 0.0


def _widened(dataset: Dataset, days: float) -> tuple[float, HeldOut]:
    held = by_days(dataset, days)
    while len(held.members) < ENOUGH and days < LONGEST:
        days *= 2
        held = by_days(dataset, days)
    return days, held


def _judged(held: HeldOut, days: float, running: State | None, seed: int) -> Verdict:
    held = _sampled(held, seed)
    count = len(held.members)
    if not count:
        return Verdict(promoted=True, grounds=Grounds.UNTESTED)
    new = evaluate(Blend(seed=seed).fit(held.training), held)
    popular = evaluate(Popular().fit(held.training), held)
    old = None
    if running is not None:
        old = evaluate(Blend(seed=seed).restore(running, held.training), held)
    grounds = _grounds(new, popular, old)
    return Verdict(
        promoted=grounds not in {Grounds.BEHIND_POPULARITY, Grounds.BEHIND_RUNNING},
        grounds=grounds,
        members=count,
        days=days,
        new=new[METRIC],
        popularity=popular[METRIC],
        running=None if old is None else old[METRIC],
    )


def _grounds(new: Figures, popular: Figures, running: Figures | None) -> Grounds:
    if _behind(new, popular):
        return Grounds.BEHIND_POPULARITY
    if running is not None and _behind(new, running):
        return Grounds.BEHIND_RUNNING
    if new.members < ENOUGH:
        return Grounds.NOT_BEHIND
    return Grounds.AHEAD_OF_POPULARITY if running is None else Grounds.AHEAD


def _behind(new: Figures, other: Figures) -> bool:
    """Say whether the new blend is behind: at all, or with few members clearly (paired test)."""
    lead = new.lead(other, METRIC)
    if new.members >= ENOUGH:
        return lead.value <= 0
    return lead.value < -CLEARLY * (lead.error or 0.0)


def _sampled(held: HeldOut, seed: int) -> HeldOut:
    count = len(held.members)
    if count <= MOST:
        return held
    chosen = np.sort(np.random.default_rng(seed).choice(count, MOST, replace=False))
    return replace(held, members=held.members[chosen], relevant=held.relevant[chosen])
