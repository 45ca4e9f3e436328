"""One run, ours or a peer's: a process of its own, kept by what its result depends on.

Runs lie under ``build/bench-recommend``, so that a second benchmark only runs what changed.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.recommend.sets import REPOSITORY, data_folder, digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.recommend.evaluation import Figures
    from core.recommend.evaluation.metrics import Ints

KEPT = REPOSITORY / "build" / "bench-recommend"
SHIPPED = REPOSITORY / "core"
ROOMS = ("recommend", "text")
MEASURING = ("ours.py", "peer.py", "sets.py", "tasks.py")
COUNT = 20
SINGLES = 500


class RunError(Exception):
    """A run could not be made ready or did not answer; the message says why."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took. Seconds are the clock's; the processor's are added up over both cores."""

    fit_seconds: float
    fit_cpu_seconds: float
    batch_ms_per_member: float
    p50_ms: float
    p99_ms: float
    peak_mb: float


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What a scorer reached, with which parameters, at what cost."""

    parameters: dict[str, Any]
    figures: Figures
    cost: Cost


def kept(
    name: str, command: Sequence[str], request: dict[str, Any], depends: Sequence[str]
) -> tuple[Ints, Cost]:
    """Return the ranks and the cost of a run, from the last time if nothing changed since."""
    told = json.dumps([name, request, COUNT, SINGLES, *depends], sort_keys=True)
    key = hashlib.sha256(told.encode()).hexdigest()[:16]
    ranks, cost = KEPT / f"{name}-{key}.npy", KEPT / f"{name}-{key}.json"
    if not (ranks.exists() and cost.exists()):
        sys.stderr.write(f"running: {name} {json.dumps(request)}\n")
        KEPT.mkdir(parents=True, exist_ok=True)
        asked = request | {"out": str(ranks), "count": COUNT, "singles": SINGLES}
        cost.write_text(call(command, json.dumps(asked)), "utf-8")
    found = np.load(ranks, allow_pickle=False).astype(np.int64)
    return found, Cost(**json.loads(cost.read_text("utf-8")))


def ours(scorer: str, name: str, task: str, members: int | None) -> tuple[Ints, Cost]:
    """Run the blend or one of our models on a task of a set, or on some of its members alone."""
    command = [sys.executable, "-m", "benchmarks.recommend.ours"]
    request = {"scorer": scorer, "set": name, "task": task, "members": members}
    return kept(f"ours.{scorer}", command, request, [_shipped(), digest(name, data_folder())])


def call(command: Sequence[str], given: str = "") -> str:
    """Return what a program of ours, or one in an environment of ours, says to what it is given."""
    done = subprocess.run(  # noqa: S603 - our own interpreters and scripts
        command,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        cwd=REPOSITORY,
    )
    if done.returncode:
        raise RunError(done.stderr.strip().rsplit("\n", 1)[-1] or "it ended without a word")
    return done.stdout


def _shipped() -> str:
    """Return a hash of all the code that ours depend on."""
    digest = hashlib.sha256()
    shipped = [path for room in ROOMS for path in sorted((SHIPPED / room).rglob("*.py"))]
    for path in (*shipped, *(Path(__file__).with_name(name) for name in MEASURING)):
        digest.update(path.read_bytes())
    return digest.hexdigest()
