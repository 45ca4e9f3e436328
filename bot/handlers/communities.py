"""Communities: binding chats, changing settings, giving roles."""

from __future__ import annotations

from bot.context import Context
from bot.replies import Reply
from bot.routes import Choice, Rest, command
from core import communities, members
from core.communities import cards
from core.i18n import speaking
from core.members import Member
from core.refusal import Refusal
from core.roles import Role


class Setting(Choice):
    """What can be set for a community."""

    NAME = "名称"
    ZONE = "时区"
    LANGUAGE = "语言"
    QUIET = "免打扰"
    WELCOME = "欢迎语"
    RULES = "群规"


class Rank(Choice):
    """What an owner can make of a member."""

    MEMBER = "成员"
    MODERATOR = "协管"
    ADMIN = "管理员"


@command("setup", "启用本群，或取得绑定码", role=Role.ADMIN, code="绑定码")
def setup(ctx: Context, code: str = "") -> Reply | tuple[Reply, ...]:
    """Say that the chat is bound, and in private how to bind another one.

    The binding itself is done before any handler runs: ``bot.tenancy``.
    """
    del code
    if not members.staff(ctx.uow, ctx.community.id, Role.OWNER):
        members.promote(ctx.uow, ctx.member, Role.OWNER)
    places = communities.places_in(ctx.uow, ctx.community.id)
    ready = Reply(cards.ready(ctx.community, places))
    return ready, Reply(cards.bind_another(ctx.bind_code()), private=True)


@command("community", "查看或修改社群设置", role=Role.ADMIN, setting="设置项", value="内容")
def community(ctx: Context, setting: Setting | None = None, value: Rest | None = None) -> Reply:
    """Show the community's settings, or change one of them."""
    if setting is None:
        return Reply(cards.settings(ctx.community))
    changed = communities.change(ctx.uow, ctx.community, setting.name.lower(), value or "")
    with speaking(ctx.member.language if ctx.private else changed.language):
        return Reply(cards.settings(changed))


@command("rules", "查看群规")
def rules(ctx: Context) -> Reply:
    """Show the community's rules."""
    return Reply(cards.rules(ctx.community))


@command("role", "任命协管或管理员", role=Role.OWNER, who="成员", rank="角色")
def role(ctx: Context, who: Member, rank: Rank) -> Reply:
    """Give a member a role of the community's own."""
    given = Role[rank.name]
    if who.id == ctx.member.id:
        raise Refusal("不能修改自己的角色。")
    members.promote(ctx.uow, who, given)
    return Reply(cards.promoted(who, rank.shown))
