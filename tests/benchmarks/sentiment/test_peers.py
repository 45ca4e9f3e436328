"""The peers: who cannot be installed is skipped with a clear word, and who fails says how."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks.sentiment import peer, peers
from benchmarks.sentiment.peers import NOT_INSTALLED, PACKAGES, measure_peers
from benchmarks.sentiment.texts import Row

SAMPLES = {"chat": [Row("positive", "讲得真好"), Row("negative", "听不懂，烦")]}
PINNED = Path(peers.__file__).with_name("peers.txt").read_text("utf-8")
COUNTING = """
import json, sys
request = json.load(sys.stdin)
json.dump({"scores": [1, -1], "messages_per_second": 10.4}, sys.stdout)
"""


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an environment whose python is ours and in which nothing can be installed."""
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setattr(peers, "ENVIRONMENT", tmp_path)
    return tmp_path


def test_without_a_network_every_peer_is_skipped_with_a_clear_word(environment: Path) -> None:
    assert environment.exists()
    found = measure_peers(SAMPLES, [])
    assert {name: one.skipped for name, one in found.items()} == dict.fromkeys(
        PACKAGES, NOT_INSTALLED
    )


def test_a_peers_scores_are_measured_on_the_same_rows(
    environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (environment / "peer.py").write_text(COUNTING, "utf-8")
    monkeypatch.setattr(peers, "HERE", environment)
    monkeypatch.setattr(peers, "PACKAGES", {"json": "json"})
    found = measure_peers(SAMPLES, [])["json"]
    assert (found.accuracy, found.messages_per_second, found.skipped) == ({"chat": 1.0}, 10, "")


def test_a_peer_that_fails_says_how(environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (environment / "peer.py").write_text("raise SystemExit('no dictionary')", "utf-8")
    monkeypatch.setattr(peers, "HERE", environment)
    monkeypatch.setattr(peers, "PACKAGES", {"json": "json"})
    assert measure_peers(SAMPLES, [])["json"].skipped == "failed: no dictionary"


def test_every_peer_has_a_pinned_package_and_a_way_to_be_asked() -> None:
    assert set(peer.PEERS) == set(PACKAGES)
    for package in PACKAGES.values():
        assert f"{package}==" in PINNED
    assert "://" not in json.dumps(PINNED)
