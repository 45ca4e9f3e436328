"""Sanctions: what moderators do to members, by rank, and how it is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.context import Context
from bot.handlers.moderation import message_of
from bot.replies import Reply
from bot.routes import Choice, Rest, button, command
from core import members, moderation
from core.members import Member
from core.moderation import Cause, Rung, Step, cards, cards_policy
from core.roles import Role

if TYPE_CHECKING:
    from datetime import timedelta


class Switch(Choice):
    """On or off."""

    ON = "开"
    OFF = "关"


@command("warn", "警告一位成员", role=Role.MODERATOR, who="成员", reason="原因")
def warn(ctx: Context, who: Member, reason: Rest | None = None) -> Reply:
    """Warn a member; it weighs on the ladder until it expires."""
    return _sanction(ctx, who, Rung(Step.WARN), reason or "")


@command("mute", "禁言一位成员", role=Role.MODERATOR, who="成员", length="时长", reason="原因")
def mute(ctx: Context, who: Member, length: str | None = None, reason: Rest | None = None) -> Reply:
    """Mute a member, for an hour when not said."""
    span, why = _length(length, reason)
    return _sanction(ctx, who, moderation.rung_of(Step.MUTE, span), why)


@command("unmute", "解除一位成员的禁言", role=Role.MODERATOR, who="成员", reason="原因")
def unmute(ctx: Context, who: Member, reason: Rest | None = None) -> Reply:
    """End a member's mute."""
    return _release(ctx, who, Step.MUTE, reason or "")


@command("kick", "把一位成员移出群", role=Role.MODERATOR, who="成员", reason="原因")
def kick(ctx: Context, who: Member, reason: Rest | None = None) -> Reply:
    """Remove a member, who may come back."""
    return _sanction(ctx, who, Rung(Step.KICK), reason or "")


@command("ban", "封禁一位成员", role=Role.MODERATOR, who="成员", length="时长", reason="原因")
def ban(ctx: Context, who: Member, length: str | None = None, reason: Rest | None = None) -> Reply:
    """Ban a member, for good when no length is said."""
    span, why = _length(length, reason)
    return _sanction(ctx, who, Rung(Step.BAN, span), why)


@command("unban", "解除一位成员的封禁", role=Role.MODERATOR, who="成员", reason="原因")
def unban(ctx: Context, who: Member, reason: Rest | None = None) -> Reply:
    """End a member's ban."""
    return _release(ctx, who, Step.BAN, reason or "")


@command("trust", "设置不受自动处理的成员", role=Role.MODERATOR, who="成员", switch="开关")
def trust(ctx: Context, who: Member, switch: Switch = Switch.ON) -> Reply:
    """Exempt a member from what is done by itself, or no longer."""
    on = switch is Switch.ON
    change = moderation.trust if on else moderation.distrust
    return Reply(cards.trust(who, on=on, changed=change(ctx.uow, who, ctx.member)))


@button(cards.UNDO_ACTION, role=Role.MODERATOR)
def undo(ctx: Context, arg: str) -> Reply:
    """Undo a sanction by its button."""
    found = moderation.one(ctx.uow, ctx.community.id, int(arg))
    moderation.may_lift(ctx.uow, found, ctx.role, ctx.member)
    lifted = moderation.lift(ctx.uow, found, ctx.member)
    who = members.by_id(ctx.uow, found.member_id)
    moderation.tell_pardoned(ctx.uow, ctx.community, who, lifted)
    return Reply(cards.lifted(lifted, who, ctx.member), replace=True)


@button(cards.ALLOW_ACTION, role=Role.MODERATOR)
def allow(ctx: Context, arg: str) -> Reply:
    """Let pass what an undone sanction was for."""
    found = moderation.one(ctx.uow, ctx.community.id, int(arg))
    moderation.let_pass(ctx.uow, ctx.member, found.rule, found.entry)
    return Reply(cards_policy.allowed(found.rule, found.entry))


def _sanction(ctx: Context, who: Member, rung: Rung, reason: str) -> Reply:
    moderation.may_act_on(who, ctx.role, ctx.member)
    cause = Cause(reason=reason, place=ctx.place, message_id=message_of(ctx, who))
    given = moderation.sanction(ctx.uow, who, rung, cause, by=ctx.member)
    told = moderation.tell(ctx.uow, ctx.community, who, given)
    return Reply(cards.taken(given, who, told=told))


def _release(ctx: Context, who: Member, step: Step, reason: str) -> Reply:
    moderation.may_act_on(who, ctx.role, ctx.member)
    ended = moderation.release(ctx.uow, who, step, ctx.member, why=reason)
    for found in ended:
        moderation.tell_pardoned(ctx.uow, ctx.community, who, found)
    return Reply(cards.released(who, step, known=bool(ended)))


def _length(length: str | None, reason: str | None) -> tuple[timedelta | None, str]:
    """Read the length; a word that does not begin with a digit begins the reason."""
    if length is None:
        return None, reason or ""
    if moderation.looks_like_length(length):
        return moderation.read_length(length), reason or ""
    return None, f"{length} {reason or ''}".strip()
