"""A batch: suggestions for every member that files name, written chunk by chunk and resumable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.i18n import spoken
from core.recommend.blend import NONE, Blend
from core.recommend.files.assemble import read_files
from core.recommend.files.cells import cell
from core.recommend.files.progress import Workplace, digest_of
from core.recommend.files.reasons import Words
from core.recommend.state import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from core.recommend.dataset import IntArray
    from core.recommend.files.assemble import Material

HEAD = "member,course,rank,score,reason\n"
CHUNK = 2_000
VERSION = 2
"""To be raised when the same files would give other rows than before."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What to read, how many courses to suggest to each member, and where to write."""

    interactions: Path
    courses: Path
    members: Path | None
    out: Path
    k: int = 20
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What was written; ``short`` members have fewer than k courses left to be suggested.

    The others are those of `Material`.
    """

    members: int
    short: int
    unlisted: int
    looked: int
    starred: int
    unused: int


def suggest_all(batch: Batch, progress: Callable[[int, int], None]) -> Done:
    """Write the suggestions for every member, best first, none that they have met already.

    Raises `BadFiles` before anything is written; refuses an output that another run is writing.
    Reasons are said in the language being spoken. A run that was broken off goes on where it
    stopped, if files and options are the same; the bytes written are the same either way.
    ``progress`` is told how many members are done, and of how many.
    """
    material = read_files(batch.interactions, batch.courses, batch.members)
    place = Workplace(batch.out, _task(batch))
    with place.held():
        _write(place, material, batch, progress)
    left = len(material.courses) - np.diff(material.met.indptr)
    return Done(
        len(material.members),
        int((left < batch.k).sum()),
        material.unlisted,
        material.looked,
        material.starred,
        material.unused,
    )


def _write(
    place: Workplace, material: Material, batch: Batch, progress: Callable[[int, int], None]
) -> None:
    blend, words = _blend(place, material, batch.seed), Words(material)
    total = len(material.members)
    if place.empty:
        place.append(HEAD, 0)
    for start in range(place.done, total, CHUNK):
        some = np.arange(start, min(start + CHUNK, total))
        place.append("".join(_rows(blend, material, words, some, batch.k)), start + len(some))
        progress(start + len(some), total)
    place.finish()


def _task(batch: Batch) -> dict[str, object]:
    files = (batch.interactions, batch.courses, batch.members)
    digests = [digest_of(file) if file else "" for file in files]
    asked = {"k": batch.k, "seed": batch.seed, "language": spoken()}
    return {"version": VERSION, "files": digests} | asked


def _blend(place: Workplace, material: Material, seed: int) -> Blend:
    """Return the models as they read from their file, so that a resumed run scores alike."""
    state = place.model()
    if state is None:
        content, digest = pack(Blend(seed=seed).fit(material.dataset).state())
        place.keep_model(content, digest)
        state = unpack(content, digest)
    return Blend(seed=seed).restore(state, material.dataset)


def _rows(blend: Blend, material: Material, words: Words, some: IntArray, k: int) -> Iterator[str]:
    names = iter(some.tolist())
    for courses, scores, reasons in blend.suggest(some, k, barred=material.met[some]):
        for own, amounts, whys in zip(courses.tolist(), scores.tolist(), reasons, strict=True):
            member = cell(material.members[next(names)])
            for rank, course in enumerate(own):
                if course != NONE:
                    name, why = cell(material.courses[course]), cell(words.say(whys[rank], course))
                    yield f"{member},{name},{rank + 1},{amounts[rank]:.6f},{why}\n"
