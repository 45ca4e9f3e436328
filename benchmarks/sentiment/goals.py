"""The goals: what the default weights are to reach, beside what they and SnowNLP reached."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.sentiment.texts import OWN_SETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Report = Mapping[str, Any]

MEASURED_BY_MANY = 1000
ACCURACY = {
    "waimai": 0.91,
    "htl": 0.89,
    "chnsenti": 0.875,
    "weibo100k_part": 0.95,
    "weibo100k_part_plain": 0.71,
    "smp_usual3": 0.895,
}
THREE_CLASSES = "smp_usual3"

MICROSECONDS = {
    "reading_microseconds": "whole reading",
    "reading_many_microseconds": "whole reading, many together",
}
READINGS = {
    "reading_over_snownlp": "whole reading",
    "reading_many_over_snownlp": "whole reading, many together",
}


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that was aimed at; what was not measured in this run is None.

    ``where`` names the set that ``value`` comes from when it is the worst of several.
    """

    name: str
    value: float | None
    goal: float
    snownlp: float | None = None
    at_least: bool = True
    where: str = ""

    @property
    def met(self) -> bool | None:
        """Tell whether the goal was reached, None when it was not measured."""
        if self.value is None:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    @property
    def row(self) -> dict[str, object]:
        """Everything of the goal, as it stands in the report."""
        return asdict(self) | {"met": self.met}


def goals(report: Report) -> list[Goal]:
    """Return every goal with what this report says of it."""
    return [*_accuracy(report), *_three_classes(report), *_every_set(report), *_cost(report)]


def _accuracy(report: Report) -> Iterator[Goal]:
    sets = report["sets"]
    for name, goal in ACCURACY.items():
        ours, theirs = sets[name]["default"]["accuracy"], sets[name]["snownlp"]["accuracy"]
        yield Goal(f"{name}, accuracy of two classes", ours, goal, theirs)
    unguarded = report.get("unguarded", {}).get("accuracy")
    yield Goal("chnsenti, trained on its own train part without the guard", unguarded, 0.928)
    leads = {
        name: round(sets[name]["sample"]["default"] - sets[name]["sample"]["snownlp"], 4)
        for name in OWN_SETS
    }
    least = min(leads, key=lambda name: leads[name])
    yield Goal("lead over SnowNLP on our own chats, the least", leads[least], 0.12, where=least)


def _three_classes(report: Report) -> Iterator[Goal]:
    ours, theirs = (report["sets"][THREE_CLASSES][name] for name in ("default", "snownlp"))
    aims = {
        "macro_f1": ("macro-F1 of three classes", 0.81, True),
        "neutral_alarms": ("neutral raised as negative", 0.06, False),
        "negative_alarms": ("negative raised", 0.7, True),
    }
    for key, (title, goal, at_least) in aims.items():
        yield Goal(f"{THREE_CLASSES}, {title}", ours[key], goal, theirs[key], at_least)
    six = report.get("six_classes", {}).get("macro_f1")
    yield Goal("smp_usual6, macro-F1 of six classes", six, 0.71)


def _every_set(report: Report) -> Iterator[Goal]:
    """Yield what holds for every set that is large enough to tell."""
    sets = {
        name: found for name, found in report["sets"].items() if found["rows"] >= MEASURED_BY_MANY
    }
    errors = {name: found["default"]["calibration_error"] for name, found in sets.items()}
    worst = max(errors, key=lambda name: errors[name])
    theirs = sets[worst]["snownlp"]["calibration_error"]
    title = "calibration error, the largest"
    yield Goal(title, errors[worst], 0.03, theirs, at_least=False, where=worst)
    losses = {name: found["traditional_loss"]["accuracy"] for name, found in sets.items()}
    worst = max(losses, key=lambda name: losses[name])
    title = "accuracy lost on traditional copies, the most"
    yield Goal(title, losses[worst], 0.005, at_least=False, where=worst)


def _cost(report: Report) -> Iterator[Goal]:
    short, long = report["speed"]["short"], report["speed"]["long"]
    for name, title in READINGS.items():
        yield Goal(f"{title}, times SnowNLP, short", short[name], 25, 1)
        yield Goal(f"{title}, times SnowNLP, long", long[name], 60, 1)
    theirs = round(1e6 / short["snownlp"], 1)
    for name, title in MICROSECONDS.items():
        yield Goal(f"{title}, short, µs", short[name], 150, theirs, at_least=False)
    cost, their_cost = (report["footprint"][name] for name in ("default", "snownlp"))
    aims = {"load_seconds": ("load, seconds", 0.3), "memory_mb": ("memory, MB", 40)}
    for key, (title, goal) in aims.items():
        yield Goal(title, cost[key], goal, their_cost[key], at_least=False)
    yield Goal("weights on disk, all together, MB", report["disk_mb"]["all"], 6, at_least=False)
