"""Order in the chat: members report and appeal, moderators settle what is brought to them."""

from __future__ import annotations

from bot.context import Context
from bot.replies import Reply
from bot.routes import Rest, button, command
from bot.updates import Command
from core import members, moderation
from core.members import Member
from core.moderation import Outcome, cards, cards_cases
from core.refusal import Refusal
from core.roles import Role

# The letter comes with the first who report somebody, and once more when it is clearly not one.
TELLING_VOICES = (1, 3)
SHOW = "show"


@command("report", "举报一条消息或一位成员", private=True, who="成员", reason="原因")
def report(ctx: Context, who: Member, reason: Rest | None = None) -> Reply:
    """Report whoever wrote the message replied to, or a member by name."""
    case, fresh = moderation.report(
        ctx.uow,
        who,
        ctx.member,
        reason=reason or "",
        place=ctx.place,
        message_id=message_of(ctx, who),
    )
    if case.voices in TELLING_VOICES:
        moderation.staff_of_report(ctx.uow, case)
    return Reply(cards_cases.thanks(joined=not fresh))


@command("appeal", "对处理结果提出申诉", private=True, text="理由")
def appeal(ctx: Context, text: Rest) -> Reply:
    """Ask for another look at the latest sanction."""
    appealed, found = moderation.appeal(ctx.uow, ctx.member, text)
    moderation.staff_of_appeal(ctx.uow, appealed, found)
    return Reply(cards_cases.appealed(found, ctx.member.zone))


@command("warnings", "查看处理记录", private=True, asks_rank=True, who="成员")
def warnings(ctx: Context, who: Member | None = None) -> Reply:
    """Show what weighs on oneself or, to moderators, on another member."""
    about = who or ctx.member
    if about.id != ctx.member.id and ctx.role < Role.MODERATOR:
        raise Refusal("只能查看自己的处理记录。")
    found = moderation.in_force(moderation.history(ctx.uow, about), ctx.uow.now)
    return Reply(cards.warnings(about, found, ctx.uow.now, own=about.id == ctx.member.id))


@command("reports", "查看待处理的举报", role=Role.MODERATOR, private=True)
def reports(ctx: Context) -> Reply:
    """List the reports that nobody settled."""
    found = moderation.waiting_reports(ctx.uow, ctx.community.id)
    names = members.names(ctx.uow, {item.member_id for item in found})
    return Reply(cards_cases.reports(found, names, ctx.member.zone))


@command("appeals", "查看待处理的申诉", role=Role.MODERATOR, private=True)
def appeals(ctx: Context) -> Reply:
    """List the appeals that nobody decided."""
    found = moderation.waiting_appeals(ctx.uow, ctx.community.id)
    names = members.names(ctx.uow, {item.member_id for item in found})
    return Reply(cards_cases.appeals(found, names, ctx.member.zone))


@button(cards_cases.SETTLE_ACTION, role=Role.MODERATOR)
def settle(ctx: Context, arg: str) -> Reply:
    """Show a report, or settle it as its button says."""
    number, _, word = arg.partition(":")
    case = moderation.unsettled_report(ctx.uow, ctx.community.id, int(number))
    who = members.by_id(ctx.uow, case.member_id)
    if word == SHOW:
        where = moderation.place_name(ctx.uow, ctx.community.id, case.chat_id)
        return Reply(cards_cases.report(case, who, where, ctx.member.zone), private=True)
    given = moderation.settle(ctx.uow, case, Outcome(word), ctx.member, ctx.role)
    if given is not None:
        moderation.tell(ctx.uow, ctx.community, who, given)
    done = moderation.one_report(ctx.uow, ctx.community.id, case.id)
    return Reply(cards_cases.settled(done, who, ctx.member.name), replace=True)


@button(cards_cases.LIFT_ACTION, role=Role.MODERATOR)
def lift(ctx: Context, arg: str) -> Reply:
    """Grant an appeal."""
    return _decide(ctx, int(arg), lift=True)


@button(cards_cases.KEEP_ACTION, role=Role.MODERATOR)
def keep(ctx: Context, arg: str) -> Reply:
    """Reject an appeal."""
    return _decide(ctx, int(arg), lift=False)


def message_of(ctx: Context, who: Member) -> str | None:
    """Return the message of a member's to which the command replies, if it does."""
    said = ctx.update
    if not isinstance(said, Command) or said.reply_author is None:
        return None
    author = (said.chat.platform, said.reply_author.id)
    return said.reply_to if author in members.account_keys(ctx.uow, who.id) else None


def _decide(ctx: Context, number: int, *, lift: bool) -> Reply:
    found = moderation.one_appeal(ctx.uow, ctx.community.id, number)
    decided, about = moderation.decide(ctx.uow, found, ctx.member, ctx.role, lift=lift)
    who = members.by_id(ctx.uow, found.member_id)
    if lift:
        moderation.tell_pardoned(ctx.uow, ctx.community, who, about)
    else:
        moderation.tell_kept(ctx.uow, who, decided)
    return Reply(cards_cases.decided(decided, who, ctx.member.name), replace=True)
