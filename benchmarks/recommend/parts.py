"""The parts of the benchmark: which scorers meet which tasks, and what is reported of each."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks.recommend import peers, runs
from benchmarks.recommend.communities import measure_communities
from benchmarks.recommend.grids import GRIDS, SLOW, WITH_WORDS
from benchmarks.recommend.ours import BLEND, models
from benchmarks.recommend.runs import Result, RunError
from benchmarks.recommend.scale import SIZES, measure_scale
from benchmarks.recommend.sets import COURSES, SHUFFLED, data_folder, read_set, small
from benchmarks.recommend.tasks import BEHIND, task_of
from core.recommend.evaluation import figures_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.recommend.sets import Interactions
    from benchmarks.recommend.tasks import Task

    Report = dict[str, Any]
    Results = dict[str, Result]

NAMES = ("recall@10", "recall@20", "ndcg@10", "mrr@20", "map@10")
SHARES = ("coverage@10", "gini@10", "long_tail@10")
LED_BY = "ndcg@10"
READ_WORDS = ("content", "ease", "slist")
BEGIN_WITH = ("popular", "item_neighbours", "profile")
BESIDE_BEGINNERS = ("rectools.popular", "implicit.itemknn", "lenskit.ease")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which sets, how many of their members (None: all), and who is measured beside the blend."""

    sets: tuple[str, ...]
    members: int | None
    peers: bool
    slow: bool
    models: bool

    @property
    def beside(self) -> tuple[str, ...]:
        """Return the peers of the test."""
        return tuple(peer for peer in GRIDS if self.peers and (self.slow or peer not in SLOW))


def _test(choice: Choice) -> Report:
    """Let everything rank for the members of the test, in every set."""
    return {name: _test_of(name, choice) for name in choice.sets}


def _test_of(name: str, choice: Choice) -> Report:
    given = _read(name, choice)
    own = [BLEND, *models()] if choice.models else [BLEND]
    task = task_of("test", given)
    results = _ours(own, given, "test", task, choice)
    results |= _tuned(choice.beside, given, task, choice)
    return _report(given, results) | {"lead": _lead(results)}


def _new_courses(choice: Choice) -> Report:
    """Rank courses that nobody took, by their words, where a set has words and order."""
    names = [name for name in choice.sets if not name.endswith(SHUFFLED)]
    return {name: _new_courses_of(name, choice) for name in names}


def _new_courses_of(name: str, choice: Choice) -> Report:
    given = _read(name, choice)
    task = task_of("new_courses", given)
    own = [BLEND, *(model for model in READ_WORDS if model in models() and choice.models)]
    results = _ours(own, given, "new_courses", task, choice)
    if choice.peers:
        for parameters in GRIDS["lightfm.warp"][: 1 if choice.members else None]:
            label = f"{WITH_WORDS} {parameters['no_components']}"
            run = partial(peers.measured, WITH_WORDS, parameters, task, texts=True)
            results |= _guarded(label, run)
    candidates = 0 if task.candidates is None else len(task.candidates)
    return _report(given, results) | {"candidates": candidates}


def _beginners(choice: Choice) -> Report:
    """Rank for members of whom little is known."""
    names = [name for name in choice.sets if not name.endswith(SHUFFLED)]
    return {name: _beginners_of(name, choice) for name in names}


def _beginners_of(name: str, choice: Choice) -> Report:
    given = _read(name, choice)
    tasks = [f"after_{behind}" for behind in BEHIND]
    if any(text.tags for text in given.texts):
        tasks.append("tags_alone")
    return {task: _beginners_at(given, task, choice) for task in tasks}


def _beginners_at(given: Interactions, name: str, choice: Choice) -> Report:
    task = task_of(name, given)
    own = [BLEND, *(model for model in BEGIN_WITH if model in models() and choice.models)]
    results = _ours(own, given, name, task, choice)
    if choice.peers:
        results |= _tuned(BESIDE_BEGINNERS, given, task, choice)
    return _report(given, results)


def _communities(choice: Choice) -> Report:
    """Rank in small communities, where a set has enough courses and order to draw some from."""
    quick, alone = choice.members is not None, not choice.models
    return {
        name: measure_communities(
            _read(name, replace(choice, members=None)),
            beside=choice.peers,
            quick=quick,
            alone=alone,
        )
        for name in choice.sets
        if name == COURSES
    }


def _scale(choice: Choice) -> list[dict[str, float]]:
    """Fit and suggest for larger and larger communities."""
    return measure_scale(SIZES[:2] if choice.members else SIZES)


PARTS: dict[str, Callable[[Choice], Any]] = {
    "test": _test,
    "new_courses": _new_courses,
    "beginners": _beginners,
    "communities": _communities,
    "scale": _scale,
}


def _read(name: str, choice: Choice) -> Interactions:
    sys.stderr.write(f"reading: {name}\n")
    given = read_set(name, data_folder())
    return small(given, choice.members) if choice.members else given


def _ours(
    scorers: Iterable[str], given: Interactions, name: str, task: Task, choice: Choice
) -> Results:
    results = {}
    for scorer in scorers:
        found, cost = runs.ours(scorer, given.name, name, choice.members)
        results[scorer] = Result({}, figures_of(found, task.held), cost)
    return results


def _tuned(names: Iterable[str], given: Interactions, task: Task, choice: Choice) -> Results:
    """Run peers with the parameters that did best on the set's validation part."""
    validation = task_of("validation", given)
    quick = choice.members is not None
    results: Results = {}
    for name in names:
        results |= _guarded(name, partial(peers.tuned, name, validation, task, quick=quick))
    return results


def _guarded(name: str, run: Callable[[], Result]) -> Results:
    """Return one result by its name, or none if the peer cannot be had, which is said."""
    try:
        return {name: run()}
    except RunError as problem:
        sys.stderr.write(f"left out: {name}: {problem}\n")
        return {}


def _report(given: Interactions, results: Results) -> Report:
    return {
        "members": int(given.members.max(initial=-1)) + 1,
        "courses": len(given.texts),
        "interactions": len(given.members),
        "asked": max((one.figures.members for one in results.values()), default=0),
        "results": {name: _row(one) for name, one in results.items()},
    }


def _row(result: Result) -> Report:
    estimates = result.figures.estimates
    figures = {name: round(estimates[name].value, 4) for name in (*NAMES, *SHARES)}
    errors = {name: round(estimates[name].error or 0.0, 4) for name in NAMES}
    return {
        "parameters": result.parameters,
        "figures": figures,
        "errors": errors,
        "cost": asdict(result.cost),
    }


def _lead(results: Results) -> Report:
    """Return how far the blend is ahead of the best peer, on the same members."""
    others = {name: one.figures for name, one in results.items() if "." in name}
    if not others:
        return {}
    best = max(others, key=lambda name: others[name][LED_BY])
    ours = results[BLEND].figures
    lead = ours.lead(others[best], LED_BY)
    return {
        "metric": LED_BY,
        "best_peer": best,
        "ratio": round(ours[LED_BY] / others[best][LED_BY], 4),
        "lead": round(lead.value, 4),
        "error": round(lead.error or 0.0, 4),
    }
