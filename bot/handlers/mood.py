"""The mood: moderators ask how a chat, or the whole community, has felt lately."""

from __future__ import annotations

from bot.context import Context
from bot.replies import Reply
from bot.routes import command
from core import sentiment
from core.roles import Role
from core.sentiment import cards


@command("mood", "查看近几天的社群情绪", role=Role.MODERATOR, private=True, days="天数")
def mood(ctx: Context, days: int = 7) -> Reply:
    """Read out this chat's mood, or in private that of the community, and how it changed."""
    chat_id = ctx.place.chat_id if ctx.place else None
    now = sentiment.mood(ctx.uow, ctx.community, days=days, chat_id=chat_id)
    before = sentiment.mood(ctx.uow, ctx.community, days=days, ago=days, chat_id=chat_id)
    place = ctx.place.title if ctx.place else ""
    return Reply(cards.mood(now, before, sentiment.measured_error(), place=place), private=True)
