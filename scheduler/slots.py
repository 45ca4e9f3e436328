"""Slots: nominal local times at which a job runs, and the moments at which they come about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from zoneinfo import ZoneInfo

    from scheduler.job import CatchUp

NextFire = Callable[[datetime], datetime]
"""Returns the first nominal time after another; both are naive wall time that knows no zone."""

# A change of the clocks may make slots this near to each other come about in another order.
SHIFT = timedelta(hours=3)
# A job that skips what it missed still runs this late, for a runner is not always on the minute.
LATE = timedelta(minutes=10)


class Occurrence(NamedTuple):
    """A slot: the moment in UTC and the local wall time that names it, ordered by both."""

    at: datetime
    local: datetime


def occurrence(local: datetime, zone: ZoneInfo) -> Occurrence:
    """Return when a wall time comes about.

    One that comes twice counts the first time; one that the clocks leap over comes as much later
    as they leap.
    """
    return Occurrence(local.replace(tzinfo=zone, fold=0).astimezone(UTC), local)


def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return what a clock on the wall shows at a moment."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def between(
    next_fire: NextFire, zone: ZoneInfo, after: Occurrence, until: datetime
) -> list[Occurrence]:
    """Return the slots later than ``after`` and no later than ``until``, in their order."""
    end = wall(until, zone) + SHIFT
    found = []
    for slot in _from(next_fire, zone, after.local - SHIFT):
        if slot.local > end:
            break
        if after < slot and slot.at <= until:
            found.append(slot)
    return sorted(found)


def following(next_fire: NextFire, zone: ZoneInfo, after: Occurrence) -> Occurrence:
    """Return the first slot later than ``after``."""
    first: Occurrence | None = None
    for slot in _from(next_fire, zone, after.local - SHIFT):
        if first is not None and slot.local > first.local + SHIFT:
            break
        if after < slot and (first is None or slot < first):
            first = slot
    if first is None:
        message = "a job has no slot any more"
        raise ValueError(message)
    return first


def owed(missed: Iterable[Occurrence], catch_up: CatchUp, now: datetime) -> Sequence[Occurrence]:
    """Return which of the slots missed are still to run, in their order."""
    ordered = sorted(missed)
    if catch_up == "skip":
        return [slot for slot in ordered if now - slot.at <= LATE]
    return ordered[-1:] if catch_up == "latest" else ordered


def _from(next_fire: NextFire, zone: ZoneInfo, local: datetime) -> Iterator[Occurrence]:
    while True:
        local = next_fire(local)
        yield occurrence(local, zone)
