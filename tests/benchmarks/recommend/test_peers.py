"""The peers: pinned, handed the same data, ranked by the same rule, and excused when they fail."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.sparse import csr_array

from benchmarks.recommend import peer, peers, runs
from benchmarks.recommend.grids import GRIDS, WITH_WORDS
from benchmarks.recommend.runs import RunError
from benchmarks.recommend.tasks import task_of
from core.recommend.evaluation import metrics

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.recommend.sets import Interactions

FIRST_COURSES = """
import numpy as np


def _first(data, parameters):
    return lambda members, count: np.tile(np.arange(count), (len(members), 1))


MODELS = {"first": _first}
"""


def test_every_peer_has_pinned_packages_and_a_way_to_be_asked() -> None:
    for name in (*GRIDS, WITH_WORDS):
        family, model = name.split(".")
        assert model in import_module(f"benchmarks.recommend.peer_{family}").MODELS
    assert set(peers.versions()) == {"RecTools", "implicit", "lenskit", "lightfm-next"}
    for family in peers.FAMILIES:
        pinned = (peers.HERE / "environments" / f"{family}.txt").read_text("utf-8")
        assert all("==" in line for line in pinned.split())
        assert "://" not in pinned


def test_peers_and_ours_are_ranked_by_the_same_rule() -> None:
    numbers = np.random.default_rng(1)
    scores = numbers.random((30, 12), dtype=np.float32)
    taken = csr_array((numbers.random((30, 12)) < 0.3).astype(np.float32))
    for count in (1, 5, 12, 15):
        expected = metrics.ranked(scores, count, taken)
        assert peer.top(scores.copy(), taken, count).tolist() == expected.tolist()


def test_what_is_handed_over_is_what_the_task_allows(given: Interactions, tmp_path: Path) -> None:
    assert tmp_path.exists()
    task = task_of("test", given)
    handed = peers.hand_over(task, peers.word_features(given.texts))
    data = peer.read(str(handed.path))
    assert data.taken.toarray().tolist() == task.held.training.matrix()[:-1].toarray().tolist()
    assert data.asked.tolist() == task.held.members.tolist()
    assert data.words.shape[0] == len(given.texts)
    assert handed.sha256 == peers.hand_over(task, peers.word_features(given.texts)).sha256
    assert handed.sha256 != peers.hand_over(task).sha256


def test_a_peer_runs_apart_and_is_not_run_twice(
    given: Interactions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stand_in(tmp_path, monkeypatch, FIRST_COURSES)
    task = task_of("test", given)
    once = peers.tuned("stand.first", task_of("validation", given), task)
    assert once.figures.members == 60
    assert once.figures["coverage@10"] == pytest.approx(10 / 24)
    assert once.cost.peak_mb > 0
    again = peers.measured("stand.first", {}, task)
    assert again.cost == once.cost
    (tmp_path / "peer.py").write_text("raise SystemExit('asked again')", "utf-8")
    with pytest.raises(RunError, match="asked again"):
        peers.measured("stand.first", {}, task)


def test_a_peer_that_fails_says_how(
    given: Interactions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stand_in(tmp_path, monkeypatch, "raise SystemExit('no wheel for this machine')")
    with pytest.raises(RunError, match="no wheel for this machine"):
        peers.measured("stand.first", {}, task_of("test", given))


def test_what_cannot_be_installed_is_an_error_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers, "HERE", tmp_path)
    monkeypatch.setattr(peers, "ENVIRONMENTS", tmp_path / "environments")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "stand.txt").write_text("never-heard-of==1.0\n", "utf-8")
    python = tmp_path / "environments" / "stand" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    with pytest.raises(RunError, match="never-heard-of"):
        peers.environment("stand")


def _stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Make a family whose environment is ours, with this code as its only peer."""
    (folder / "environments").mkdir()
    (folder / "environments" / "stand.txt").write_text("stand==1.0\n", "utf-8")
    (folder / "peer_stand.py").write_text(code, "utf-8")
    (folder / "peer.py").write_text((peers.HERE / "peer.py").read_text("utf-8"), "utf-8")
    python = folder / "stand" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (folder / "stand" / "ready").write_text("stand==1.0\n", "utf-8")
    monkeypatch.setattr(peers, "HERE", folder)
    monkeypatch.setattr(peers, "ENVIRONMENTS", folder)
    monkeypatch.setattr(runs, "REPOSITORY", folder)
    monkeypatch.setitem(GRIDS, "stand.first", [{}, json.loads('{"again": true}')])
