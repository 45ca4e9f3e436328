"""The leaderboard, and its buttons that switch the period."""

from __future__ import annotations

from bot.context import Context
from bot.replies import Reply
from bot.routes import Choice, button, command
from core import points
from core.points import cards


class Period(Choice):
    """The periods as members name them."""

    WEEK = "近7天"
    MONTH = "近30天"
    ALL = "总榜"


@command("top", "查看积分榜", period="周期")
def top(ctx: Context, period: Period = Period.WEEK) -> Reply:
    """Read out the leaderboard."""
    return _board(ctx, points.Period[period.name])


@button("top")
def switch(ctx: Context, arg: str) -> Reply:
    """Show another period in the place of the board."""
    return _board(ctx, points.Period(arg), replace=True)


def _board(ctx: Context, period: points.Period, *, replace: bool = False) -> Reply:
    found = points.leaderboard(ctx.uow, ctx.community, period, asker=ctx.member)
    return Reply(cards.board(found, ctx.member.name), replace=replace)
