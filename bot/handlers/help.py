"""Help: what this member may do here, written from the declarations."""

from __future__ import annotations

from bot import arguments
from bot.cards import commands_card, greeting, private_hint
from bot.context import Context
from bot.replies import Reply
from bot.routes import command, on
from bot.updates import Message
from core.roles import Role


@command("help", "看看我会做什么", private=True, asks_rank=True)
def help_(ctx: Context) -> Reply:
    """List the commands that this member may use, by topic."""
    return Reply(commands_card(_lines(ctx, [Role.MEMBER]), _lines(ctx, _roles_above(ctx))))


@command("start", "开始使用", private=True, payload="来源")
def start(ctx: Context, payload: str = "") -> Reply:
    """Greet whoever opens the private chat, by whichever link they came."""
    del payload
    return Reply(greeting(ctx.member.name, ctx.community.name))


@on(Message, where="private")
def talked_to(_ctx: Context) -> Reply:
    """Tell somebody who just talks to the bot how to get further."""
    return Reply(private_hint())


def _lines(ctx: Context, roles: list[Role]) -> dict[str, list[tuple[str, str]]]:
    topics: dict[str, list[tuple[str, str]]] = {}
    for spec in ctx.commands:
        if spec.role in roles and spec.topic != "help":
            topics.setdefault(spec.topic, []).append((arguments.usage(spec), spec.shown))
    return topics


def _roles_above(ctx: Context) -> list[Role]:
    return [role for role in Role if Role.MEMBER < role <= ctx.role]
