"""Experiments: administrators draft one from a template, watch it, and promote what won."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from bot.context import Context
from bot.replies import Reply
from bot.routes import Choice, Rest, button, command
from core import experiments, members, recommend
from core.experiments import (
    Experiment,
    Exposure,
    Metric,
    Outline,
    Rule,
    State,
    Surface,
    cards,
    cards_results,
    templates,
)
from core.i18n import t
from core.refusal import Refusal
from core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from core.cards import Card
    from core.experiments import History
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


_CHANNELS = {Surface.COMMAND: recommend.COMMAND, Surface.LETTER: recommend.LETTER}
_TEMPLATES: dict[What, Template] = {
    What.WAYS: templates.WAYS,
    What.COPY: templates.COPIES,
    What.TIME: templates.TIMES,
}


@command(
    "experiments",
    "查看和管理推荐实验",
    role=Role.ADMIN,
    private=True,
    number="编号",
    act="操作",
    variant="哪个方案",
)
def show(
    ctx: Context, number: int | None = None, act: Act | None = None, variant: Rest | None = None
) -> Reply:
    """List the experiments, show one, or do something with it; one may name what to adopt."""
    if number is None:
        found = experiments.every(ctx.uow, ctx.community.id)
        results = [(one, experiments.results(ctx.uow, one)) for one in found]
        return Reply(cards.board(results), private=True)
    experiment = experiments.by_number(ctx.uow, ctx.community.id, number)
    return Reply(_done(ctx, experiment, act, variant or ""), private=True)


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
    drafted = experiments.create(
        ctx.uow, ctx.community.id, outline, ctx.member, history=_history(ctx)
    )
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
    """Ask whether an experiment is to end: it cannot go on afterwards."""
    experiment = _by_id(ctx, arg)
    if experiment.state is not State.RUNNING:
        return Reply(_stop(ctx, experiment), private=True)
    found = experiments.results(ctx.uow, experiment)
    return Reply(cards_results.stopping(experiment, found), private=True)


@button(cards_results.END_ACTION, role=Role.ADMIN)
def end(ctx: Context, arg: str) -> Reply:
    """End an experiment."""
    return Reply(_stop(ctx, _by_id(ctx, arg)), private=True, replace=True)


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
        return cards.draft(experiment, experiments.forecast(ctx.uow, experiment, _history(ctx)))
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


def _done(ctx: Context, experiment: Experiment, act: Act | None, variant: str) -> Card:
    """Do something with an experiment, or else show it."""
    if act is Act.PROMOTE:
        return _promote(ctx, experiment, _named(experiment, variant) if variant else "")
    if variant:
        raise Refusal("「{rest}」是多余的。", rest=variant[:20])
    return _ACTS[act](ctx, experiment) if act else _shown(ctx, experiment)


def _named(experiment: Experiment, typed: str) -> str:
    """Return the key of the variant whose name was typed."""
    names = {templates.shown(one.name).lower(): one.name for one in experiment.variants}
    word = typed.strip("「」 ").lower()
    if word not in names:
        raise Refusal(
            "实验 #{number} 里没有「{typed}」，可以采用的有：{options}。",
            number=experiment.number,
            typed=typed[:20],
            options=t("、").join(templates.shown(one.name) for one in experiment.variants),
        )
    return names[word]


def _history(ctx: Context) -> History:
    """Return what tells an experiment's design which courses were suggested lately."""

    def shown(surface: Surface, units: Collection[int], since: datetime) -> list[Exposure]:
        if surface is Surface.GROUP:
            rows = recommend.shown_in(ctx.uow, ctx.community.id, units, since)
        else:
            rows = recommend.shown_to(ctx.uow, units, _CHANNELS[surface], since)
        return [Exposure(unit, "", at, (course,), at.date()) for unit, course, at in rows]

    return shown


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
    history = _history(ctx)
    if part in set(Metric):
        return experiments.redesign(ctx.uow, draft, metric=Metric(part), history=history)
    drawn = draft.design
    changes: dict[str, Any] = {
        "lift": {"lift": _after(experiments.lifts(draft), drawn.lift)},
        "rule": {"rule": _after(tuple(Rule), drawn.rule)},
        "half": {"half": not draft.half},
        "place": {"surface": _after(tuple(Surface), draft.surface)},
    }
    return experiments.redesign(ctx.uow, draft, history=history, **changes[part])


def _after(values: Sequence[T], current: T) -> T:
    """Return the next of some values, the first after the last or after one that is not there."""
    place = values.index(current) + 1 if current in values else 0
    return values[place % len(values)]
