"""Ours: each scorer in a process of its own, and a small community from end to end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.recommend import parts, scale
from benchmarks.recommend.goals import goals
from benchmarks.recommend.ours import BLEND, measure, models
from benchmarks.recommend.parts import Choice
from benchmarks.recommend.table import tables

if TYPE_CHECKING:
    from pathlib import Path

ALONE = Choice(sets=("mooccubex98k",), members=40, peers=False, slow=False, models=False)


@pytest.mark.parametrize("task", ["test", "new_courses", "after_0"])
@pytest.mark.parametrize("scorer", [BLEND, "popular", "content"])
def test_a_scorer_ranks_what_a_task_allows(folder: Path, scorer: str, task: str) -> None:
    assert folder.exists()
    request = {"scorer": scorer, "set": "mooccubex98k", "task": task, "members": None}
    found, cost = measure(request | {"count": 5, "singles": 3})
    assert found.shape[1] == 5
    assert cost["p99_ms"] >= cost["p50_ms"] > 0


def test_every_model_can_be_asked_for_by_the_name_of_its_file() -> None:
    assert {"popular", "ease", "slist", "transitions"} <= set(models())


def test_the_parts_are_measured_in_processes_of_their_own_and_told(folder: Path) -> None:
    assert folder.exists()
    report = {part: parts.PARTS[part](ALONE) for part in ("test", "new_courses")}
    assert report["test"]["mooccubex98k"]["asked"] == 40
    told = tables(report, goals(report))
    assert told.count("| blend ") == 2
    assert "mooccubex98k, new courses: 3 of 24, ranked alone" in told


def test_a_made_up_community_has_members_with_two_subjects_each() -> None:
    data = scale.community(2_000)
    assert len(data.member_ids) == 2_000
    assert len(data.course_ids) == scale.COURSES
    assert 6 < len(data.members) / 2_000 < scale.MEAN
    assert (data.starts == scale.community(2_000).starts).all()


def test_what_a_size_costs_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "COURSES", 80)
    cost = scale.cost_of(300)
    assert cost["members"] == 300
    assert cost["peak_mb"] > 0
    assert "300" in tables({"scale": [cost]}, [])
