"""Membership: the plans, one's own standing, and what administrators grant and revoke."""

from __future__ import annotations

from bot.context import Context
from bot.replies import Reply
from bot.routes import Choice, Rest, button, command
from core import members, membership
from core.members import Member
from core.membership import Length, cards
from core.roles import Role

MONTH = Length(months=1)


class PlanChoice(Choice):
    """The plans that can be granted; the names are the plans' codes."""

    BASIC = "普通会员"
    PREMIUM = "高级会员"
    VIP = "VIP会员"

    @property
    def code(self) -> str:
        """The plan's code."""
        return self.name.lower()


@command("plans", "查看会员方案和价格")
def plans(ctx: Context) -> Reply:
    """List the plans, with the free trial for whoever never had it."""
    offered = membership.plans(ctx.uow, ctx.community.id).values()
    asker = ctx.member.id if membership.may_try(ctx.uow, ctx.member) else None
    return Reply(cards.plans(offered, trial_for=asker))


@command("trial", "免费试用高级会员 3 天", private=True)
def trial(ctx: Context) -> Reply:
    """Start the free trial."""
    return _try(ctx)


@button(cards.TRIAL_ACTION, once=True)
def press_trial(ctx: Context, _arg: str) -> Reply:
    """Start the free trial from the list of plans."""
    return _try(ctx)


@command("membership", "查看我的会员状态", private=True, aliases=("会员",))
def my_membership(ctx: Context) -> Reply:
    """Tell a member where they stand."""
    status = membership.status(ctx.uow, ctx.member)
    return Reply(cards.membership(status, ctx.member, ctx.uow.now))


@command("grant", "开通或延长会员", role=Role.ADMIN, who="成员", plan="方案", length="时长")
def grant(ctx: Context, who: Member, plan: PlanChoice, length: Rest | None = None) -> Reply:
    """Give a member a plan for a while, a month when not said."""
    term = membership.read_length(length) if length else MONTH
    given = membership.grant(ctx.uow, who, plan.code, term, by=ctx.member)
    offered = membership.plans(ctx.uow, ctx.community.id)[given.plan]
    key = f"membership-granted:subscription:{given.id}:{given.expires_at.isoformat()}"
    told = members.write_to(ctx.uow, who, key, lambda: cards.received(offered, given, who.zone))
    return Reply(cards.granted(who, offered, given, told=told))


@command("revoke", "撤销会员", role=Role.ADMIN, who="成员", reason="原因")
def revoke(ctx: Context, who: Member, reason: Rest | None = None) -> Reply:
    """End a member's membership now."""
    why = (reason or "").strip()
    ended = membership.revoke(ctx.uow, who, by=ctx.member, reason=why)
    offered = membership.plans(ctx.uow, ctx.community.id)[ended.plan]
    key = f"membership-revoked:subscription:{ended.id}"
    told = members.write_to(
        ctx.uow, who, key, lambda: cards.withdrawn(offered, ended, who.zone, why)
    )
    return Reply(cards.revoked(who, offered, told=told))


def _try(ctx: Context) -> Reply:
    subscription = membership.start_trial(ctx.uow, ctx.member)
    return Reply(cards.trial_started(subscription, ctx.member.zone), private=True)
