"""The mood: moderators ask how a chat, or the whole community, has felt lately."""

from __future__ import annotations

from bot.context import Context
from bot.replies import Reply
from bot.routes import command
from core import sentiment
from core.roles import Role
from core.sentiment import cards


@command(
    "mood", "查看近来的社群情绪和走势图", role=Role.MODERATOR, private=True, span="天数|小时|周"
)
def mood(ctx: Context, span: str = "") -> Reply:
    """Read out this chat's mood, or in private that of the community, and how it went."""
    asked = sentiment.read_span(span)
    chat_id = ctx.place.chat_id if ctx.place else None
    trend = sentiment.trend(ctx.uow, ctx.community, asked, chat_id=chat_id)
    place = ctx.place.title if ctx.place else ""
    return Reply(cards.mood(trend, sentiment.measured_error(), place=place), private=True)
