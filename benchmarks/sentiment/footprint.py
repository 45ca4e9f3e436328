"""What a model costs before its first answer: seconds and memory, each in a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from core.sentiment import WEIGHTS, model_named

FIRST = "请问这个报错怎么解决呀我试了三遍还是不行"
STATUS = Path("/proc/self/status")
KIB_PER_MB = 1000 / 1.024
RUNS = 3


def footprint(name: str) -> dict[str, float]:
    """Return the fastest load of three fresh processes, and the memory that it took (MB)."""
    runs = [_fresh(name) for _ in range(RUNS)]
    return min(runs, key=lambda run: run["load_seconds"])


def disk_mb() -> dict[str, float]:
    """Return the size of each file of weights and of all that is shipped (MB)."""
    sizes = {path.name: path.stat().st_size / 1e6 for path in sorted(WEIGHTS.iterdir())}
    return {name: round(size, 3) for name, size in (sizes | {"all": sum(sizes.values())}).items()}


def _fresh(name: str) -> dict[str, float]:
    done = subprocess.run(  # noqa: S603 - this module itself
        [sys.executable, "-m", __name__, name], capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


def _memory_mb(field: str) -> float:
    """Return a field of this process's status where the system keeps one (Linux), else 0."""
    if not STATUS.exists():
        return 0.0
    lines = [line.split() for line in STATUS.read_text("ascii").splitlines()]
    return next(int(line[1]) / KIB_PER_MB for line in lines if line[0] == f"{field}:")


def main() -> None:
    """Load the model named on the command line, read one message, and print the cost."""
    before, begin = _memory_mb("VmRSS"), time.perf_counter()
    model_named(sys.argv[1]).score(FIRST)
    seconds = time.perf_counter() - begin
    cost = {
        "load_seconds": round(seconds, 4),
        "memory_mb": round(_memory_mb("VmRSS") - before, 1),
        "peak_mb": round(_memory_mb("VmHWM") - before, 1),
    }
    sys.stdout.write(json.dumps(cost))


if __name__ == "__main__":
    main()
