"""Measure how feelings are read: ``python -m benchmarks.sentiment`` (ten minutes at most).

Prints tables and writes every figure as JSON: each public test split and our own chats, the goals
and whether they are met, peers on the same rows, the challenge, speed, and what loading costs.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.machine import machine
from benchmarks.sentiment import table, texts
from benchmarks.sentiment.accuracy import measure_challenge, measure_set, measure_six
from benchmarks.sentiment.classical import measure_classical
from benchmarks.sentiment.footprint import disk_mb, footprint
from benchmarks.sentiment.goals import goals
from benchmarks.sentiment.peers import PeerReport, measure_peers
from benchmarks.sentiment.speed import measure_speed
from benchmarks.sentiment.unguarded import measure_unguarded
from core.refusal import Refusal
from core.sentiment import MODEL_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.sentiment.texts import Row, Texts

JSON = texts.REPOSITORY / "build" / "bench-sentiment.json"
SWITCHES = {
    "--peers": "install other readers and measure them",
    "--unguarded": "train on the train part of chnsenti, whose texts its test part repeats",
}


def main() -> int:
    """Measure, print and write; return 1 when the data sets are absent."""
    options = _options()
    begin = time.perf_counter()
    try:
        report = _measure(options)
    except Refusal as problem:
        sys.stderr.write(texts.HOW_TO_GET.format(problem=problem.said()) + "\n")
        return 1
    found = goals(report)
    report["goals"] = [goal.row for goal in found]
    report["seconds"] = round(time.perf_counter() - begin)
    report["processor_seconds"] = round(sum(os.times()[:4]))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(table.tables(report, found))
    spent = f"{report['seconds']} seconds, {report['processor_seconds']} of CPU"
    print(f"\nEvery figure is in {options.json}; it took {spent}.")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sentiment", description=__doc__)
    parser.add_argument("--json", type=Path, default=JSON, help=f"where to write (default {JSON})")
    parser.add_argument("--sample", type=int, default=1000, help="rows per set read by peers")
    parser.add_argument("--training", type=int, default=200_000, help="most rows peers train on")
    parser.add_argument("--seed", type=int, default=1)
    for switch, what in SWITCHES.items():
        parser.add_argument(switch, action=argparse.BooleanOptionalAction, default=True, help=what)
    return parser.parse_args()


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    folder = texts.data_folder()
    read = texts.read_texts(folder)
    samples = {
        name: texts.sample(rows, options.sample, options.seed) for name, rows in read.tests.items()
    }
    report: dict[str, Any] = {"machine": machine(), "seed": options.seed}
    _say("speed and memory")
    report["speed"] = measure_speed()
    report["footprint"] = {name: footprint(name) for name in MODEL_NAMES}
    report["disk_mb"] = disk_mb()
    report["sets"] = {name: _set(name, rows, samples[name]) for name, rows in read.tests.items()}
    _say("six classes and the challenge")
    report["six_classes"] = measure_six(folder)
    report["challenge"] = measure_challenge()
    if options.unguarded:
        _say("chnsenti without the guard")
        report["unguarded"] = measure_unguarded(folder, options.seed)
    peers = _peers(read, samples, options) if options.peers else {}
    report["peers"] = {name: asdict(peer) for name, peer in peers.items()}
    for name, peer in peers.items():
        for one, accuracy in peer.accuracy.items():
            report["sets"][one]["sample"][name] = accuracy
    return report


def _set(name: str, rows: Sequence[Row], sampled: Sequence[Row]) -> dict[str, object]:
    _say(f"{name}, {len(rows)} rows")
    return measure_set(rows, sampled)


def _peers(
    read: Texts, samples: Mapping[str, Sequence[Row]], options: argparse.Namespace
) -> dict[str, PeerReport]:
    training = texts.sample(read.training, options.training, options.seed)
    _say(f"TF-IDF with logistic regression, trained on {len(training)} rows")
    classical = measure_classical(samples, training)
    _say("the peers that install")
    return {"tfidf": classical, **measure_peers(samples, training)}


def _say(what: str) -> None:
    sys.stderr.write(f"measuring: {what}\n")


if __name__ == "__main__":
    sys.exit(main())
