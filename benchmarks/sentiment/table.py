"""The report as tables for a terminal, which are Markdown as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks import markdown
from benchmarks.sentiment.challenge import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.sentiment.goals import Goal

    Report = Mapping[str, Any]

MET = {True: "yes", False: "NO", None: "not measured"}
PERFECT = "calibration_error_of_a_perfect_model"


def tables(report: Report, goals: Sequence[Goal]) -> str:
    """Return everything that was measured, as tables one below the other."""
    return "\n\n".join(
        (
            _goals(goals),
            _sets(report),
            _peers(report),
            _challenge(report),
            _speed(report),
            _footprint(report),
        )
    )


def _goals(goals: Sequence[Goal]) -> str:
    rows = [
        (
            f"{goal.name} ({goal.where})" if goal.where else goal.name,
            _figure(goal.value),
            f"{'≥' if goal.at_least else '≤'} {goal.goal:g}",
            MET[goal.met],
            _figure(goal.snownlp),
        )
        for goal in goals
    ]
    return markdown.table(
        ("Goal of the default weights", "measured", "goal", "met", "SnowNLP"), rows
    )


def _sets(report: Report) -> str:
    head = (
        *("Test set", "rows", "default", "permissive", "F1 default", "F1 permissive"),
        *("calibration error", "a perfect model's", "SnowNLP's", "alarms neutral / negative"),
        "lost in traditional",
    )
    rows = []
    for name, found in report["sets"].items():
        ours, permissive = found["default"], found["permissive"]
        alarms = (ours.get("neutral_alarms"), ours.get("negative_alarms"))
        rows.append(
            (
                name,
                f"{found['rows']:,}",
                _figure(ours["accuracy"]),
                _figure(permissive["accuracy"]),
                _figure(ours.get("macro_f1")),
                _figure(permissive.get("macro_f1")),
                _figure(ours["calibration_error"]),
                _figure(ours[PERFECT]),
                _figure(found["snownlp"]["calibration_error"]),
                " / ".join(map(_figure, alarms)),
                _figure(found["traditional_loss"]["accuracy"]),
            )
        )
    return markdown.table(head, rows)


def _peers(report: Report) -> str:
    """Every reader's accuracy on the same rows of each set; who was skipped stands below."""
    sets, peers = report["sets"], report["peers"]
    names = list(next(iter(sets.values()))["sample"])
    head = ("Same rows", "rows", *names)
    rows = [
        (name, f"{found['sample_rows']:,}", *(_figure(found["sample"].get(one)) for one in names))
        for name, found in sets.items()
    ]
    skipped = [f"{name}: {one['skipped']}" for name, one in peers.items() if one["skipped"]]
    return "\n".join([markdown.table(head, rows), *skipped])


def _challenge(report: Report) -> str:
    found = report["challenge"]
    rows = [
        (kind, *(_figure(found[name][kind]) for name in ("default", "permissive")))
        for kind in KINDS
    ]
    return markdown.table(("Challenge", "default", "permissive"), rows)


def _speed(report: Report) -> str:
    kinds = ("model", "reading_without_screen", "reading", "reading_many", "snownlp")
    rows = [
        (
            f"{name}, {found['characters']:g} characters",
            *(f"{found[kind]:,}" for kind in kinds),
            f"{found['reading_over_snownlp']:g}",
            f"{found['reading_many_over_snownlp']:g}",
        )
        for name, found in report["speed"].items()
    ]
    head = ("Messages a second", "model", "reading, unscreened", "whole reading", "many together")
    return markdown.table((*head, "SnowNLP", "whole reading / SnowNLP", "many / SnowNLP"), rows)


def _footprint(report: Report) -> str:
    rows = [
        (name, *(f"{cost[kind]:g}" for kind in ("load_seconds", "memory_mb", "peak_mb")))
        for name, cost in report["footprint"].items()
    ]
    return markdown.table(("Cost", "load, seconds", "memory, MB", "peak, MB"), rows)


def _figure(value: float | None) -> str:
    """Write a share as three decimals without its zero, and anything larger plainly."""
    if value is None:
        return "–"
    if abs(value) > 1:
        return f"{value:,.1f}"
    return f"{value:.3f}".replace("0.", ".", 1)
