"""Outcomes: what members did with the courses that an experiment showed them, read from courses."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from core import courses, members
from core.courses import Kind
from core.experiments import exposure_repository, repository
from core.experiments.experiment import Metric, State
from core.experiments.report import in_groups, report
from core.experiments.tally import Deed, Tallies, tally
from core.members import Purpose

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

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
    if chats:
        found = _by_chat(uow, experiment, exposures)
    else:
        willing = consenting(uow, {exposure.unit for exposure in exposures})
        exposures = [exposure for exposure in exposures if exposure.unit in willing]
        found = _by_member(deeds_of(uow, willing))
    return tally(experiment, exposures, found, uow.now)


def consenting(uow: UnitOfWork, member_ids: Collection[int]) -> set[int]:
    """Return those of some members whose data may serve suggestions, in any number."""
    return {
        member_id
        for part in _parts(member_ids)
        for member_id in members.consenting(uow, part, Purpose.RECOMMEND)
    }


def deeds_of(uow: UnitOfWork, member_ids: Collection[int]) -> list[Deed]:
    """Return what some members did with courses."""
    deeds = []
    for part in _parts(member_ids):
        for row in courses.interactions_of(uow, part):
            kinds = _METRICS.get(row.kind, ())
            deeds += [Deed(row.member_id, row.course_id, metric, row.at) for metric in kinds]
        for sold in courses.purchases_of(uow, part):
            who, what = sold.member_id, sold.course_id
            deeds.append(Deed(who, what, Metric.ORDER, sold.at, sold.amount, sold.currency))
    return deeds


def _by_member(deeds: Sequence[Deed]) -> dict[int, list[Deed]]:
    found: dict[int, list[Deed]] = defaultdict(list)
    for deed in deeds:
        found[deed.member_id].append(deed)
    return found


def _by_chat(
    uow: UnitOfWork, experiment: Experiment, exposures: Sequence[Exposure]
) -> dict[int, list[Deed]]:
    """Return what the members of each chat did with any course that was shown to it."""
    shown = {course for exposure in exposures for course in exposure.courses}
    chats = {exposure.unit for exposure in exposures}
    present = [member.id for member in members.present(uow, experiment.community_id)]
    deeds = deeds_of(uow, consenting(uow, present)) if shown else []
    found: dict[int, list[Deed]] = defaultdict(list)
    for member_id, own in _by_member([one for one in deeds if one.course_id in shown]).items():
        for chat_id in members.is_in(uow, member_id, chats):
            found[chat_id] += own
    return found


def _parts(ids: Collection[int]) -> Iterator[list[int]]:
    """Ask a part at a time: SQLite takes at most 32,766 values in one question."""
    ordered = sorted(ids)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))
