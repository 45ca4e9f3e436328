"""The blend: every model's scores, weighed by how much of a member's history there is, in order."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Self

import numpy as np

from core.recommend.learning.linear import LinearModel
from core.recommend.models import discovered
from core.recommend.ranking.explanation import Explanation, explained
from core.recommend.ranking.network import Network
from core.recommend.ranking.order import CANDIDATES, Ordered, Tuned, ordered
from core.recommend.ranking.questions import posed
from core.recommend.ranking.reasoning import reasons_of
from core.recommend.ranking.scoring import Asked, scored
from core.recommend.ranking.tuning import enough, tuned
from core.recommend.ranking.weighing import LEAST, Fold, weighed
from core.recommend.ranking.weights import default

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scipy.sparse import csr_array

    from core.recommend.dataset import Dataset, FloatArray, IntArray
    from core.recommend.explain import Reason
    from core.recommend.model import Model, State
    from core.recommend.ranking.questions import Questions

AT_ONCE = 256
FOLDS = 4
NONE = -1


class Blend:
    """The sum of models' scores, each scaled to 0-1 per member; a network orders the best anew.

    A model's weight depends on how many courses the member has behind them. Weights, network and
    discounts on popular courses are learned from parts of histories, by models that have not
    seen them; where there is too little to learn from, models' own shares are the weights.
    """

    def __init__(
        self, models: Sequence[Model] | None = None, *, seed: int = 0, learns: bool = True
    ) -> None:
        """Blend these models, or else every discovered one that is made for it.

        One that does not learn its weights is fitted in a moment.
        """
        given = [kind() for kind in discovered() if kind.blended] if models is None else models
        self.models = tuple(given)
        self.seed = seed
        self.learns = learns

    @classmethod
    def instant(cls) -> Self:
        """Blend only what can be fitted while a member waits."""
        return cls([kind() for kind in discovered() if kind.instant], learns=False)

    def fit(self, dataset: Dataset) -> Self:
        """Learn how to rank from parts of histories held out, then fit every model on all."""
        self.names_ = _names(self.models)
        self.tuned_, decays = self._learned(dataset)
        for model in self.models:
            if isinstance(model, LinearModel):
                model.fit(dataset, decays.get(model.name()))
            else:
                model.fit(dataset)
        self.dataset_ = dataset
        return self

    def score(self, members: IntArray) -> FloatArray:
        """Return scores (members × courses), the higher the better; 0 for what they study."""
        total = np.zeros((len(members), len(self.dataset_.course_ids)), dtype=np.float32)
        for first, found in self._ordered(members):
            part = found.scored.total
            values = np.where(np.isfinite(found.values), found.values, 0)
            np.put_along_axis(part, found.candidates, values, axis=1)
            total[first : first + len(part)] = part
        return total

    def top(
        self, members: IntArray, count: int, *, barred: csr_array | None = None
    ) -> tuple[IntArray, FloatArray]:
        """Return the ``count`` best courses of each member, best first, and their scores.

        Both are members × count. What a member studies, and what is ``barred`` (members ×
        courses), is left out; where nothing more is left, the course is -1 and the score 0.
        """
        best = np.full((len(members), count), NONE, dtype=np.int64)
        scores = np.zeros((len(members), count), dtype=np.float32)
        for first, found in self._ordered(members, count, barred):
            rows = slice(first, first + len(found.values))
            best[rows], scores[rows] = _best(found, count)
        return best, scores

    def suggest(
        self, members: IntArray, count: int, *, barred: csr_array | None = None
    ) -> Iterator[tuple[IntArray, FloatArray, list[list[Reason]]]]:
        """Yield what `top` returns with the reasons, some members at a time; each scored once."""
        for _, found in self._ordered(members, count, barred):
            best, scores = _best(found, count)
            yield best, scores, reasons_of(self.models, found.scored, best)

    def reasons(self, member: int, courses: Sequence[int]) -> list[Reason]:
        """Return why each course is for a member (all by index).

        It is the reason of the model that, of those which have one, adds most to the score.
        """
        places = np.array([courses], dtype=np.int64)
        return self.reasons_each(np.array([member]), places)[0]

    def reasons_each(self, members: IntArray, courses: IntArray) -> list[list[Reason]]:
        """Return `reasons` for a row of courses (members × count) each, many at once."""
        weights = self._how().weights
        found: list[list[Reason]] = []
        for first in range(0, len(members), AT_ONCE):
            some = slice(first, first + AT_ONCE)
            part = scored(self.models, Asked(self.dataset_, members[some]), weights)
            found += reasons_of(self.models, part, courses[some])
        return found

    def explain(self, member: int, courses: Sequence[int]) -> list[Explanation]:
        """Take a member's score of each course apart (all by index)."""
        _, found = next(self._ordered(np.array([member])))
        names = _names(self.models)
        return [explained(self.models, names, found, course) for course in courses]

    def state(self) -> State:
        """Return everything learned, each array under its model's name."""
        learned = self.tuned_
        state: State = {
            "course_ids": self.dataset_.course_ids,
            "course_ages": self.dataset_.course_ages,
            "names": np.array(self.names_, dtype=np.str_),
            "weights": learned.weights,
            "order": np.array([learned.part, *learned.discounts]),
        }
        if learned.network is not None:
            state |= _under("network", learned.network.state())
        for model, name in zip(self.models, _names(self.models), strict=True):
            state |= _under(name, model.state())
        return state

    def restore(self, state: State, dataset: Dataset) -> Self:
        """Take up a stored state to score another dataset; models not in it drop out."""
        course_ids = state["course_ids"]
        held = [(model, _own(state, model.name())) for model in self.models]
        self.models = tuple(model.restore(own, course_ids, dataset) for model, own in held if own)
        part, *discounts = state["order"].tolist()
        network = Network.restored(own) if (own := _own(state, "network")) else None
        low = np.array(discounts, dtype=np.float32)
        self.tuned_ = Tuned(state["weights"], low, network, part)
        self.names_ = tuple(state["names"].tolist())
        self.dataset_ = dataset
        return self

    def _learned(self, dataset: Dataset) -> tuple[Tuned, dict[str, float]]:
        """Return how to rank, and how fast a history fades for each model that asked."""
        plain = Tuned.plain(default(self.models))
        if not self.learns:
            return plain, {}
        questions = posed(dataset, seed=self.seed)
        if len(questions) < LEAST:
            return plain, {}
        fold = self._fold(questions)
        decays = {one.name(): one.decay_ for one in fold.models if isinstance(one, LinearModel)}
        if enough(questions):
            return tuned(fold.models, questions, seed=self.seed), decays
        # A small community has too few beginners to learn from those of one drawing.
        more = (posed(dataset, seed=self.seed + turn) for turn in range(1, FOLDS))
        return Tuned.plain(weighed([fold, *map(self._fold, more)])), decays

    def _fold(self, questions: Questions) -> Fold:
        """Fit models on what questions leave, and let them look at the questions."""
        fitted = [copy(model).fit(questions.training) for model in self.models]
        return Fold.whole([model.bind(questions.asked) for model in fitted], questions)

    def _ordered(
        self, members: IntArray, count: int = CANDIDATES, barred: csr_array | None = None
    ) -> Iterator[tuple[int, Ordered]]:
        how = self._how()
        for first in range(0, len(members), AT_ONCE):
            some = members[first : first + AT_ONCE]
            held = None if barred is None else barred[first : first + AT_ONCE]
            yield first, ordered(how, self.models, Asked(self.dataset_, some, held), count)

    def _how(self) -> Tuned:
        """Return what was learned, as far as it speaks of the models that are there now."""
        names = _names(self.models)
        if names == self.names_:
            return self.tuned_
        columns = [self.names_.index(name) for name in names]
        weights = self.tuned_.weights[:, columns]
        silent = ~weights.any(axis=1, keepdims=True)
        return replace(self.tuned_, weights=weights + silent, network=None, part=0.0)


def _best(found: Ordered, count: int) -> tuple[IntArray, FloatArray]:
    """Return courses and values (m × count), filled up with `NONE` and 0."""
    best = np.full((len(found.values), count), NONE, dtype=np.int64)
    scores = np.zeros(best.shape, dtype=np.float32)
    chosen = np.argsort(-found.values, axis=1, kind="stable")[:, :count]
    values = np.take_along_axis(found.values, chosen, axis=1)
    left, width = np.isfinite(values), values.shape[1]
    courses = np.take_along_axis(found.candidates, chosen, axis=1)
    best[:, :width] = np.where(left, courses, NONE)
    scores[:, :width] = np.where(left, values, 0)
    return best, scores


def _names(models: Sequence[Model]) -> tuple[str, ...]:
    return tuple(model.name() for model in models)


def _under(head: str, state: State) -> State:
    return {f"{head}/{key}": array for key, array in state.items()}


def _own(state: State, name: str) -> State:
    head = f"{name}/"
    return {key.removeprefix(head): array for key, array in state.items() if key.startswith(head)}
