"""Suggestions: which course next, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.context import Context
from bot.replies import Reply, Toast
from bot.routes import button, command
from core import courses, experiments, members, membership, recommend
from core.experiments import Surface
from core.members import Purpose
from core.recommend import cards, cards_exposure, cards_spent
from core.refusal import Refusal
from core.roles import Role

if TYPE_CHECKING:
    from core.cards import Card
    from core.recommend import Spent


@command("suggest", "推荐适合你的课程", private=True, aliases=("推荐课程",))
def suggest(ctx: Context) -> Reply:
    """Suggest courses to the member, or say why there is nothing."""
    return Reply(_card(ctx) or cards_spent.card(_spent(ctx)), private=True)


@command("exposure", "查看推荐落在哪些课程和讲师上", role=Role.ADMIN, private=True)
def exposure(ctx: Context) -> Reply:
    """Tell an administrator how evenly suggestions fell."""
    fell = recommend.exposure(ctx.uow, ctx.community.id)
    back = recommend.hindsight(ctx.uow, ctx.community.id)
    return Reply(cards_exposure.exposure(fell, back), private=True)


@button("suggest.more")
def more(ctx: Context, _arg: str) -> Reply | Toast:
    """Suggest other courses in the place of the ones shown, which stay when there are none."""
    card = _card(ctx)
    if card is None:
        return Toast(cards_spent.why(_spent(ctx)))
    return Reply(card, private=True, replace=True)


@button("suggest.why")
def why(ctx: Context, arg: str) -> Reply:
    """Explain at length why these courses were suggested."""
    here = ctx.community.id
    asked = [courses.by_id(ctx.uow, here, one).id for one in recommend.unlisted(arg)]
    tier = membership.tier_of(ctx.uow, ctx.member)
    surfaces = {recommend.COMMAND: Surface.COMMAND, recommend.LETTER: Surface.LETTER}
    recipes = {
        channel: recommend.Recipe.of(experiments.recipe(ctx.uow, ctx.member, surface).recipe)
        for channel, surface in surfaces.items()
    }
    explained = recommend.explain(ctx.uow, ctx.member, asked, tier=tier, recipes=recipes)
    return Reply(cards.explanations(explained), private=True)


def _card(ctx: Context) -> Card | None:
    tier = membership.tier_of(ctx.uow, ctx.member)
    assigned = experiments.recipe(ctx.uow, ctx.member, Surface.COMMAND)
    recipe = recommend.Recipe.of(assigned.recipe)
    suggested = recommend.suggest(ctx.uow, ctx.member, tier=tier, recipe=recipe)
    if not suggested:
        return None
    shown = [suggestion.course.id for suggestion in suggested]
    experiments.expose(ctx.uow, ctx.community.id, assigned, shown, member_id=ctx.member.id)
    return cards.suggestions(
        suggested,
        consented=members.consents(ctx.uow, ctx.member.id, Purpose.RECOMMEND),
        owner=ctx.member.id,
        copy=recipe.copy,
    )


def _spent(ctx: Context) -> Spent:
    if not any(course.published for course in courses.every(ctx.uow, ctx.community.id)):
        raise Refusal("还没有课程，等管理员导入课程后就能推荐了。")
    return recommend.spent(ctx.uow, ctx.member, tier=membership.tier_of(ctx.uow, ctx.member))
