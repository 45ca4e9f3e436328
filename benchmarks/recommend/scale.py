"""What a community's size costs: fit on it, and suggest to all of it, in a process of its own.

``python -m benchmarks.recommend.scale MEMBERS`` makes up members of whom each has two subjects,
and 1,000 courses of which each subject has a few that most begin with; it prints the cost as JSON.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np

from benchmarks.recommend.peer import peak_mb
from benchmarks.recommend.runs import COUNT, call
from core.recommend.blend import Blend
from core.recommend.dataset import Dataset

SIZES = (1_000, 10_000, 100_000, 1_000_000)
COURSES = 1_000
SUBJECTS = 40
LONGEST = 30
MEAN = 8
ASTRAY = 0.15
AT_ONCE = 2_000


def measure_scale(sizes: tuple[int, ...] = SIZES) -> list[dict[str, float]]:
    """Return the cost of each size, the next one only after the one before has ended."""
    return [
        json.loads(call([sys.executable, "-m", "benchmarks.recommend.scale", str(size)]))
        for size in sizes
    ]


def community(members: int, seed: int = 7) -> Dataset:
    """Make up members, eight courses each on average, as a few arrays and no object for a row."""
    numbers = np.random.default_rng(seed)
    lengths = np.minimum(numbers.geometric(1 / MEAN, members), LONGEST)
    rows = np.repeat(np.arange(members, dtype=np.int32), lengths)
    own = numbers.integers(0, SUBJECTS, (members, 2), dtype=np.int32)
    subject = own[rows, numbers.integers(0, 2, len(rows), dtype=np.int8)]
    astray = numbers.random(len(rows), dtype=np.float32) < ASTRAY
    subject[astray] = numbers.integers(0, SUBJECTS, int(astray.sum()), dtype=np.int32)
    each = COURSES // SUBJECTS
    place = (each * numbers.random(len(rows), dtype=np.float32) ** 2).astype(np.int32)
    return Dataset.from_arrays(np.arange(members), np.arange(COURSES), rows, subject * each + place)


def cost_of(members: int) -> dict[str, float]:
    """Fit on a community and rank for every member of it, some at a time."""
    data = community(members)
    begin, begin_cpu = time.perf_counter(), time.process_time()
    blend = Blend().fit(data)
    fitted, fitted_cpu = time.perf_counter(), time.process_time()
    for first in range(0, members, AT_ONCE):
        blend.top(np.arange(first, min(first + AT_ONCE, members)), COUNT)
    ended, ended_cpu = time.perf_counter(), time.process_time()
    return {
        "members": members,
        "interactions": len(data.members),
        "fit_seconds": round(fitted - begin, 2),
        "fit_cpu_seconds": round(fitted_cpu - begin_cpu, 2),
        "suggest_seconds": round(ended - fitted, 2),
        "suggest_cpu_seconds": round(ended_cpu - fitted_cpu, 2),
        "peak_mb": round(peak_mb()),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(cost_of(int(sys.argv[1]))))
