"""Popularity: what others study these weeks who are as far on their way, newer studies first."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from core.recommend.dataset import STUDIED
from core.recommend.explain import Reason, ReasonKind
from core.recommend.model import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.recommend.dataset import Dataset, FloatArray, IndexArray, IntArray
    from core.recommend.model import State

WINDOW = 28
"""Who took a course up within so many days is counted as studying it."""
SURE = 2.0
"""For so many days after the training it is known which course most people study."""
HALF_LIVES = (30.0, 120.0, 480.0, np.inf)
"""What is tried, in days; the first is taken where there is too little to find out from."""
FRESH = 30.0
"""In so many days a new course loses half of its welcome."""
LATEST = 0.1
FEWEST = 200
BEGINNERS = 5
"""To members with fewer courses, what others took at about the same place counts more."""
NEARBY = 0.5
"""A study counts so much for every place between its own in a history and the one asked for."""
_PLACES = 10
_UNSEEN = 0.5


class Popular(Model):
    """Log of the studies, each halved in weight every ``half_life`` days.

    What people begin with is not what they end with: to a member with n courses, fewer than
    `BEGINNERS`, a study with k courses before it counts ``NEARBY ** |k - n|``. Given None,
    the half-life is the one with which earlier beginnings make the latest tenth most likely. A
    course that was just added is given the weight of ``welcome`` studies, which fades.
    """

    shares: ClassVar[tuple[float, float, float]] = (0.7, 0.8, 0.8)
    instant: ClassVar[bool] = True

    def __init__(self, *, half_life: float | None = None, welcome: float = 1.0) -> None:
        """Set the half-life in days, None to find out, and a new course's head start in studies."""
        self.half_life = half_life
        self.welcome = welcome

    def fit(self, dataset: Dataset) -> Self:
        """Count the studies."""
        count = len(dataset.course_ids)
        half_life = _best_half_life(dataset) if self.half_life is None else self.half_life
        weights = np.minimum(dataset.weights, STUDIED) * _faded(dataset.ages, half_life)
        cells = np.minimum(dataset.places, _PLACES - 1) * count + dataset.courses
        studies = np.bincount(cells, weights, _PLACES * count).reshape(_PLACES, count)
        self.studies_ = (_nearness() @ studies).astype(np.float32)
        self.begun_ = _begun(dataset)
        return self._ready(dataset)

    def score(self, members: IntArray) -> FloatArray:
        """Return the same scores for all who have as many courses, or enough of them."""
        return self.scores_[np.minimum(self.dataset_.history_lengths(members), BEGINNERS)]

    def reason(self, member: int, course: int) -> Reason | None:  # noqa: ARG002 - equal for all
        """Say how many study it of late, with the lowest rank that may be; or that it is new."""
        learners = int(self.learners_[course])
        if learners:
            ahead = self.learners_ >= learners if self.since_ <= SURE else self.learners_ >= 0
            return Reason(ReasonKind.POPULAR, (str(learners), str(ahead.sum())))
        age = float(self.dataset_.course_ages[course])
        return Reason(ReasonKind.NEW, (str(int(age)),)) if age <= WINDOW else None

    def state(self) -> State:
        """Return the studies of each course, weighed for every length of history, and beginners.

        Those are counted by the day, with the courses' ages, which tell how long ago that was.
        """
        return {"studies": self.studies_, "begun": self.begun_, "ages": self.ages_}

    def restore(self, state: State, course_ids: IntArray, dataset: Dataset) -> Self:
        """Bring the counts to the dataset's courses; those unknown then start at 0."""
        here = dataset.selection(course_ids)
        self.studies_ = state["studies"] @ here.T
        self.begun_ = state["begun"] @ here.T
        known = here @ np.ones(len(course_ids), dtype=np.float32) > 0
        grown = (dataset.course_ages - here @ state["ages"])[known]
        return self._ready(dataset, float(grown.max(initial=0.0)))

    def _ready(self, dataset: Dataset, since: float = 0.0) -> Self:
        """Score the courses so many days after the training, with whom `WINDOW` still holds."""
        self.dataset_ = dataset
        self.ages_ = dataset.course_ages - np.float32(since)
        self.since_ = since
        self.learners_ = self.begun_[: max(0, ceil(WINDOW - since))].sum(axis=0)
        fresh = self.welcome * _faded(dataset.course_ages, FRESH)
        self.scores_ = np.log1p(self.studies_ + fresh).astype(np.float32)
        return self


def _begun(dataset: Dataset) -> IndexArray:
    """Return how many took up each course on each of the last days (`WINDOW` × C)."""
    lately = (dataset.ages < WINDOW) & (dataset.weights >= STUDIED)
    count = len(dataset.course_ids)
    cells = dataset.ages[lately].astype(np.int64) * count + dataset.courses[lately]
    return np.bincount(cells, minlength=WINDOW * count).reshape(WINDOW, count).astype(np.int32)


def _nearness() -> FloatArray:
    """Return what a study at each place counts for each length of history, and for long ones."""
    lengths, places = np.arange(BEGINNERS)[:, np.newaxis], np.arange(_PLACES)
    near = NEARBY ** np.abs(places - lengths)
    return np.vstack((near, np.ones(_PLACES))).astype(np.float32)


def _best_half_life(dataset: Dataset) -> float:
    studied = dataset.weights >= STUDIED
    ages, courses = dataset.ages[studied], dataset.courses[studied]
    first = np.float32(NEARBY) ** dataset.places[studied]
    begin = np.quantile(ages, LATEST) if len(ages) else 0.0
    latest = ages < begin
    if np.count_nonzero(latest) < FEWEST * LATEST or len(ages) < FEWEST:
        return HALF_LIVES[0]
    wanted = np.bincount(courses[latest], first[latest], len(dataset.course_ids))
    past = courses[~latest], first[~latest], ages[~latest] - np.float32(begin)
    return max(HALF_LIVES, key=lambda half_life: _likelihood(*past, half_life, wanted))


def _likelihood(
    courses: IndexArray,
    counted: FloatArray,
    ages: FloatArray,
    half_life: float,
    wanted: NDArray[Any],
) -> float:
    """Return the log of how likely earlier studies make later ones, ``wanted`` of each course."""
    studies = np.bincount(courses, counted * _faded(ages, half_life), len(wanted)) + _UNSEEN
    return float(wanted @ np.log(studies / studies.sum()))


def _faded(days: FloatArray, half_life: float) -> FloatArray:
    faded: FloatArray = np.exp2(-days / np.float32(half_life))
    return faded
