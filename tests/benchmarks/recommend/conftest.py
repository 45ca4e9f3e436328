"""A small data set of our own making, laid where the benchmark looks for the real ones."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.recommend import runs
from benchmarks.recommend.sets import Interactions, read_set

if TYPE_CHECKING:
    from pathlib import Path

MEMBERS, COURSES = 60, 24
SUBJECTS = ("摄影", "写作", "编程")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write 60 members who each follow one of three subjects, and have runs kept aside."""
    numbers = np.random.default_rng(3)
    folder = tmp_path / "recommend"
    folder.mkdir()
    members: list[int] = []
    courses: list[int] = []
    order: list[int] = []
    for member in range(MEMBERS):
        own = np.flatnonzero(np.arange(COURSES) % len(SUBJECTS) == member % len(SUBJECTS))
        chosen = numbers.permutation(own)[:7].tolist()
        members += [member] * len(chosen)
        courses += chosen
        order += range(len(chosen))
    columns = {"user": np.array(members), "item": np.array(courses), "ts": np.array(order)}
    np.savez(folder / "mooccubex98k.npz", allow_pickle=False, **columns)
    items = [_item(course) for course in range(COURSES)]
    with gzip.open(folder / "mooccubex98k_items.json.gz", "wt", encoding="utf-8") as file:
        json.dump(items, file)
    monkeypatch.setenv("QUNZHU_BENCH_DATA", str(tmp_path))
    monkeypatch.setattr(runs, "KEPT", tmp_path / "kept")
    return folder


@pytest.fixture
def given(folder: Path) -> Interactions:
    """Give that set as the benchmark reads it."""
    return read_set("mooccubex98k", folder)


def _item(course: int) -> dict[str, object]:
    subject = SUBJECTS[course % len(SUBJECTS)]
    return {
        "id": str(course),
        "text": f"从零开始学{subject}，第{course}讲，边学边练。",
        "tags": [subject],
    }
