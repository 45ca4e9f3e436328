"""Suggestions: which course next, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.context import Context
from bot.replies import Reply
from bot.routes import button, command
from core import courses, members, membership, recommend
from core.members import Purpose
from core.recommend import cards
from core.refusal import Refusal

if TYPE_CHECKING:
    from core.cards import Card


@command("suggest", "推荐适合你的课程", private=True, aliases=("推荐课程",))
def suggest(ctx: Context) -> Reply:
    """Suggest courses to the member."""
    return Reply(_card(ctx), private=True)


@button("suggest.more")
def more(ctx: Context, _arg: str) -> Reply:
    """Suggest other courses in the place of the ones shown."""
    return Reply(_card(ctx), private=True, replace=True)


def _card(ctx: Context) -> Card:
    tier = membership.tier_of(ctx.uow, ctx.member)
    suggested = recommend.suggest(ctx.uow, ctx.member, tier=tier)
    if not suggested and not courses.every(ctx.uow, ctx.community.id):
        raise Refusal("还没有课程，等管理员导入课程后就能推荐了。")
    return cards.suggestions(
        suggested,
        consented=members.consents(ctx.uow, ctx.member.id, Purpose.RECOMMEND),
        owner=ctx.member.id,
    )
