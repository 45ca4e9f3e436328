"""One peer in an environment of its own: a request on stdin, its cost on stdout, ranks in a file.

The request is ``{"peer": "family.model", "parameters": {…}, "data": path, "out": path,
"count": 20, "singles": 500}``. Nothing of this project is imported here but the families of peers
beside this file.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix

if TYPE_CHECKING:
    from collections.abc import Callable

    Ranker = Callable[[Any, int], Any]
    """Takes members and a count, returns courses (members × count), best first, -1 for none."""

STATUS = Path("/proc/self/status")
KIB_PER_MB = 1000 / 1.024
AT_ONCE = 1000
PATIENCE = 10.0


@dataclass
class Data:
    """Who took what, oldest first; who is asked for; and where given, words of the courses."""

    taken: Any
    members: Any
    courses: Any
    asked: Any
    words: Any
    candidates: Any


def main() -> None:
    """Answer the one request."""
    request = json.load(sys.stdin)
    with redirect_stdout(sys.stderr):
        cost = answer(request)
    json.dump(cost, sys.stdout)


def answer(request: dict[str, Any]) -> dict[str, float]:
    """Fit, rank for everybody who is asked for, and for some one by one; return the cost."""
    family, model = request["peer"].split(".")
    sys.path.insert(0, str(Path(__file__).parent))
    fit = import_module(f"peer_{family}").MODELS[model]
    data = read(request["data"])
    begin, begin_cpu = time.perf_counter(), time.process_time()
    rank: Ranker = fit(data, request["parameters"])
    seconds, cpu = time.perf_counter() - begin, time.process_time() - begin_cpu
    count = request["count"]
    rank(data.asked[:1], count)
    begin = time.perf_counter()
    shares = range(0, len(data.asked), AT_ONCE)
    found = [rank(data.asked[at : at + AT_ONCE], count) for at in shares]
    batch = time.perf_counter() - begin
    np.save(request["out"], np.concatenate(found).astype(np.int32))
    return {
        "fit_seconds": round(seconds, 3),
        "fit_cpu_seconds": round(cpu, 3),
        "batch_ms_per_member": round(1000 * batch / len(data.asked), 4),
        **one_by_one(rank, data.asked[: request["singles"]], count),
        "peak_mb": round(peak_mb(), 1),
    }


def one_by_one(rank: Ranker, members: Any, count: int) -> dict[str, float]:  # noqa: ANN401 - array
    """Return how long a member waits who asks alone; what takes too long is asked less often."""
    taken: list[float] = []
    for member in members[:, np.newaxis]:
        begin = time.perf_counter()
        rank(member, count)
        taken.append(time.perf_counter() - begin)
        if sum(taken) > PATIENCE:
            break
    p50, p99 = (round(1000 * float(np.quantile(taken, share)), 3) for share in (0.5, 0.99))
    return {"p50_ms": p50, "p99_ms": p99}


def top(scores: Any, taken: Any, count: int) -> Any:  # noqa: ANN401 - arrays of whatever numpy is here
    """Return the best ``count`` of each row that the member does not have."""
    rows = np.repeat(np.arange(taken.shape[0]), np.diff(taken.indptr))
    scores[rows, taken.indices] = -np.inf
    width = min(count, scores.shape[1])
    best = np.sort(np.argpartition(-scores, width - 1, axis=1)[:, :width], axis=1)
    values = np.take_along_axis(scores, best, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    best = np.take_along_axis(best, order, axis=1)
    left = np.take_along_axis(values, order, axis=1) > -np.inf
    found = np.full((len(scores), count), -1)
    found[:, :width] = np.where(left, best, -1)
    return found


def peak_mb() -> float:
    """Return the most memory this process held.

    The system's status knows it of this program alone; what ``getrusage`` tells includes whoever
    started it, and is the second choice.
    """
    if STATUS.exists():
        lines = [line.split() for line in STATUS.read_text("ascii").splitlines()]
        return next(int(line[1]) / KIB_PER_MB for line in lines if line[0] == "VmHWM:")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MB


def read(path: str) -> Data:
    """Return what `hand_over` wrote."""
    with np.load(path, allow_pickle=False) as file:
        members, courses, shape = file["members"], file["courses"], tuple(file["shape"])
        taken = csr_matrix((np.ones(len(members), dtype=np.float32), (members, courses)), shape)
        words = None
        if "words_data" in file:
            parts = (file["words_data"], file["words_indices"], file["words_indptr"])
            words = csr_matrix(parts, tuple(file["words_shape"]))
        return Data(taken, members, courses, file["asked"], words, file["candidates"])


if __name__ == "__main__":
    main()
