"""Suggestions: which course next, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.context import Context
from bot.replies import Reply
from bot.routes import button, command
from core import courses, experiments, members, membership, recommend
from core.experiments import Surface
from core.members import Purpose
from core.recommend import cards, cards_exposure
from core.refusal import Refusal
from core.roles import Role

if TYPE_CHECKING:
    from core.cards import Card


@command("suggest", "推荐适合你的课程", private=True, aliases=("推荐课程",))
def suggest(ctx: Context) -> Reply:
    """Suggest courses to the member."""
    return Reply(_card(ctx), private=True)


@command("exposure", "查看推荐落在哪些课程和讲师上", role=Role.ADMIN, private=True)
def exposure(ctx: Context) -> Reply:
    """Tell an administrator how evenly suggestions fell."""
    fell = recommend.exposure(ctx.uow, ctx.community.id)
    back = recommend.hindsight(ctx.uow, ctx.community.id)
    return Reply(cards_exposure.exposure(fell, back), private=True)


@button("suggest.more")
def more(ctx: Context, _arg: str) -> Reply:
    """Suggest other courses in the place of the ones shown."""
    return Reply(_card(ctx), private=True, replace=True)


@button("suggest.why")
def why(ctx: Context, arg: str) -> Reply:
    """Explain at length why these courses were suggested."""
    here = ctx.community.id
    asked = [courses.by_id(ctx.uow, here, one).id for one in recommend.unlisted(arg)]
    tier = membership.tier_of(ctx.uow, ctx.member)
    explained = recommend.explain(ctx.uow, ctx.member, asked, tier=tier)
    return Reply(cards.explanations(explained), private=True)


def _card(ctx: Context) -> Card:
    tier = membership.tier_of(ctx.uow, ctx.member)
    assigned = experiments.recipe(ctx.uow, ctx.member, Surface.COMMAND)
    recipe = recommend.Recipe.of(assigned.recipe)
    suggested = recommend.suggest(ctx.uow, ctx.member, tier=tier, recipe=recipe)
    if not suggested and not courses.every(ctx.uow, ctx.community.id):
        raise Refusal("还没有课程，等管理员导入课程后就能推荐了。")
    shown = [suggestion.course.id for suggestion in suggested]
    experiments.expose(ctx.uow, ctx.community.id, assigned, shown, member_id=ctx.member.id)
    return cards.suggestions(
        suggested,
        consented=members.consents(ctx.uow, ctx.member.id, Purpose.RECOMMEND),
        owner=ctx.member.id,
        copy=recipe.copy,
    )
