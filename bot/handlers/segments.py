"""Segments: what circles of taste the members form."""

from __future__ import annotations

from bot.context import Context
from bot.replies import Reply
from bot.routes import command
from core import recommend
from core.recommend import cards_segments
from core.roles import Role


@command("segments", "查看成员按口味分成哪几群", role=Role.ADMIN, private=True)
def segments(ctx: Context) -> Reply:
    """Show the circles of the community's members."""
    circles = recommend.segments(ctx.uow, ctx.community.id)
    return Reply(cards_segments.segments(circles), private=True)
