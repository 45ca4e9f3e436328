"""The policy: what administrators see and change of it, and the audit of every act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.context import Context
from bot.replies import Reply
from bot.routes import Choice, Rest, button, command
from core import members, moderation
from core.moderation import Links, List, Mode, cards_audit, cards_policy
from core.refusal import Refusal
from core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.members import Member
    from core.moderation import Policy
    from core.uow import UnitOfWork

    Change = Callable[[UnitOfWork, Member, str], Policy]


class Topic(Choice):
    """What of the policy is shown or changed."""

    ON = "开启"
    OBSERVE = "观察"
    OFF = "关闭"
    WORD = "违禁词"
    ALLOW = "放行词"
    PATTERN = "正则"
    DOMAIN = "域名"
    DENY = "域名黑名单"
    LINKS = "链接"
    NEWCOMER = "新人"
    FILE = "文件"
    RULES = "规则"
    LADDER = "阶梯"
    EXPIRY = "有效期"


MODES = {Topic.ON: Mode.ON, Topic.OBSERVE: Mode.OBSERVE, Topic.OFF: Mode.OFF}
LISTS = {
    Topic.WORD: List.WORDS,
    Topic.ALLOW: List.ALLOWED,
    Topic.PATTERN: List.PATTERNS,
    Topic.DOMAIN: List.DOMAINS_ALLOWED,
    Topic.DENY: List.DOMAINS_DENIED,
    Topic.FILE: List.FILES,
    Topic.RULES: List.RULES,
}
LINKS = {
    "allow": Links.ALLOW,
    "放开": Links.ALLOW,
    "newcomers": Links.NEWCOMERS,
    "新人": Links.NEWCOMERS,
    "listed": Links.LISTED,
    "名单": Links.LISTED,
}


@command(
    "moderation",
    "查看或修改群内秩序",
    role=Role.ADMIN,
    private=True,
    topic="项目",
    value="内容",
)
def policy(ctx: Context, topic: Topic | None = None, value: Rest | None = None) -> Reply:
    """Show the policy, or show or change one part of it."""
    text = (value or "").strip()
    if topic is None:
        return _shown(ctx)
    if topic in MODES:
        return _switch(ctx, MODES[topic])
    if topic in LISTS:
        return _list(ctx, LISTS[topic], text)
    if not text:
        return Reply(cards_policy.changed(moderation.policy(ctx.uow, ctx.community.id)))
    return Reply(cards_policy.changed(CHANGES[topic](ctx.uow, ctx.member, text)))


@button(cards_policy.MODE_ACTION, role=Role.ADMIN)
def change_mode(ctx: Context, arg: str) -> Reply:
    """Change the mode by its button; switching on is shown first."""
    return _switch(ctx, Mode(arg))


@button(cards_policy.SWITCH_ACTION, role=Role.ADMIN)
def switch_on(ctx: Context, _arg: str) -> Reply:
    """Switch on, after it was shown what that would have done."""
    found = moderation.switch(ctx.uow, ctx.member, Mode.ON)
    return Reply(cards_policy.switched(found), private=True)


@button(cards_policy.FALSE_ACTION, role=Role.MODERATOR)
def call_false(ctx: Context, arg: str) -> Reply:
    """Call a kind of observation false, and let it pass from now on."""
    rule, entry, count = moderation.call_false(ctx.uow, ctx.member, int(arg))
    return Reply(cards_policy.false(rule, entry, count), private=True)


@command("audit", "查看处理日志", role=Role.ADMIN, private=True)
def audit(ctx: Context) -> Reply:
    """Show the latest lines of the audit."""
    return Reply(_page(ctx, None).card)


@button(cards_audit.PAGE_ACTION, role=Role.ADMIN)
def older(ctx: Context, arg: str) -> Reply:
    """Show older lines of the audit."""
    return _page(ctx, int(arg))


def _shown(ctx: Context) -> Reply:
    found = moderation.begin(ctx.uow, ctx.community.id)
    figures = moderation.figures(ctx.uow, ctx.community.id)
    return Reply(cards_policy.policy(found, figures, ctx.member.zone))


def _switch(ctx: Context, mode: Mode) -> Reply:
    """Switch the mode; before anything is done by itself, show what would have been done."""
    if mode is Mode.ON:
        figures = moderation.figures(ctx.uow, ctx.community.id)
        return Reply(cards_policy.before_switching_on(figures), private=True)
    change = moderation.watch_on if mode is Mode.OBSERVE else _off
    return Reply(cards_policy.switched(change(ctx.uow, ctx.member)), private=True)


def _off(uow: UnitOfWork, by: Member) -> Policy:
    return moderation.switch(uow, by, Mode.OFF)


def _list(ctx: Context, which: List, text: str) -> Reply:
    if not text:
        found = moderation.policy(ctx.uow, ctx.community.id)
        return Reply(cards_policy.entries(found, which))
    return Reply(cards_policy.edited(moderation.edit(ctx.uow, ctx.member, which, text)))


def _links(uow: UnitOfWork, by: Member, text: str) -> Policy:
    kind = LINKS.get(text.lower())
    if kind is None:
        raise Refusal("链接可以设为：放开、新人、名单。")
    return moderation.set_links(uow, by, kind)


def _page(ctx: Context, before: int | None) -> Reply:
    lines = moderation.audit_page(ctx.uow, ctx.community.id, before)
    named = {line.by_member_id for line in lines} | {line.member_id for line in lines}
    named |= {line.undone_by_member_id for line in lines}
    names = members.names(ctx.uow, {number for number in named if number is not None})
    more = len(lines) == moderation.AUDIT_PAGE
    return Reply(cards_audit.page(lines, names, ctx.member.zone, more=more), replace=bool(before))


CHANGES: dict[Topic, Change] = {
    Topic.LINKS: _links,
    Topic.NEWCOMER: moderation.set_newcomer_hours,
    Topic.LADDER: moderation.set_ladder,
    Topic.EXPIRY: moderation.set_strike_days,
}
