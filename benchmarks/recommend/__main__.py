"""Measure the recommender beside its peers: ``python -m benchmarks.recommend`` (an hour or two).

Prints tables and writes every figure as JSON. Parts: ``test`` (the last course of 20,000 members),
``new_courses`` (a tenth of the courses is known by its words alone), ``beginners`` (members with
no, one, two or three courses), ``communities`` (60 to 1,000 members and no more), ``scale`` (1,000
to 1,000,000 members). Runs are kept under ``build/bench-recommend``, so only what changed is run
again; ``--fresh`` runs everything.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.machine import machine
from benchmarks.recommend import peers, table
from benchmarks.recommend.goals import goals
from benchmarks.recommend.grids import SLOW
from benchmarks.recommend.parts import PARTS, Choice
from benchmarks.recommend.runs import KEPT
from benchmarks.recommend.sets import HOW_TO_GET, REPOSITORY, SETS, NotHereError

JSON = REPOSITORY / "build" / "bench-recommend.json"
QUICK = 2_000
BLAS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
CORES = "2"


def main() -> int:
    """Measure, print and write; return 1 when the data sets are absent."""
    options = _options()
    for name in BLAS:
        os.environ.setdefault(name, CORES)
    if options.fresh:
        shutil.rmtree(KEPT, ignore_errors=True)
    choice = Choice(
        sets=tuple(options.sets),
        members=QUICK if options.quick else None,
        peers=options.peers,
        slow=options.slow,
        models=options.models,
    )
    begin = time.perf_counter()
    report: dict[str, Any] = {"machine": machine(), "versions": peers.versions()}
    try:
        report |= {part: PARTS[part](choice) for part in options.only}
    except NotHereError as problem:
        sys.stderr.write(HOW_TO_GET.format(problem=problem) + "\n")
        return 1
    aims = goals(report)
    report["goals"] = [asdict(aim) | {"met": aim.met} for aim in aims]
    report["seconds"] = round(time.perf_counter() - begin)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(table.tables(report, aims))
    print(f"\nEvery figure is in {options.json}; it took {report['seconds']} seconds.")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recommend", description=__doc__)
    parser.add_argument("--json", type=Path, default=JSON, help=f"where to write (default {JSON})")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="the parts")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS), help="the sets")
    parser.add_argument(
        "--quick", action="store_true", help=f"{QUICK} members of each set, peers untuned"
    )
    parser.add_argument("--slow", action="store_true", help=f"also {', '.join(SLOW)}")
    parser.add_argument("--fresh", action="store_true", help="forget the runs that were kept")
    for switch in ("peers", "models"):
        parser.add_argument(
            f"--{switch}",
            action=argparse.BooleanOptionalAction,
            default=True,
            help=f"also each of the {switch}, not the blend alone",
        )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
