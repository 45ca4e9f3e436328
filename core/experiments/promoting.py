"""Promoting: the winner is used for everyone from then on, until that is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.experiments import repository
from core.experiments.decision import Act
from core.experiments.experiment import State
from core.experiments.outcomes import results
from core.experiments.report import Verdict
from core.experiments.service import by_id, changed, stop
from core.experiments.templates import shown
from core.refusal import Refusal

if TYPE_CHECKING:
    from core.experiments.decision import Decision
    from core.experiments.experiment import Experiment
    from core.members import Member
    from core.uow import UnitOfWork


def promote(uow: UnitOfWork, experiment: Experiment, by: Member, variant: str = "") -> Experiment:
    """Use a variant for everyone from now on: the one named, or else the winner."""
    if experiment.state is State.DRAFT:
        raise Refusal("实验 #{number} 还没开始，没有可以采用的方案。", number=experiment.number)
    found = results(uow, experiment)
    if found.verdict is Verdict.MISMATCH:
        raise Refusal("实验 #{number} 的结果不能信，没有可以采用的方案。", number=experiment.number)
    chosen = experiment.variant(variant or found.winner)
    if chosen is None:
        raise Refusal(
            "还没有胜出的方案。要直接采用某一个，请在后面写上它的名字，"
            "比如「/experiments {number} 采用 {name}」。",
            number=experiment.number,
            name=shown(experiment.variants[-1].name),
        )
    before = repository.promoted(uow, experiment.community_id, experiment.surface)
    after = {**before, **chosen.recipe}
    if experiment.winner == chosen.name and after == before:
        raise Refusal("实验 #{number} 的这个方案已经在用了。", number=experiment.number)
    if experiment.state is State.RUNNING:
        experiment = stop(uow, experiment, by)
    repository.promote(uow, experiment.community_id, experiment.surface, after)
    detail = {"variant": chosen.name, "before": before, "after": after}
    repository.decide(uow, experiment, Act.PROMOTED, by.id, detail)
    return changed(uow, experiment, {"winner": chosen.name})


def undo(uow: UnitOfWork, experiment: Experiment, by: Member) -> Experiment:
    """Take a promotion back: what was used before it is used again."""
    standing = _standing(uow, experiment)
    if not experiment.winner or not standing:
        raise Refusal("实验 #{number} 没有采用过方案，不用撤销。", number=experiment.number)
    *earlier, latest = standing
    if latest.experiment_id != experiment.id:
        later = by_id(uow, experiment.community_id, latest.experiment_id)
        raise Refusal("之后又采用了实验 #{number} 的方案，请先撤销那一次。", number=later.number)
    before = latest.detail["before"]
    repository.promote(uow, experiment.community_id, experiment.surface, before)
    detail = {"before": latest.detail["after"], "after": before}
    repository.decide(uow, experiment, Act.UNDONE, by.id, detail)
    own = [str(one.detail["variant"]) for one in earlier if one.experiment_id == experiment.id]
    return changed(uow, experiment, {"winner": own[-1] if own else ""})


def _standing(uow: UnitOfWork, experiment: Experiment) -> list[Decision]:
    """Return the promotions at a surface that were not undone, the latest last."""
    standing: list[Decision] = []
    for one in repository.changes(uow, experiment.community_id, experiment.surface):
        if one.act is Act.PROMOTED:
            standing.append(one)
        elif standing:
            standing.pop()
    return standing
