"""Jobs: administrators see what is done by itself, and when."""

from __future__ import annotations

from bot.context import Context
from bot.replies import Reply
from bot.routes import command
from core import runs
from core.roles import Role
from core.runs import cards


@command("jobs", "查看定时任务", role=Role.ADMIN, private=True)
def jobs(ctx: Context) -> Reply:
    """List the community's jobs: the next time of each and its last run."""
    return Reply(cards.board(runs.plans(ctx.uow, ctx.community.id), ctx.community.zone))
