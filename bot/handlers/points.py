"""Points: what a member has and why, and the daily check-in."""

from __future__ import annotations

from bot.context import Context
from bot.replies import Reply
from bot.routes import command
from core import points, questions
from core.points import cards


@command("points", "查看我的积分", private=True)
def my_points(ctx: Context) -> Reply:
    """Tell a member the balance."""
    return Reply(cards.balance(points.balance(ctx.uow, ctx.member)))


@command("why", "查看积分的来由", private=True, n="条数")
def why(ctx: Context, n: int = 10) -> Reply:
    """Explain the balance by its latest entries."""
    found = points.statement(ctx.uow, ctx.member, n)
    numbers = {
        question_id: questions.by_id(ctx.uow, ctx.community.id, question_id).number
        for question_id in found.question_ids
    }
    capped = points.cap_reached(ctx.uow, ctx.member)
    return Reply(cards.why(found, ctx.member.zoneinfo, numbers, capped=capped))


@command("checkin", "每日签到", aliases=("签到",))
def check_in(ctx: Context) -> Reply:
    """Check a member in for the day."""
    return Reply(cards.checked_in(points.check_in(ctx.uow, ctx.member, ctx.community)))
