"""A batch: suggestions for every member that files name, written chunk by chunk and resumable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from core.recommend.blend import NONE, Blend
from core.recommend.cards import reason
from core.recommend.explain import Reason, ReasonKind
from core.recommend.files.assemble import read_files
from core.recommend.files.cards import popular
from core.recommend.files.cells import cell
from core.recommend.files.progress import Workplace, digest_of
from core.recommend.state import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from core.recommend.dataset import IntArray
    from core.recommend.files.assemble import Material

HEAD = "member,course,rank,score,reason\n"
CHUNK = 2_000
VERSION = 1
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

    ``unlisted`` interactions name courses that the catalogue does not list.
    """

    members: int
    short: int
    unlisted: int


def suggest_all(batch: Batch, progress: Callable[[int, int], None]) -> Done:
    """Write the suggestions for every member, best first, none that they have met already.

    Raises `BadFiles` before anything is written. A run that was broken off goes on where it
    stopped, if files and options are the same; the bytes written are the same either way.
    ``progress`` is told how many members are done, and of how many.
    """
    material = read_files(batch.interactions, batch.courses, batch.members)
    place = Workplace(batch.out, _task(batch))
    blend = _blend(place, material, batch.seed)
    total = len(material.members)
    if place.empty:
        place.append(HEAD, 0)
    for start in range(place.done, total, CHUNK):
        some = np.arange(start, min(start + CHUNK, total))
        place.append("".join(_rows(blend, material, some, batch.k)), start + len(some))
        progress(start + len(some), total)
    place.finish()
    left = len(material.courses) - np.diff(material.met.indptr)
    return Done(total, int((left < batch.k).sum()), material.unlisted)


def _task(batch: Batch) -> dict[str, object]:
    files = (batch.interactions, batch.courses, batch.members)
    digests = [digest_of(file) if file else "" for file in files]
    return {"version": VERSION, "files": digests, "k": batch.k, "seed": batch.seed}


def _blend(place: Workplace, material: Material, seed: int) -> Blend:
    """Return the models as they read from their file, so that a resumed run scores alike."""
    state = place.model()
    if state is None:
        content, digest = pack(Blend(seed=seed).fit(material.dataset).state())
        place.keep_model(content, digest)
        state = unpack(content, digest)
    return Blend(seed=seed).restore(state, material.dataset)


def _rows(blend: Blend, material: Material, some: IntArray, k: int) -> Iterator[str]:
    names = iter(some.tolist())
    said = _dated if material.clocked else _undated
    for courses, scores, reasons in blend.suggest(some, k, barred=material.met[some]):
        for own, amounts, whys in zip(courses.tolist(), scores.tolist(), reasons, strict=True):
            member = cell(material.members[next(names)])
            for rank, course in enumerate(own):
                if course != NONE:
                    name = cell(material.courses[course])
                    yield f"{member},{name},{rank + 1},{amounts[rank]:.6f},{said(whys[rank])}\n"


@lru_cache(maxsize=1 << 16)
def _dated(why: Reason) -> str:
    """Say a reason; kept, because many are given the same."""
    return cell(reason(why))


@lru_cache(maxsize=1 << 16)
def _undated(why: Reason) -> str:
    """Say a reason without speaking of weeks, which an order does not tell."""
    return cell(popular(why) if why.kind is ReasonKind.POPULAR else reason(why))
