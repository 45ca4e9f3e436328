"""Privacy: handing over and erasing what is kept about a member."""

from __future__ import annotations

import json

from bot.context import Context
from bot.replies import Reply
from bot.routes import button, command
from core import bootstrap, members
from core.i18n import t
from core.members import cards


@command("mydata", "导出我的全部数据", private=True)
def my_data(ctx: Context) -> Reply:
    """Send everything that is kept about a member as JSON."""
    data = bootstrap.export(ctx.uow, ctx.member)
    content = json.dumps(data, ensure_ascii=False, indent=2).encode()
    return Reply(cards.my_data(content))


@command("forgetme", "删除我的数据", private=True)
def forget_me(ctx: Context) -> Reply:
    """Ask for confirmation before erasing."""
    kept = [t(personal.kept) for personal in bootstrap.PERSONAL if personal.kept]
    return Reply(cards.forget_me(ctx.member, kept))


@button("forget", once=True)
def forget(ctx: Context, _arg: str) -> Reply:
    """Erase a member."""
    members.erase(ctx.uow, ctx.member)
    return Reply(cards.forgotten(), replace=True)


@button("keep")
def keep(_ctx: Context, _arg: str) -> Reply:
    """Erase nothing."""
    return Reply(cards.kept(), replace=True)
