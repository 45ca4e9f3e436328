"""What can be done with experiments: draft, change, start, stop, throw away, tell of."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.experiments import exposure_repository, repository
from core.experiments.bucketing import free_range
from core.experiments.decision import Act
from core.experiments.experiment import (
    BUCKETS,
    HYPOTHESIS_LIMIT,
    NAME_LIMIT,
    Metric,
    Rule,
    State,
    Surface,
)
from core.experiments.outcomes import results, sums
from core.experiments.planning import design, forecast, nothing
from core.experiments.report import FEWEST_SHOWN, Verdict, report
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.experiments.decision import Decision
    from core.experiments.experiment import Design, Experiment, Variant
    from core.experiments.planning import History
    from core.experiments.report import Report
    from core.members import Member
    from core.uow import UnitOfWork

KEPT = timedelta(days=180)
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Outline:
    """What an experiment is to compare, before its numbers are worked out."""

    name: str
    hypothesis: str
    variants: tuple[Variant, ...]
    surface: Surface = Surface.COMMAND
    metric: Metric = Metric.CLICK


def create(
    uow: UnitOfWork,
    community_id: int,
    outline: Outline,
    by: Member,
    *,
    history: History = nothing,
) -> Experiment:
    """Draft an experiment; nobody sees anything of it yet."""
    arms = len(outline.variants)
    drawn = design(uow, community_id, outline.surface, outline.metric, arms=arms, history=history)
    values = {
        "community_id": community_id,
        "number": repository.next_number(uow, community_id),
        "name": outline.name[:NAME_LIMIT],
        "surface": outline.surface.value,
        "hypothesis": outline.hypothesis[:HYPOTHESIS_LIMIT],
        "layer": "",
        "buckets": BUCKETS,
        **_columns(drawn),
    }
    created = by_id(uow, community_id, repository.add(uow, values, outline.variants))
    repository.decide(uow, created, Act.CREATED, by.id, {})
    return created


def by_id(uow: UnitOfWork, community_id: int, experiment_id: int) -> Experiment:
    """Return an experiment by its id; refuse when there is none."""
    return _there(repository.experiment(uow, community_id, experiment_id))


def by_number(uow: UnitOfWork, community_id: int, number: int) -> Experiment:
    """Return an experiment by the number that is shown; refuse when there is none."""
    return _there(repository.numbered(uow, community_id, number))


def every(uow: UnitOfWork, community_id: int) -> list[Experiment]:
    """Return the newest experiments of a community, at most twenty."""
    return repository.every(uow, community_id, limit=MOST_LISTED)


def decisions(uow: UnitOfWork, experiment: Experiment) -> list[Decision]:
    """Return what was decided about an experiment, in order."""
    return repository.decisions(uow, experiment)


def redesign(  # noqa: PLR0913 - any part of a draft's design may be changed alone
    uow: UnitOfWork,
    draft: Experiment,
    *,
    surface: Surface | None = None,
    metric: Metric | None = None,
    rule: Rule | None = None,
    lift: float | None = None,
    half: bool | None = None,
    history: History = nothing,
) -> Experiment:
    """Change a draft; ``half`` has it share a layer with others, none of whom it overlaps."""
    draft = _still(uow, draft, State.DRAFT)
    where = surface or draft.surface
    if "hour" in draft.changes and where is not Surface.LETTER:
        raise Refusal("发送时间只能在每周私信里比较。")
    drawn = design(
        uow,
        draft.community_id,
        where,
        metric or draft.design.metric,
        rule=rule or draft.design.rule,
        lift=lift or draft.design.lift,
        arms=len(draft.variants),
        history=history,
    )
    shares = draft.half if half is None else half
    values = {
        "surface": where.value,
        "layer": where.value if shares else "",
        "buckets": BUCKETS // 2 if shares else BUCKETS,
        **_columns(drawn),
    }
    return changed(uow, draft, values)


def start(uow: UnitOfWork, draft: Experiment, by: Member) -> Experiment:
    """Begin to show the variants; refuse where they would collide with what is running."""
    draft = _still(uow, draft, State.DRAFT)
    _refuse_few_chats(uow, draft)
    running = [
        one
        for one in repository.every(uow, draft.community_id, State.RUNNING)
        if one.surface is draft.surface
    ]
    _refuse_collisions(draft, running)
    values = {
        "state": State.RUNNING.value,
        "started_at": uow.now,
        "first_bucket": _place(draft, running),
    }
    started = changed(uow, draft, values)
    repository.decide(uow, started, Act.STARTED, by.id, {"design": asdict(started.design)})
    return started


def stop(uow: UnitOfWork, running: Experiment, by: Member) -> Experiment:
    """Show the variants no longer, and keep the sums as they stand now."""
    running = _still(uow, running, State.RUNNING)
    tallies = sums(uow, running)
    found = report(running, tallies)
    values = {
        "state": State.STOPPED.value,
        "stopped_at": uow.now,
        "tallies": tallies.to_json(),
    }
    stopped = changed(uow, running, values)
    detail = {"verdict": found.verdict.value, "counted": found.counted}
    repository.decide(uow, stopped, Act.STOPPED, by.id, detail)
    return stopped


def discard(uow: UnitOfWork, draft: Experiment, by: Member) -> None:
    """Throw a draft away."""
    seen = _still(uow, draft, State.DRAFT)
    repository.change(uow, seen, {"state": State.DISCARDED.value})
    repository.decide(uow, seen, Act.DISCARDED, by.id, {})


def answered(uow: UnitOfWork, community_id: int) -> list[tuple[Experiment, Report]]:
    """Return the running experiments with an answer of which nobody was told, or with a fault."""
    untold = [
        one for one in repository.every(uow, community_id, State.RUNNING) if one.told_at is None
    ]
    found = [(one, results(uow, one)) for one in untold]
    return [
        (one, result)
        for one, result in found
        if result.verdict.final or result.verdict is Verdict.MISMATCH
    ]


def told(uow: UnitOfWork, experiment: Experiment) -> None:
    """Note that the staff was told of an experiment's answer."""
    repository.change(uow, experiment, {"told_at": uow.now})


def prune(uow: UnitOfWork, community_id: int) -> int:
    """Forget who was shown what in experiments stopped half a year ago; return how many rows."""
    return exposure_repository.delete_stopped(uow, community_id, uow.now - KEPT)


def changed(uow: UnitOfWork, seen: Experiment, values: Mapping[str, Any]) -> Experiment:
    """Change an experiment and return it as it is then."""
    repository.change(uow, seen, values)
    return by_id(uow, seen.community_id, seen.id)


def _there(found: Experiment | None) -> Experiment:
    if found is None or found.state is State.DISCARDED:
        raise Refusal("没有这个实验，发送 /experiments 看全部。")
    return found


def _columns(drawn: Design) -> dict[str, Any]:
    return {**asdict(drawn), "metric": drawn.metric.value, "rule": drawn.rule.value}


def _still(uow: UnitOfWork, seen: Experiment, wanted: State) -> Experiment:
    """Return an experiment as it is now; refuse when it is in another state."""
    found = repository.experiment(uow, seen.community_id, seen.id) or seen
    if found.state is not wanted:
        raise _elsewhere(found)
    return found


def _elsewhere(seen: Experiment) -> Refusal:
    return {
        State.DRAFT: Refusal("实验 #{number} 还没开始。", number=seen.number),
        State.RUNNING: Refusal("实验 #{number} 已经在进行了，不能再改。", number=seen.number),
        State.STOPPED: Refusal("实验 #{number} 已经结束了。", number=seen.number),
        State.DISCARDED: Refusal("实验 #{number} 已经删掉了。", number=seen.number),
    }[seen.state]


def _refuse_collisions(draft: Experiment, running: list[Experiment]) -> None:
    others = [
        one
        for one in running
        if draft.changes & one.changes and not (draft.layer and draft.layer == one.layer)
    ]
    if not others:
        return
    number = others[0].number
    if (
        all(one.half for one in others)
        and _free(running, others[0].layer, BUCKETS // 2) is not None
    ):
        raise Refusal(
            "实验 #{number} 正在同一个地方比较同样的东西，只占了一半。把这个草稿也改成参加一半，"
            "两个实验就不会重叠，可以同时进行。",
            number=number,
        )
    raise Refusal(
        "实验 #{number} 正在同一个地方比较同样的东西，一个人只能看到一种，请等它结束再开始。",
        number=number,
    )


def _refuse_few_chats(uow: UnitOfWork, draft: Experiment) -> None:
    if draft.surface is not Surface.GROUP:
        return
    expected = forecast(uow, draft)
    if expected.per_variant < FEWEST_SHOWN:
        raise Refusal(
            "群内推荐按群分组，每组至少要 {fewest} 个群才看得出差别，现在能参加的只有 {n} 个群。",
            fewest=FEWEST_SHOWN,
            n=expected.eligible,
        )


def _place(draft: Experiment, running: list[Experiment]) -> int:
    place = _free(running, draft.layer, draft.buckets) if draft.layer else 0
    if place is None:
        raise Refusal("已经有两个各占一半的实验在进行，全都占满了，请等其中一个结束。")
    return place


def _free(running: list[Experiment], layer: str, buckets: int) -> int | None:
    taken = [(one.first_bucket, one.buckets) for one in running if one.layer == layer]
    return free_range(taken, buckets)
