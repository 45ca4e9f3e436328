"""The goals and the tables: what is met, what is missed, and what was not measured."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks import markdown
from benchmarks.recommend.goals import Goal, goals
from benchmarks.recommend.table import COSTS, FIGURES, share, tables

ROW = {
    "parameters": {},
    "figures": dict.fromkeys(FIGURES, 0.1234),
    "errors": dict.fromkeys(FIGURES, 0.0021),
    "cost": dict.fromkeys(COSTS, 12.5),
}
LEAD = {
    "metric": "ndcg@10",
    "best_peer": "lenskit.slim",
    "ratio": 1.204,
    "lead": 0.0363,
    "error": 0.0012,
}


def test_every_scorer_stands_in_the_table_and_the_lead_above_it() -> None:
    told = tables({"test": {"one": _set() | {"lead": LEAD}}}, [])
    assert "the blend reaches 1.20 × lenskit.slim" in told
    assert "(NDCG@10 +0.0363, standard error 0.0012)" in told
    for name in ("blend", "lenskit.slim"):
        assert f"| {name} " in told
    assert told.count(".1234") == 2 * len(FIGURES)


def test_beginners_who_were_not_measured_leave_a_dash() -> None:
    full, empty = _set(), _set()
    del empty["results"]["lenskit.slim"]
    told = tables({"beginners": {"one": {"after_0": full, "tags_alone": empty}}}, [])
    assert "| tags alone |   1,000 | .1234 (.1234) |             – |" in told


def test_small_communities_have_a_row_for_each_size() -> None:
    told = tables({"communities": {"one": [_community()]}}, [])
    assert "| 60      |      40 |          250 |    12 | .2500 | .2000 |" in told


def test_a_goal_is_met_from_its_own_side() -> None:
    assert Goal("coverage", 0.5, 0.5).met
    assert not Goal("coverage", 0.49, 0.5).met
    assert Goal("seconds", 30.0, 30.0, at_least=False).met
    assert not Goal("seconds", 30.1, 30.0, at_least=False).met
    assert Goal("seconds", None, 30.0).met is None


def test_nothing_is_met_or_missed_by_a_run_that_measured_nothing() -> None:
    aims = goals({})
    assert len(aims) > 15
    assert {aim.met for aim in aims} == {None}
    assert tables({}, aims).count("not measured") == len(aims)


def test_goals_are_read_from_the_report() -> None:
    rows = [
        {"members": 100_000, "suggest_cpu_seconds": 50.0, "suggest_seconds": 50.0},
        {"members": 1_000_000, "suggest_cpu_seconds": 550.0, "suggest_seconds": 610.0},
    ]
    report = {
        "test": {"mooccubex98k": _set() | {"lead": LEAD}},
        "new_courses": {"mooccubex98k": _new_courses()},
        "beginners": {"mooccubex98k": {"after_0": _beginners()}},
        "communities": {"mooccubex98k": [_community()]},
        "scale": rows,
    }
    reached = {aim.name: aim for aim in goals(report) if aim.met is not None}
    assert reached["courses: NDCG@10 over the best peer's"].met
    assert not reached["courses: NDCG@10"].met
    assert reached["new courses: Recall@10 over chance"].value == pytest.approx(9.0)
    assert reached["new courses: over LightFM"].value == pytest.approx(1.5)
    assert reached["nothing known: NDCG@10 over plain popularity"].value == pytest.approx(1.0)
    name = "60 members: NDCG@10 over the best of popularity and peers"
    assert reached[name].value == pytest.approx(1.25)
    assert not reached["a million members: seconds for all suggestions"].met
    assert reached["seconds for each, over those at 100,000"].value == pytest.approx(1.1)


def test_columns_stand_below_one_another() -> None:
    rows = markdown.table(["", "figure"], [["a", "1"], ["longer", "12345678"]]).splitlines()
    assert len({tuple(at for at, sign in enumerate(row) if sign == "|") for row in rows}) == 1


def test_a_share_has_four_decimals_and_no_zero_before_them() -> None:
    assert [share(value) for value in (0.0, 0.20456, 1.0)] == [".0000", ".2046", "1.0000"]


def _new_courses() -> dict[str, Any]:
    reached = {"blend": 0.3, "content": 0.25, "lightfm.warp_words 64": 0.2}
    rows = {name: ROW | {"figures": {"recall@10": value}} for name, value in reached.items()}
    return {"candidates": 300, "results": rows}


def _beginners() -> dict[str, Any]:
    return {"results": {"blend": ROW, "rectools.popular": ROW}}


def _community() -> dict[str, Any]:
    return {
        "members": 60,
        "courses": 40,
        "interactions": 250,
        "communities": 12,
        "results": {"blend": 0.25, "ease": 0.2, "lenskit.ease": 0.2},
        "error": 0.01,
    }


def _set() -> dict[str, Any]:
    return {
        "members": 5_000,
        "courses": 300,
        "interactions": 60_000,
        "asked": 1_000,
        "results": {"blend": ROW, "lenskit.slim": ROW},
    }
