"""What was aimed at, beside what was reached; what was not run is neither met nor missed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.recommend.grids import WITH_WORDS
from benchmarks.recommend.ours import BLEND
from benchmarks.recommend.sets import COURSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Report = Mapping[str, Any]

SHUFFLED, FILMS = "mooccubex98k_shuffled", "ml_latest_small"
POPULAR = "rectools.popular"
MILLION = 1_000_000
STEP_BELOW = 100_000


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure and its goal; the value is None when it was not measured."""

    name: str
    value: float | None
    goal: float
    at_least: bool = True

    @property
    def met(self) -> bool | None:
        """Say whether the goal is reached, None when nothing was measured."""
        if self.value is None:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal


def goals(report: Report) -> list[Goal]:
    """Return every goal with what this run says of it."""
    test = report.get("test", {})
    return [
        Goal("courses: NDCG@10", _at(test, COURSES, BLEND, "figures", "ndcg@10"), 0.214),
        Goal("courses: NDCG@10 over the best peer's", _ratio(test, COURSES), 1.2),
        Goal("courses without order: the same", _ratio(test, SHUFFLED), 1.05),
        Goal("films: NDCG@10", _at(test, FILMS, BLEND, "figures", "ndcg@10"), 0.082),
        Goal("films: NDCG@10 over the best peer's", _ratio(test, FILMS), 1.05),
        Goal("courses: coverage@10", _at(test, COURSES, BLEND, "figures", "coverage@10"), 0.5),
        *_costs(test),
        *_new_courses(report.get("new_courses", {}).get(COURSES, {})),
        *_beginners(report.get("beginners", {})),
        *_communities(report.get("communities", {}).get(COURSES, [])),
        *_scale({row["members"]: row for row in report.get("scale", [])}),
    ]


def _costs(test: Report) -> list[Goal]:
    aims = {"fit_seconds": 30.0, "peak_mb": 1_000.0, "batch_ms_per_member": 0.5, "p99_ms": 2.0}
    return [
        Goal(
            f"courses: {name.replace('_', ' ')}",
            _at(test, COURSES, BLEND, "cost", name),
            aim,
            at_least=False,
        )
        for name, aim in aims.items()
    ]


def _new_courses(found: Report) -> list[Goal]:
    results = found.get("results", {})
    reached = {name: one["figures"]["recall@10"] for name, one in results.items()}
    ours = reached.get(BLEND)
    lightfm = [value for name, value in reached.items() if name.startswith(WITH_WORDS)]
    chance = 10 / found["candidates"] if found.get("candidates") else None
    return [
        Goal("new courses: Recall@10 over chance", _over(ours, chance), 2.0),
        Goal("new courses: over LightFM", _over(ours, max(lightfm, default=None)), 1.25),
        Goal("new courses: over content alone", _over(ours, reached.get("content")), 1.15),
    ]


def _beginners(found: Report) -> list[Goal]:
    def beside(name: str, task: str, *others: str, metric: str = "ndcg@10") -> float | None:
        at = found.get(name, {})
        ours, *rivals = (_at(at, task, one, "figures", metric) for one in (BLEND, *others))
        return _over(ours, max((one for one in rivals if one is not None), default=None))

    neighbours = {1: 1.2, 2: 1.06, 3: 1.03}
    return [
        Goal(
            "nothing known: NDCG@10 over plain popularity", beside(COURSES, "after_0", POPULAR), 1.0
        ),
        *(
            Goal(
                f"{behind} known: NDCG@10 over item neighbours",
                beside(COURSES, f"after_{behind}", "implicit.itemknn"),
                aim,
            )
            for behind, aim in neighbours.items()
        ),
        Goal(
            "tags alone: NDCG@10 over plain popularity", beside(FILMS, "tags_alone", POPULAR), 1.0
        ),
        Goal(
            "tags alone: coverage@10 over plain popularity",
            beside(FILMS, "tags_alone", POPULAR, metric="coverage@10"),
            10.0,
        ),
    ]


def _communities(rows: Sequence[Report]) -> list[Goal]:
    return [
        Goal(
            f"{row['members']} members: NDCG@10 over the best of popularity and peers",
            _over(
                row["results"][BLEND],
                max((value for name, value in row["results"].items() if "." in name), default=None),
            ),
            1.0,
        )
        for row in rows
    ]


def _scale(rows: Mapping[float, Report]) -> list[Goal]:
    most, below = rows.get(MILLION), rows.get(STEP_BELOW)
    growth = None
    if most and below:
        growth = (most["suggest_cpu_seconds"] / MILLION) / (
            below["suggest_cpu_seconds"] / STEP_BELOW
        )
    return [
        Goal(
            "a million members: seconds for all suggestions",
            most["suggest_seconds"] if most else None,
            600.0,
            at_least=False,
        ),
        Goal("seconds for each, over those at 100,000", growth, 1.2, at_least=False),
    ]


def _ratio(test: Report, name: str) -> float | None:
    ratio: float | None = test.get(name, {}).get("lead", {}).get("ratio")
    return ratio


def _at(found: Report, name: str, scorer: str, kind: str, key: str) -> float | None:
    one = found.get(name, {}).get("results", {}).get(scorer)
    return None if one is None else one[kind][key]


def _over(value: float | None, other: float | None) -> float | None:
    return value / other if value is not None and other else None
