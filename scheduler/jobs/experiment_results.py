"""Every morning administrators are told of experiments that have an answer, or went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import experiments, members
from core.experiments import cards_results
from core.roles import Role
from scheduler.job import job

if TYPE_CHECKING:
    from core.cards import Card
    from core.experiments import Experiment, Report
    from core.members import Member
    from core.uow import UnitOfWork
    from scheduler.job import Begin, Slot


@job(cron="30 9 * * *", title="推荐实验的结果", catch_up="latest")
def experiment_results(begin: Begin, slot: Slot) -> None:
    """Write to the administrators of each answer and each fault; forget who was in old ones."""
    with begin() as uow:
        for experiment, report in experiments.answered(uow, slot.community.id):
            _tell(uow, slot, experiment, report)
            if report.verdict.final:
                experiments.told(uow, experiment)
        experiments.prune(uow, slot.community.id)


def _tell(uow: UnitOfWork, slot: Slot, experiment: Experiment, report: Report) -> None:
    def card(_reader: Member) -> Card:
        return cards_results.ended(experiment, report, uow.now)

    # A fault may pass, and the answer is told then; the letter about it keeps its key all the same.
    about = "" if report.verdict.final else ":fault"

    members.write_to_staff(
        uow,
        slot.community.id,
        Role.ADMIN,
        f"experiment:{experiment.id}{about}",
        card,
        due=lambda reader: slot.community.loud_from(uow.now, reader.zone),
    )
