"""A town of members with known taste, and thousands of judged experiments; prints JSON.

``python -m benchmarks.experiments [--people N] [--trials N] [--seed N]``: in the town, the trained
blend is compared with popularity and one wording with another, at once and in a real database.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from benchmarks.experiments.judging import LIFT, judging
from benchmarks.experiments.town import Town
from core import db
from core.experiments import templates

if TYPE_CHECKING:
    from core.experiments import Experiment


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000, help="members of the town")
    parser.add_argument("--trials", type=int, default=4000, help="experiments judged of each kind")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    figures = {"town": _town(asked.people), "judging": judging(asked.trials, asked.seed)}
    print(json.dumps(figures, ensure_ascii=False, indent=2))


def _town(people: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'qunzhu.db'}"
        db.migrate(url)
        town = Town(url, people)
        try:
            return _played(town)
        finally:
            town.writer.close()


def _played(town: Town) -> dict[str, object]:
    began = process_time()
    town.trains()
    trained = process_time()
    better = town.starts(templates.WAYS, "热门", "综合", LIFT)
    same = town.starts(templates.COPIES, "标准", "接着学", LIFT)
    took = town.week()
    served = process_time()
    town.waits(8)
    return {
        "people": len(town.members),
        "enrolled_with_popularity": round(took["popular"], 4),
        "enrolled_with_blend": round(took[""], 4),
        "lift": round(took[""] / took["popular"] - 1, 3),
        "blend_against_popularity": _verdict(town, better),
        "wording_against_wording": _verdict(town, same),
        "training_cpu_seconds": round(trained - began, 1),
        "serving_cpu_ms_per_member": round(1000 * (served - trained) / len(town.members), 2),
    }


def _verdict(town: Town, one: Experiment) -> dict[str, object]:
    began = process_time()
    found = town.results(one)
    took = process_time() - began
    difference = found.differences[0]
    return {
        "verdict": found.verdict.value,
        "winner": found.winner,
        "shares": {arm.variant: round(arm.value.value, 4) for arm in found.arms},
        "difference": [
            round(value, 4) for value in (difference.value, difference.low, difference.high)
        ],
        "p": difference.p,
        "sample_ratio_p": round(found.balance, 3),
        "analysis_cpu_seconds": round(took, 2),
    }


if __name__ == "__main__":
    main()
