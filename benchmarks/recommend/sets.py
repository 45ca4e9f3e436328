"""The data sets, prepared by one protocol, so that figures of different runs compare.

Every interaction counts 1; members have at least five; a member's last course is the test, the
one before it validation, the rest training; up to 20,000 members, drawn with seed 42, are asked
for. MovieLens keeps films with at least five ratings.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.recommend.dataset import CourseText, Dataset
from core.recommend.evaluation import Split, leave_last_out

REPOSITORY = Path(__file__).resolve().parents[2]
COURSES = "mooccubex98k"
SETS = (COURSES, "ml_latest_small", "mooccubex98k_shuffled")
FEWEST = 5
ASKED = 20_000
SEED = 42
DAY = 86_400
SHUFFLED = "_shuffled"
HOW_TO_GET = """The interactions are not here: {problem}.
Let QUNZHU_BENCH_DATA name a folder with recommend/mooccubex98k.npz and
recommend/ml_latest_small.npz (int arrays user, item, ts) and NAME_items.json.gz (a list of
{{id, title, text, tags}} in the order of the items); docs/recommender.md says where from."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


class NotHereError(Exception):
    """The data sets are absent."""


@dataclass(frozen=True, slots=True, eq=False)
class Interactions:
    """One set: who took what, sorted by member and then oldest first, and the courses' words.

    ``ages`` are days where the set has a clock, else how many of the member's came later.
    """

    name: str
    members: Ints
    courses: Ints
    ages: Floats
    texts: tuple[CourseText, ...]

    @property
    def dataset(self) -> Dataset:
        """Return everything as the models see it."""
        return Dataset.from_arrays(
            np.arange(self.members.max(initial=-1) + 1),
            np.arange(len(self.texts)),
            self.members,
            self.courses,
            ages=self.ages,
            texts=self.texts,
        )

    def split(self, asked: int = ASKED) -> Split:
        """Return the protocol's training, validation and test parts."""
        return leave_last_out(self.dataset, fewest=FEWEST, sample=asked, seed=SEED)


def data_folder() -> Path:
    """Return the folder of the sets: beside the repository, or what QUNZHU_BENCH_DATA names."""
    named = os.environ.get("QUNZHU_BENCH_DATA")
    return (Path(named) if named else REPOSITORY.parent / "shared" / "data") / "recommend"


def read_set(name: str, folder: Path) -> Interactions:
    """Read one set by the protocol; raise `NotHereError` naming the file that is absent."""
    stem = name.removesuffix(SHUFFLED)
    path = folder / f"{stem}.npz"
    if not path.exists():
        message = f"{path.name} is not in {folder}"
        raise NotHereError(message)
    with np.load(path, allow_pickle=False) as file:
        columns = _in_order(file["user"], file["item"], file["ts"])
    found = Interactions(name, *columns, _texts(folder, stem))
    if stem.startswith("ml_"):
        found = _without_rare_courses(found)
    found = _without_short_histories(found)
    return shuffled(found) if name.endswith(SHUFFLED) else found


def digest(name: str, folder: Path) -> str:
    """Return a hash of the files that a set is read from."""
    stem = name.removesuffix(SHUFFLED)
    files = (folder / f"{stem}.npz", folder / f"{stem}_items.json.gz")
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def shuffled(given: Interactions, seed: int = SEED) -> Interactions:
    """Return the same with every member's courses in an order that says nothing."""
    noise = np.random.default_rng(seed).random(len(given.members))
    order = np.lexsort((noise, given.members))
    return replace(given, courses=given.courses[order], ages=_later(given.members))


def small(given: Interactions, members: int, seed: int = SEED) -> Interactions:
    """Return some of the members, for a quick look at whether everything runs."""
    held = np.unique(given.members)
    kept = np.random.default_rng(seed).choice(held, min(members, len(held)), replace=False)
    return _kept(given, np.isin(given.members, kept))


def only(given: Interactions, rows: NDArray[np.bool_], courses: Ints) -> Interactions:
    """Keep these rows and these courses, of which the rows are, and number all anew."""
    fewer = _kept(given, rows)
    texts = tuple(replace(given.texts[old], id=new) for new, old in enumerate(courses.tolist()))
    return replace(fewer, courses=np.searchsorted(courses, fewer.courses), texts=texts)


def _in_order(members: Ints, courses: Ints, moments: Ints) -> tuple[Ints, Ints, Floats]:
    order = np.lexsort((moments, members))
    members, courses, moments = members[order].astype(np.int64), courses[order], moments[order]
    clock = int(moments.max()) > DAY
    ages = (moments.max() - moments) / DAY if clock else _later(members)
    return members, courses.astype(np.int64), ages.astype(np.float32)


def _later(members: Ints) -> Floats:
    """Return how many of the same member's rows come after each."""
    ends = np.searchsorted(members, members, side="right")
    return (ends - 1 - np.arange(len(members))).astype(np.float32)


def _texts(folder: Path, stem: str) -> tuple[CourseText, ...]:
    with gzip.open(folder / f"{stem}_items.json.gz", "rt", encoding="utf-8") as file:
        return tuple(_text(number, item) for number, item in enumerate(json.load(file)))


def _text(number: int, item: dict[str, Any]) -> CourseText:
    return CourseText(
        id=number,
        title=item.get("title") or "",
        tags=tuple(item.get("tags") or ()),
        description=item.get("text") or "",
    )


def _without_rare_courses(given: Interactions) -> Interactions:
    counts = np.bincount(given.courses, minlength=len(given.texts))
    return only(given, counts[given.courses] >= FEWEST, np.flatnonzero(counts >= FEWEST))


def _without_short_histories(given: Interactions) -> Interactions:
    return _kept(given, np.bincount(given.members)[given.members] >= FEWEST)


def _kept(given: Interactions, rows: NDArray[np.bool_]) -> Interactions:
    """Keep these rows and number the members that are left anew."""
    members = np.unique(given.members[rows], return_inverse=True)[1]
    return replace(
        given,
        members=members.astype(np.int64),
        courses=given.courses[rows],
        ages=given.ages[rows],
    )
