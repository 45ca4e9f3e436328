"""Writing the files of a batch for tests, and reading what it wrote."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from core.recommend.files import Batch, read_files, suggest_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from core.recommend.files.assemble import Material

HEAD = ("member", "course", "kind", "value", "at")


def written(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """Write rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def pair_of_files(
    folder: Path,
    rows: Sequence[Sequence[object]],
    courses: Sequence[Sequence[str]],
    head: Sequence[str] = HEAD,
) -> tuple[Path, Path]:
    """Write a file of interactions and one of courses (code, title, tags, description)."""
    columns = ("course", "title", "tags", "description")
    return (
        written(folder / "i.csv", [head, *rows]),
        written(folder / "c.csv", [columns[: len(courses[0])], *courses]),
    )


def read(
    folder: Path,
    rows: Sequence[Sequence[object]],
    courses: Sequence[Sequence[str]],
    head: Sequence[str] = HEAD,
) -> Material:
    """Return what rows and courses are read as."""
    return read_files(*pair_of_files(folder, rows, courses, head), None)


def reasons(
    folder: Path, rows: Sequence[Sequence[object]], courses: Sequence[Sequence[str]], k: int = 3
) -> dict[tuple[str, str], str]:
    """Return what a batch says for each member and course."""
    out = folder / "o.csv"
    files = pair_of_files(folder, rows, courses)
    suggest_all(Batch(*files, None, out, k=k), lambda _now, _total: None)
    with out.open(encoding="utf-8", newline="") as file:
        return {(row["member"], row["course"]): row["reason"] for row in csv.DictReader(file)}
