"""Screening: who comes is let in, asked or held, and administrators say how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.context import Context
from bot.handlers.members import greet
from bot.replies import Act, Answers, Reply
from bot.routes import Choice, Rest, button, command, on
from bot.updates import JoinRequested, MemberJoined, MemberLeft
from core import members, membership, screening
from core.roles import Role
from core.screening import Arrival, State, cards

if TYPE_CHECKING:
    from core.communities import Place


class Setting(Choice):
    """What can be set about screening; the names are those of the rules."""

    CAPTCHA = "小测验"
    MINUTES = "时限"
    AGE_DAYS = "注册天数"
    RAID_JOINS = "突袭人数"
    RAID_MINUTES = "突袭时长"


class Switch(Choice):
    """On or off."""

    ON = "开"
    OFF = "关"


@on(MemberJoined)
def arrive(ctx: Context) -> Answers:
    """Screen whoever came, and welcome them when they are let in."""
    if ctx.place is None or not screening.guards(ctx.uow, ctx.community.id):
        return None
    state = screening.arrive(ctx.uow, _arrival(ctx, ctx.place))
    return greet(ctx) if state in (State.IN, State.PASSED) else None


@on(JoinRequested)
def knock(ctx: Context) -> Act | None:
    """Decline whoever asks to be let in during a raid and is no member."""
    if ctx.place is None or screening.knock(ctx.uow, _arrival(ctx, ctx.place)):
        return None
    return Act("decline_join")


@on(MemberLeft)
def leave(ctx: Context) -> None:
    """Ask nothing more of whoever left."""
    if ctx.place is not None:
        screening.leave(ctx.uow, ctx.community.id, ctx.place.chat_id, ctx.member)


@button(cards.ANSWER_ACTION)
def answer(ctx: Context, arg: str) -> Answers:
    """Take a newcomer's answer to the task."""
    entry_id, tries, fruit = (int(part) for part in arg.split(":"))
    entry = screening.answer(ctx.uow, ctx.community.id, entry_id, tries, fruit)
    if entry.state is State.FAILED:
        return Reply(cards.failed(ctx.member.name), replace=True)
    if entry.state is not State.PASSED:
        task = screening.task_of(entry.id, entry.tries)
        return Reply(cards.task(entry, task, ctx.member.name, 0), replace=True)
    greeting = greet(ctx)
    done = Reply(cards.passed(ctx.member.name), replace=True)
    return (done, greeting) if greeting else done


@command(
    "screening",
    "查看或设置入群检查",
    role=Role.ADMIN,
    private=True,
    setting="检查项",
    value="内容",
)
def rules(ctx: Context, setting: Setting | None = None, value: Rest | None = None) -> Reply:
    """Show how newcomers are screened, or change one of the rules."""
    if setting is not None:
        screening.change(
            ctx.uow, ctx.community.id, setting.name.lower(), value or "", by=ctx.member
        )
    recent = screening.recent(ctx.uow, ctx.community.id)
    ids = {number for one in recent if (number := one.member_id or one.by_member_id)}
    return Reply(
        cards.screening(
            screening.rules(ctx.uow, ctx.community.id),
            screening.raid_now(ctx.uow, ctx.community.id),
            recent,
            members.names(ctx.uow, ids),
            ctx.member.zone,
        )
    )


@command(
    "raid", "开启或结束防突袭模式", role=Role.MODERATOR, private=True, switch="开关", minutes="分钟"
)
def raid(ctx: Context, switch: Switch | None = None, minutes: int | None = None) -> Reply:
    """Let nobody new in for a while, end that, or say how it stands."""
    if switch is Switch.OFF:
        screening.end_raid(ctx.uow, ctx.community, ctx.member)
        return Reply(cards.raid_ended())
    if switch is Switch.ON:
        begun = screening.begin_raid(ctx.uow, ctx.community, minutes, by=ctx.member)
        return Reply(cards.raid_is_on(begun, ctx.member.zone))
    now = screening.raid_now(ctx.uow, ctx.community.id)
    return Reply(cards.raid_is_on(now, ctx.member.zone) if now else cards.raid_is_off())


def _arrival(ctx: Context, place: Place) -> Arrival:
    trusted = ctx.role >= Role.MODERATOR or membership.tier_of(ctx.uow, ctx.member) > 0
    actor = ctx.update.actor
    return Arrival(ctx.community, place, ctx.member, actor.id, actor.created, trusted=trusted)
