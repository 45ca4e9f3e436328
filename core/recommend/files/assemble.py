"""From the rows of files to the data that models learn from, and what each member has met."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from core.courses import Kind
from core.recommend.dataset import SECONDS_A_DAY, UNKNOWN, CourseText, Dataset, Profile
from core.recommend.files.catalogue import read_catalogue, read_members
from core.recommend.files.faults import Faults
from core.recommend.files.interactions import Signals, read_interactions
from core.recommend.files.names import Names
from core.recommend.signals import EVERY_DEED, KINDS, LOOKS, Deeds, Stands, stands
from core.recommend.tagging import tags_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from core.recommend.files.catalogue import Entry


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What files hold, M members and C courses by their numbers.

    ``met`` (M × C) has an entry for every pair that any interaction names. ``unlisted`` counts
    the interactions with courses that the catalogue does not list; nothing is learned from them.
    ``looked`` counts the pairs in favour of which there are only looks, likes and shares.
    ``starred`` and ``unused`` are those of `Signals`. ``clocked`` data have times, others an order.
    """

    members: tuple[str, ...]
    courses: tuple[str, ...]
    dataset: Dataset
    met: csr_array
    unlisted: int
    looked: int
    starred: int
    unused: int
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
    unlisted = int((signals.courses >= listed).sum())
    if unlisted:
        signals = _some(signals, signals.courses < listed)
    signals, names = _by_name(signals, members)
    pairs = signals.members.astype(np.int64) * listed + signals.courses
    stand = _stands(signals, pairs)
    everybody = [tags.get(members[name], ()) for name in names]
    return Material(
        members=names,
        courses=tuple(courses)[:listed],
        dataset=_dataset(signals, stand, tuple(courses), entries, everybody),
        met=_met(signals, (len(names), listed)),
        unlisted=unlisted,
        looked=_looked(signals, pairs, stand),
        starred=signals.starred,
        unused=signals.unused,
        clocked=signals.clocked,
    )


def _by_name(signals: Signals, members: Names) -> tuple[Signals, tuple[str, ...]]:
    """Return the interactions oldest first, members numbered in the order of their names.

    So the order of a file's rows says nothing, except of rows of one time.
    """
    names = tuple(sorted(members))
    numbers = np.zeros(len(names), dtype=np.int32)
    numbers[[members[name] for name in names]] = np.arange(len(names), dtype=np.int32)
    signals = _some(signals, np.argsort(signals.at, kind="stable"))
    return replace(signals, members=numbers[signals.members]), names


def _stands(signals: Signals, pairs: NDArray[np.int64]) -> Stands:
    # Whatever is in a file is what there is to tell tastes by, and no look of years ago fades:
    # a file's last day may be long past, and everything in it that old.
    deeds = Deeds(signals.kinds, signals.values, pairs, _ages(signals))
    return stands(deeds, EVERY_DEED)


def _dataset(
    signals: Signals,
    stand: Stands,
    names: Sequence[str],
    entries: Mapping[int, Entry],
    tags: Sequence[tuple[str, ...]],
) -> Dataset:
    liked = stand.weights > 0
    places = stand.places[liked]
    return Dataset.from_arrays(
        np.arange(len(tags)),
        np.arange(len(entries)),
        signals.members[places],
        signals.courses[places],
        weights=stand.weights[liked],
        ages=_ages(signals)[places].astype(np.float32),
        stars=stand.stars[liked],
        texts=[_text(number, entry, names[number]) for number, entry in sorted(entries.items())],
        profiles=[Profile(own) if own else UNKNOWN for own in tags],
    )


def _text(number: int, entry: Entry, name: str) -> CourseText:
    """Return what is to be read of a course; one without a title is shown by its name."""
    tags = tags_for(entry.tags, entry.title, entry.description)
    title, titled = entry.title or name, bool(entry.title)
    return CourseText(number, title, tags, entry.description, titled=titled)


def _looked(signals: Signals, pairs: NDArray[np.int64], stand: Stands) -> int:
    """Return of how many pairs in favour nothing but looks, likes and shares is known."""
    taken = np.isin(
        signals.kinds, [KINDS.index(kind) for kind in (*LOOKS, Kind.DISMISS)], invert=True
    )
    if taken.all():
        return 0
    return int((~np.isin(pairs[stand.places[stand.weights > 0]], pairs[taken])).sum())


def _ages(signals: Signals) -> NDArray[np.float64]:
    """Return days before the latest interaction; an order tells none, so it spans just one."""
    if not len(signals.at):
        return signals.at
    ages: NDArray[np.float64] = signals.at.max() - signals.at
    ages /= SECONDS_A_DAY if signals.clocked else max(ages.max(), 1.0)
    return ages


def _met(signals: Signals, shape: tuple[int, int]) -> csr_array:
    met = np.ones(len(signals.at), dtype=np.bool_)
    return csr_array((met, (signals.members, signals.courses)), shape=shape)


def _some(signals: Signals, some: NDArray[np.bool_] | NDArray[np.int64]) -> Signals:
    return replace(
        signals,
        members=signals.members[some],
        courses=signals.courses[some],
        kinds=signals.kinds[some],
        values=signals.values[some],
        at=signals.at[some],
    )
