"""Ours, each in a process of its own as the peers are: a request on stdin, its cost on stdout.

``python -m benchmarks.recommend.ours`` reads ``{"scorer": "blend", "set": …, "task": …,
"members": null, "out": path, "count": 20, "singles": 500}``; a scorer is the blend or a model by
the name of its file. Ranks are written to ``out``.
"""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.recommend.peer import AT_ONCE, one_by_one, peak_mb
from benchmarks.recommend.sets import data_folder, read_set, small
from benchmarks.recommend.tasks import task_of
from core.recommend.blend import Blend
from core.recommend.evaluation import metrics
from core.recommend.models import discovered

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.recommend.tasks import Task
    from core.recommend.evaluation.metrics import Ints
    from core.recommend.model import Model

    Ranker = Callable[[Ints, int], Ints]

BLEND = "blend"


def models() -> dict[str, type[Model]]:
    """Return every model by the name of its file."""
    return {kind.name(): kind for kind in discovered()}


def measure(request: dict[str, Any]) -> tuple[Ints, dict[str, float]]:
    """Fit on what the task allows and rank for whom it asks; return ranks (m × count) and cost."""
    given = read_set(request["set"], data_folder())
    if request["members"]:
        given = small(given, request["members"])
    task = task_of(request["task"], given)
    begin, begin_cpu = time.perf_counter(), time.process_time()
    rank = _fitted(request["scorer"], task)
    seconds, cpu = time.perf_counter() - begin, time.process_time() - begin_cpu
    asked, count = task.held.members, request["count"]
    rank(asked[:1], count)
    begin = time.perf_counter()
    shares = range(0, len(asked), AT_ONCE)
    found = np.concatenate([rank(asked[at : at + AT_ONCE], count) for at in shares])
    batch = time.perf_counter() - begin
    return found, {
        "fit_seconds": round(seconds, 3),
        "fit_cpu_seconds": round(cpu, 3),
        "batch_ms_per_member": round(1000 * batch / len(asked), 4),
        **one_by_one(rank, asked[: request["singles"]], count),
        "peak_mb": round(peak_mb(), 1),
    }


def _fitted(scorer: str, task: Task) -> Ranker:
    training, candidates = task.held.training, task.candidates
    if scorer == BLEND:
        blend = Blend().fit(training)
        if candidates is None:
            return lambda members, count: blend.top(members, count)[0]
        return _ranker(blend, task)
    return _ranker(models()[scorer]().fit(training), task)


def _ranker(scorer: Model | Blend, task: Task) -> Ranker:
    taken = task.held.training.matrix()
    courses = taken.shape[1]
    closed = np.setdiff1d(
        np.arange(courses), np.arange(courses) if task.candidates is None else task.candidates
    )

    def rank(members: Ints, count: int) -> Ints:
        scores = np.array(scorer.score(members))
        scores[:, closed] = -np.inf
        return metrics.ranked(scores, count, taken[members])

    return rank


def main() -> None:
    """Answer the one request."""
    request = json.load(sys.stdin)
    found, cost = measure(request)
    np.save(request["out"], found.astype(np.int32))
    sys.stdout.write(json.dumps(cost))


if __name__ == "__main__":
    main()
