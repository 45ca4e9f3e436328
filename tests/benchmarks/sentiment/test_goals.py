"""The goals and the tables: what is met, what is missed, and what was not measured."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.sentiment.challenge import KINDS
from benchmarks.sentiment.goals import ACCURACY, Goal, goals
from benchmarks.sentiment.table import tables
from benchmarks.sentiment.texts import OWN_SETS

COST = {"load_seconds": 0.04, "memory_mb": 14.0, "peak_mb": 29.0}
SPEED = {
    "characters": 20.0,
    "model": 27000,
    "reading": 15000,
    "reading_many": 25000,
    "reading_without_screen": 18000,
    "snownlp": 500,
    "reading_microseconds": 66.7,
    "reading_many_microseconds": 40.0,
    "reading_over_snownlp": 30.0,
    "reading_many_over_snownlp": 70.0,
}


@pytest.fixture
def report() -> dict[str, Any]:
    """Give a report in which every goal is met but the long messages'."""
    return {
        "sets": {name: _set(2000) for name in ACCURACY} | {name: _set(80) for name in OWN_SETS},
        "six_classes": {"macro_f1": 0.72},
        "unguarded": {"accuracy": 0.93},
        "speed": {"short": SPEED, "long": SPEED},
        "footprint": {"default": COST, "snownlp": COST},
        "disk_mb": {"default.npz": 2.0, "all": 4.0},
        "challenge": {name: dict.fromkeys(KINDS, 0.9) for name in ("default", "permissive")},
        "peers": {"pysenti": {"skipped": "skipped: no network"}},
    }


def test_a_goal_is_met_from_its_own_side() -> None:
    assert Goal("accuracy", 0.9, 0.9).met
    assert not Goal("accuracy", 0.89, 0.9).met
    assert Goal("seconds", 0.3, 0.3, at_least=False).met
    assert not Goal("seconds", 0.31, 0.3, at_least=False).met
    assert Goal("accuracy", None, 0.9).met is None


def test_only_what_is_short_of_its_goal_is_missed(report: dict[str, Any]) -> None:
    missed = [goal.name for goal in goals(report) if not goal.met]
    assert missed == ["whole reading, times SnowNLP, long"]


def test_what_was_not_measured_is_neither_met_nor_missed(report: dict[str, Any]) -> None:
    del report["unguarded"]
    assert [goal.met for goal in goals(report)].count(None) == 1


def test_the_worst_set_is_named_and_small_sets_are_left_out(report: dict[str, Any]) -> None:
    report["sets"]["htl"]["default"]["calibration_error"] = 0.08
    report["sets"]["own_chat"]["default"]["calibration_error"] = 0.2
    worst = next(goal for goal in goals(report) if goal.where == "htl")
    assert (worst.value, worst.met) == (0.08, False)


def test_the_tables_show_every_goal_set_and_kind_and_who_was_skipped(
    report: dict[str, Any],
) -> None:
    shown = tables(report, goals(report))
    for name in (*ACCURACY, *OWN_SETS, *KINDS):
        assert f"| {name} " in shown
    assert " NO |" in shown
    assert "pysenti: skipped: no network" in shown


def test_the_columns_of_a_table_stand_below_one_another(report: dict[str, Any]) -> None:
    for one in tables(report, goals(report)).split("\n\n"):
        rows = [line for line in one.splitlines() if line.startswith("|")]
        assert len({tuple(at for at, sign in enumerate(row) if sign == "|") for row in rows}) == 1


def _set(rows: int) -> dict[str, Any]:
    figures = {
        "accuracy": 0.96,
        "macro_f1": 0.82,
        "calibration_error": 0.02,
        "calibration_error_of_a_perfect_model": 0.01,
        "neutral_alarms": 0.05,
        "negative_alarms": 0.75,
    }
    return {
        "rows": rows,
        "default": figures.copy(),
        "permissive": figures.copy(),
        "snownlp": figures.copy(),
        "traditional_loss": {"accuracy": 0.001},
        "sample_rows": rows,
        "sample": {"default": 0.95, "permissive": 0.9, "snownlp": 0.7},
    }
