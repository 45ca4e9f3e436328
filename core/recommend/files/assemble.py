"""From the rows of files to the data that models learn from, and what each member has met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from core.courses import Kind
from core.recommend import signals as meaning
from core.recommend.dataset import SECONDS_A_DAY, UNKNOWN, CourseText, Dataset, Profile
from core.recommend.files.catalogue import read_catalogue, read_members
from core.recommend.files.faults import Faults
from core.recommend.files.interactions import KINDS, Signals, read_interactions
from core.recommend.files.names import Names
from core.recommend.tagging import tags_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from core.recommend.files.catalogue import Entry


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What files hold, M members and C courses by their numbers.

    ``met`` (M × C) has an entry for every pair that any interaction names. ``unlisted`` counts
    the interactions with courses that the catalogue does not list; nothing is learned from them.
    ``clocked`` data have times, others an order.
    """

    members: tuple[str, ...]
    courses: tuple[str, ...]
    dataset: Dataset
    met: csr_array
    unlisted: int
    clocked: bool


def read_files(interactions: Path, catalogue: Path, people: Path | None) -> Material:
    """Read everything; raise `BadFiles` with whatever is wrong in any of the files."""
    faults, members, courses = Faults(), Names(), Names()
    # The catalogue first: what interactions name beyond it then has the higher numbers.
    entries = read_catalogue(catalogue, courses, faults)
    listed = len(courses)
    signals = read_interactions(interactions, members, courses, faults)
    tags = read_members(people, members, faults) if people else {}
    faults.check()
    known = signals.courses < listed
    return Material(
        members=tuple(members),
        courses=tuple(courses)[:listed],
        dataset=_dataset(_some(signals, known), entries, tags, len(members)),
        met=_met(signals, known, (len(members), listed)),
        unlisted=int((~known).sum()),
        clocked=signals.clocked,
    )


def _dataset(
    signals: Signals,
    entries: Mapping[int, Entry],
    tags: Mapping[int, tuple[str, ...]],
    member_count: int,
) -> Dataset:
    ages = _ages(signals)
    pairs = signals.members.astype(np.int64) * len(entries) + signals.courses
    weights = meaning.weights(signals.kinds, signals.values, pairs, ages, coding=KINDS)
    liked = weights > 0
    return Dataset.from_arrays(
        np.arange(member_count),
        np.arange(len(entries)),
        signals.members[liked],
        signals.courses[liked],
        weights=weights[liked],
        ages=ages[liked],
        stars=np.where(_of(signals, Kind.RATE), signals.values, 0)[liked],
        texts=[
            CourseText(number, entry.title, _tags(entry), entry.description)
            for number, entry in sorted(entries.items())
        ],
        profiles=_profiles(tags, member_count),
    )


def _tags(entry: Entry) -> tuple[str, ...]:
    return tags_for(entry.tags, entry.title, entry.description)


def _profiles(tags: Mapping[int, tuple[str, ...]], count: int) -> tuple[Profile, ...]:
    return tuple(Profile(tags[number]) if tags.get(number) else UNKNOWN for number in range(count))


def _ages(signals: Signals) -> NDArray[np.float32]:
    """Return days before the latest interaction; an order tells none, so it spans just one."""
    if not len(signals.at):
        return np.zeros(0, dtype=np.float32)
    ages = signals.at.max() - signals.at
    ages /= SECONDS_A_DAY if signals.clocked else max(ages.max(), 1.0)
    return np.asarray(ages, dtype=np.float32)


def _met(signals: Signals, known: NDArray[np.bool_], shape: tuple[int, int]) -> csr_array:
    rows, columns = signals.members[known], signals.courses[known]
    return csr_array((np.ones(len(rows), dtype=np.bool_), (rows, columns)), shape=shape)


def _some(signals: Signals, kept: NDArray[np.bool_]) -> Signals:
    return Signals(
        signals.members[kept],
        signals.courses[kept],
        signals.kinds[kept],
        signals.values[kept],
        signals.at[kept],
        clocked=signals.clocked,
    )


def _of(signals: Signals, kind: Kind) -> NDArray[np.bool_]:
    those: NDArray[np.bool_] = signals.kinds == KINDS.index(kind)
    return those
