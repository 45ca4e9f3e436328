"""Outcomes: what members did with the courses that an experiment showed them, read from courses."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from core import courses, members
from core.courses import Kind
from core.experiments import exposure_repository, repository
from core.experiments.bucketing import bucket, member_unit
from core.experiments.experiment import Metric, State
from core.experiments.report import in_groups, report
from core.experiments.tally import Deed, Tallies, tally
from core.members import Purpose

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from core.experiments.experiment import Experiment, Exposure
    from core.experiments.report import Report
    from core.uow import UnitOfWork

AT_ONCE = 10_000
_METRICS: Mapping[Kind, tuple[Metric, ...]] = {
    Kind.VIEW: (Metric.CLICK,),
    Kind.LIKE: (Metric.CLICK,),
    Kind.ENROL: (Metric.CLICK, Metric.ENROL),
}


def results(uow: UnitOfWork, experiment: Experiment) -> Report:
    """Return what an experiment shows now, or showed when it was stopped."""
    return report(experiment, sums(uow, experiment))


def sums(uow: UnitOfWork, experiment: Experiment) -> Tallies:
    """Return an experiment's sums: those kept when it was stopped, or else as they are now."""
    if experiment.state is State.STOPPED:
        return Tallies.from_json(repository.tallies(uow, experiment.id))
    chats = in_groups(experiment)
    exposures = exposure_repository.of_experiment(uow, experiment.id, chats=chats)
    if not chats:
        willing = consenting(uow, {exposure.unit for exposure in exposures})
        exposures = [exposure for exposure in exposures if exposure.unit in willing]
    return tally(experiment, exposures, done_since(uow, exposures, chats=chats), uow.now)


def consenting(uow: UnitOfWork, member_ids: Collection[int]) -> set[int]:
    """Return those of some members whose data may serve suggestions, in any number."""
    return {
        member_id
        for part in _parts(member_ids)
        for member_id in members.consenting(uow, part, Purpose.RECOMMEND)
    }


def done_since(
    uow: UnitOfWork, exposures: Sequence[Exposure], *, chats: bool
) -> dict[int, list[Deed]]:
    """Return what each unit did with any course since the first of some exposures."""
    if not exposures:
        return {}
    units = {exposure.unit for exposure in exposures}
    counts_in = _homes(uow, units) if chats else {unit: unit for unit in units}
    found: dict[int, list[Deed]] = defaultdict(list)
    for deed in _deeds(uow, counts_in, min(exposure.at for exposure in exposures)):
        found[counts_in[deed.member_id]].append(deed)
    return found


def _homes(uow: UnitOfWork, chat_ids: Collection[int]) -> dict[int, int]:
    """Return the chat in which each consenting member counts: in one, however many they are in."""
    theirs: dict[int, list[int]] = defaultdict(list)
    for member_id, chat_id in members.in_chats(uow, chat_ids):
        theirs[member_id].append(chat_id)
    return {
        member_id: min(
            theirs[member_id], key=lambda chat_id: bucket(member_unit(member_id), str(chat_id))
        )
        for member_id in sorted(consenting(uow, theirs))
    }


def _deeds(uow: UnitOfWork, member_ids: Collection[int], since: datetime) -> list[Deed]:
    deeds = []
    for part in _parts(member_ids):
        for row in courses.interactions_of(uow, part, since):
            kinds = _METRICS.get(row.kind, ())
            deeds += [Deed(row.member_id, row.course_id, metric, row.at) for metric in kinds]
        for sold in courses.purchases_of(uow, part, since):
            who, what = sold.member_id, sold.course_id
            deeds.append(Deed(who, what, Metric.ORDER, sold.at, sold.amount, sold.currency))
    return deeds


def _parts(ids: Collection[int]) -> Iterator[list[int]]:
    """Ask a part at a time: SQLite takes at most 32,766 values in one question."""
    ordered = sorted(ids)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))
