"""A batch suggests to everyone, nothing twice, and goes on where it was broken off."""

from __future__ import annotations

import csv
import os
import random
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import pytest

from core.recommend.files import BadFiles, Batch, Done, suggest_all
from core.recommend.files.batch import HEAD

if TYPE_CHECKING:
    from pathlib import Path

TAGS = ("Python", "写作", "理财", "摄影")
COURSES = [f"{tag}{step}" for tag in TAGS for step in ("入门", "进阶", "实战", "答疑")]


class BrokenError(Exception):
    """The power went off."""


def files(folder: Path, members: int = 60, seed: int = 3) -> tuple[Path, Path, Path]:
    """Write members who mostly keep to one subject, in order; the last two have no history."""
    chance = random.Random(seed)  # noqa: S311 - made-up members
    rows = [["member", "course", "kind", "value", "at"]]
    for number in range(members - 2):
        taken = [course for course in COURSES if course.startswith(TAGS[number % 4])]
        taken = taken[: chance.randint(1, 4)] + chance.sample(COURSES, chance.randint(0, 2))
        rows += [
            [f"m{number}", course, chance.choice(["enrol", "complete", "view"]), "", str(at)]
            for at, course in enumerate(taken)
        ]
    rows += [["m0", "Python入门", "dismiss", "", "90"], ["m1", "已下架", "enrol", "", "91"]]
    catalogue = [["course", "title", "tags", "description"]]
    catalogue += [[course, f"《{course}》", course[:-2], f"{course}讲什么"] for course in COURSES]
    people = [["member", "tags"], [f"m{members - 2}", "写作|摄影"], [f"m{members - 1}", ""]]
    return (
        written(folder / "interactions.csv", rows),
        written(folder / "courses.csv", catalogue),
        written(folder / "members.csv", people),
    )


def written(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def suggested(batch: Batch) -> tuple[Done, dict[str, list[dict[str, str]]]]:
    done = suggest_all(batch, lambda _now, _total: None)
    with batch.out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    grouped = groupby(rows, key=lambda row: row["member"])
    return done, {member: list(own) for member, own in grouped}


def broken_off(batch: Batch, after: int = 0) -> Path:
    """Begin a batch, and break it off when so many members are done; return its rows so far."""

    def breaking(now: int, _total: int) -> None:
        if now >= after:
            raise BrokenError

    with pytest.raises(BrokenError):
        suggest_all(batch, breaking)
    return batch.out.with_name(f"{batch.out.name}.partial") / "rows.csv"


def halfway(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, Batch, Path]:
    """Return what a whole run writes, and the same one broken off with its rows so far."""
    monkeypatch.setattr("core.recommend.files.batch.CHUNK", 7)
    interactions, courses, members = files(folder)
    whole = Batch(interactions, courses, members, folder / "whole.csv", seed=5)
    suggest_all(whole, lambda _now, _total: None)
    broken = replace(whole, out=folder / "broken.csv")
    return whole.out.read_bytes(), broken, broken_off(broken, after=30)


def test_everyone_is_suggested_k_courses_they_have_not_met(tmp_path: Path) -> None:
    interactions, courses, members = files(tmp_path)
    done, lists = suggested(Batch(interactions, courses, members, tmp_path / "out.csv", k=5))
    assert (done.members, done.short, done.unlisted) == (60, 0, 1)
    assert len(lists) == 60
    with interactions.open(encoding="utf-8", newline="") as file:
        met = {(row["member"], row["course"]) for row in csv.DictReader(file)}
    for member, rows in lists.items():
        assert ",".join(rows[0]) + "\n" == HEAD
        assert [row["rank"] for row in rows] == ["1", "2", "3", "4", "5"]
        assert len({row["course"] for row in rows} & set(COURSES)) == 5
        assert not {(member, row["course"]) for row in rows} & met
        scores = [float(row["score"]) for row in rows]
        assert scores == sorted(scores, reverse=True)
        assert all(row["reason"] for row in rows)


def test_tags_alone_are_heeded(tmp_path: Path) -> None:
    interactions, courses, members = files(tmp_path)
    _, lists = suggested(Batch(interactions, courses, members, tmp_path / "out.csv", k=4))
    first = [row["course"] for row in lists["m58"]]
    assert sum(course.startswith(("写作", "摄影")) for course in first) >= 3


def test_fewer_come_when_fewer_are_left(tmp_path: Path) -> None:
    interactions, courses, _ = files(tmp_path)
    done, lists = suggested(Batch(interactions, courses, None, tmp_path / "out.csv", k=15))
    assert done.short > 0
    assert min(map(len, lists.values())) < 15
    assert max(map(len, lists.values())) == 15


def test_a_broken_run_goes_on_and_writes_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, broken, rows = halfway(tmp_path, monkeypatch)
    assert not broken.out.exists()
    with rows.open("ab") as file:
        file.write("m9,半行".encode())
    told: list[int] = []
    suggest_all(broken, lambda now, _total: told.append(now))
    assert told[0] == 42
    assert broken.out.read_bytes() == whole
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == []


@pytest.mark.parametrize("left", [0, 1, 700])
def test_rows_that_were_lost_are_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    whole, broken, rows = halfway(tmp_path, monkeypatch)
    assert rows.stat().st_size > left
    os.truncate(rows, left)
    told: list[int] = []
    suggest_all(broken, lambda now, _total: told.append(now))
    assert told[0] == 7
    assert broken.out.read_bytes() == whole


def test_rows_that_are_gone_are_written_anew(tmp_path: Path) -> None:
    interactions, courses, members = files(tmp_path)
    batch = Batch(interactions, courses, members, tmp_path / "out.csv")
    suggest_all(batch, lambda _now, _total: None)
    whole = batch.out.read_bytes()

    broken_off(batch).unlink()
    suggest_all(batch, lambda _now, _total: None)
    assert batch.out.read_bytes() == whole


def test_another_task_does_not_go_on_with_what_was_left(tmp_path: Path) -> None:
    interactions, courses, members = files(tmp_path)
    out = tmp_path / "out.csv"

    broken_off(Batch(interactions, courses, members, out, k=3))
    _, lists = suggested(Batch(interactions, courses, members, out, k=2))
    assert {len(rows) for rows in lists.values()} == {2}


def test_nothing_is_written_on_a_fault(tmp_path: Path) -> None:
    interactions, courses, _ = files(tmp_path)
    interactions.write_text(interactions.read_text("utf-8") + "m1,,,,x\n", "utf-8")
    out = tmp_path / "out.csv"
    with pytest.raises(BadFiles):
        suggest_all(Batch(interactions, courses, None, out), lambda _now, _total: None)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "courses.csv",
        "interactions.csv",
        "members.csv",
    ]


HEADS = ["member", "course", "at"]


@pytest.mark.parametrize(
    ("interactions", "courses", "expected"),
    [
        ([], ["a", "b"], {}),
        ([["甲", "a", "1"]], ["a"], {}),
        ([["甲", "a", "1"]], ["a", "b"], {"甲": ["b"]}),
        ([["甲", "a", "1"], ["甲", "a", "1"], ["甲", "a", "1"]], ["b", "a"], {"甲": ["b"]}),
        ([["甲", "x", "1"], ["🐱", "a", "1"]], ["a"], {"甲": ["a"]}),
        ([["=1+1", "a,b", "1"]], ["a,b", '"c"'], {"=1+1": ['"c"']}),
    ],
)
def test_degenerate_files_are_no_trouble(
    tmp_path: Path,
    interactions: list[list[str]],
    courses: list[str],
    expected: dict[str, list[str]],
) -> None:
    first = written(tmp_path / "i.csv", [HEADS, *interactions])
    second = written(tmp_path / "c.csv", [["course"], *([course] for course in courses)])
    _, lists = suggested(Batch(first, second, None, tmp_path / "out.csv"))
    assert {member: [row["course"] for row in rows] for member, rows in lists.items()} == expected
