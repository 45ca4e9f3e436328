"""Experiments: administrators draft one from a template, watch it, and promote what won."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from bot.context import Context
from bot.replies import Reply
from bot.routes import Choice, Rest, button, command
from core import experiments, members
from core.experiments import (
    LIFTS,
    Experiment,
    Metric,
    Outline,
    Rule,
    State,
    Surface,
    cards,
    cards_results,
    templates,
)
from core.refusal import Refusal
from core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.cards import Card
    from core.experiments.templates import Template


T = TypeVar("T")


class What(Choice):
    """What two variants may differ in."""

    WAYS = "推荐方式"
    COPY = "文案"
    TIME = "发送时间"


class Act(Choice):
    """What can be done with an experiment by its number."""

    START = "开始"
    STOP = "停止"
    PROMOTE = "采用"
    UNDO = "撤销"
    DISCARD = "删除"


_TEMPLATES: dict[What, Template] = {
    What.WAYS: templates.WAYS,
    What.COPY: templates.COPIES,
    What.TIME: templates.TIMES,
}


@command(
    "experiments", "查看和管理推荐实验", role=Role.ADMIN, private=True, number="编号", act="操作"
)
def show(ctx: Context, number: int | None = None, act: Act | None = None) -> Reply:
    """List the experiments, show one, or do something with it."""
    if number is None:
        found = experiments.every(ctx.uow, ctx.community.id)
        results = [(one, experiments.results(ctx.uow, one)) for one in found]
        return Reply(cards.board(results), private=True)
    experiment = experiments.by_number(ctx.uow, ctx.community.id, number)
    card = _shown(ctx, experiment) if act is None else _ACTS[act](ctx, experiment)
    return Reply(card, private=True)


@command(
    "newexperiment",
    "新建一个推荐实验",
    role=Role.ADMIN,
    private=True,
    what="比较什么",
    first="对照方案",
    second="新方案",
    hypothesis="假设",
)
def create(
    ctx: Context, what: What, first: str, second: str, hypothesis: Rest | None = None
) -> Reply:
    """Draft an experiment from a template."""
    template = _TEMPLATES[what]
    variants = templates.variants(template, first, second)
    for variant in variants:
        _refuse_quiet_hour(ctx, variant.recipe.get("hour"))
    names = (variant.name for variant in variants)
    said = " ".join((hypothesis or "").split())
    outline = Outline(
        name=template.shown,
        hypothesis=said or cards.hypothesis(*names),
        variants=variants,
        surface=template.surface,
    )
    drafted = experiments.create(ctx.uow, ctx.community.id, outline, ctx.member)
    return Reply(_shown(ctx, drafted), private=True)


@button(cards.OPEN_ACTION, role=Role.ADMIN)
def open_page(ctx: Context, arg: str) -> Reply:
    """Show an experiment from the list."""
    return Reply(_shown(ctx, _by_id(ctx, arg)), private=True)


@button(cards.CHANGE_ACTION, role=Role.ADMIN)
def change(ctx: Context, arg: str) -> Reply:
    """Change a part of a draft to the next thing that it can be."""
    experiment_id, _, part = arg.partition(":")
    changed = _changed(ctx, _by_id(ctx, experiment_id), part)
    return Reply(_shown(ctx, changed), private=True, replace=True)


@button(cards.START_ACTION, role=Role.ADMIN)
def start(ctx: Context, arg: str) -> Reply:
    """Begin an experiment."""
    return Reply(_start(ctx, _by_id(ctx, arg)), private=True, replace=True)


@button(cards.DISCARD_ACTION, role=Role.ADMIN)
def discard(ctx: Context, arg: str) -> Reply:
    """Throw a draft away."""
    return Reply(_discard(ctx, _by_id(ctx, arg)), private=True, replace=True)


@button(cards_results.STOP_ACTION, role=Role.ADMIN)
def stop(ctx: Context, arg: str) -> Reply:
    """End an experiment."""
    return Reply(_stop(ctx, _by_id(ctx, arg)), private=True)


@button(cards_results.PROMOTE_ACTION, role=Role.ADMIN)
def promote(ctx: Context, arg: str) -> Reply:
    """Use the variant on the button for everyone."""
    experiment_id, _, place = arg.partition(":")
    experiment = _by_id(ctx, experiment_id)
    variant = experiment.variants[int(place)].name
    return Reply(_promote(ctx, experiment, variant), private=True)


@button(cards_results.UNDO_ACTION, role=Role.ADMIN)
def undo(ctx: Context, arg: str) -> Reply:
    """Take a promotion back."""
    return Reply(_undo(ctx, _by_id(ctx, arg)), private=True)


def _by_id(ctx: Context, arg: str) -> Experiment:
    return experiments.by_id(ctx.uow, ctx.community.id, int(arg))


def _shown(ctx: Context, experiment: Experiment) -> Card:
    if experiment.state is State.DRAFT:
        return cards.draft(experiment, experiments.forecast(ctx.uow, experiment))
    decided = experiments.decisions(ctx.uow, experiment)
    deciders = [one.by_member_id for one in decided if one.by_member_id is not None]
    names = members.names(ctx.uow, deciders)
    return cards_results.page(
        experiment,
        experiments.results(ctx.uow, experiment),
        [(one, names.get(one.by_member_id or 0, "")) for one in decided],
        ctx.uow.now,
        ctx.member.zone,
    )


def _start(ctx: Context, experiment: Experiment) -> Card:
    return _shown(ctx, experiments.start(ctx.uow, experiment, ctx.member))


def _stop(ctx: Context, experiment: Experiment) -> Card:
    return _shown(ctx, experiments.stop(ctx.uow, experiment, ctx.member))


def _promote(ctx: Context, experiment: Experiment, variant: str = "") -> Card:
    promoted = experiments.promote(ctx.uow, experiment, ctx.member, variant)
    return cards_results.promoted(promoted)


def _undo(ctx: Context, experiment: Experiment) -> Card:
    return cards_results.undone(experiments.undo(ctx.uow, experiment, ctx.member))


def _discard(ctx: Context, experiment: Experiment) -> Card:
    experiments.discard(ctx.uow, experiment, ctx.member)
    return cards.discarded(experiment)


_ACTS: dict[Act, Callable[[Context, Experiment], Card]] = {
    Act.START: _start,
    Act.STOP: _stop,
    Act.PROMOTE: _promote,
    Act.UNDO: _undo,
    Act.DISCARD: _discard,
}


def _refuse_quiet_hour(ctx: Context, hour: int | None) -> None:
    if hour is None:
        return
    local = ctx.uow.now.astimezone(ctx.community.zoneinfo)
    at = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    if ctx.community.loud_from(at) != at:
        raise Refusal(
            "{hour} 点在免打扰时段（{begin} 点到 {end} 点）里，发不出去，请换一个时间。",
            hour=hour,
            begin=ctx.community.quiet_from,
            end=ctx.community.quiet_to,
        )


def _changed(ctx: Context, draft: Experiment, part: str) -> Experiment:
    if part in set(Metric):
        return experiments.redesign(ctx.uow, draft, metric=Metric(part))
    drawn = draft.design
    changes: dict[str, Any] = {
        "lift": {"lift": _after(LIFTS, drawn.lift)},
        "rule": {"rule": _after(tuple(Rule), drawn.rule)},
        "half": {"half": not draft.half},
        "place": {"surface": _after(tuple(Surface), draft.surface)},
    }
    return experiments.redesign(ctx.uow, draft, **changes[part])


def _after(values: Sequence[T], current: T) -> T:
    return values[(values.index(current) + 1) % len(values)]
