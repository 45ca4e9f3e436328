"""What members read about memberships."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.cards import Button, Card
from core.i18n import t
from core.membership.machine import State
from core.membership.subscription import Occasion, Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from core.members import Member
    from core.membership.plan import Plan
    from core.membership.subscription import Change, Notice, Status, Subscription

TRIAL_ACTION = "trial"


def plans(offered: Iterable[Plan], *, trial_for: int | None = None) -> Card:
    """List the plans; ``trial_for`` is the member who may still have the free trial."""
    lines = [_offer(plan) for plan in offered]
    lines += [
        "",
        t("想开通或续期，请联系管理员。已经是会员的话，发送 /membership 可以查看到期时间。"),
    ]
    row = (Button(t("免费试用 3 天"), TRIAL_ACTION, owner=trial_for),)
    return Card("\n".join(lines), t("会员方案"), (row,) if trial_for is not None else ())


def trial_started(subscription: Subscription, zone: str) -> Card:
    """Confirm that the free trial began."""
    until = moment(subscription.expires_at, zone)
    return Card(
        t("试用开始了！到 {until} 为止，你可以使用高级会员的全部权益。", until=until)
        + "\n"
        + t("试用不会自动扣费，结束前一天我会提醒你。")
    )


def membership(status: Status, member: Member, now: datetime) -> Card:
    """Tell a member the state, the time left and the latest changes."""
    lines = [_standing(status, member.zone, now)]
    if status.subscription is not None:
        lines.append(_reference(status.subscription, member.zone))
    if status.history:
        lines += ["", t("最近的变动：")]
        lines += [_entry(change, status.plans, member.zone) for change in status.history]
    if status.subscription is None or not status.subscription.running:
        lines += ["", t("发送 /plans 看看会员方案。")]
    return Card("\n".join(lines), t("我的会员"))


def granted(member: Member, plan: Plan, subscription: Subscription, *, told: bool) -> Card:
    """Tell an administrator what was granted, and whether the member is told."""
    sentence = t(
        "已为 {name} 开通「{plan}」，到 {until}。",
        name=member.name,
        plan=plan_name(plan),
        until=moment(subscription.expires_at, member.zone),
    )
    return Card(sentence + "\n" + _told(told=told))


def received(plan: Plan, subscription: Subscription, zone: str) -> Card:
    """Tell a member what was granted to them."""
    sentence = t(
        "管理员为你开通了「{plan}」，有效期到 {until}。",
        plan=plan_name(plan),
        until=moment(subscription.expires_at, zone),
    )
    return Card(sentence + "\n" + _reference(subscription, zone), t("会员已开通"))


def revoked(member: Member, plan: Plan, *, told: bool) -> Card:
    """Tell an administrator what was revoked, and whether the member is told."""
    sentence = t("已撤销 {name} 的「{plan}」。", name=member.name, plan=plan_name(plan))
    return Card(sentence + "\n" + _told(told=told))


def withdrawn(plan: Plan, subscription: Subscription, zone: str, reason: str) -> Card:
    """Tell a member that their membership was ended, and why."""
    lines = [t("管理员撤销了你的「{plan}」。", plan=plan_name(plan))]
    if reason:
        lines.append(t("原因：{reason}", reason=reason))
    lines.append(_reference(subscription, zone))
    return Card("\n".join(lines), t("会员已撤销"))


def notice(due: Notice) -> Card:
    """Remind a member of the end of a term, or tell that it came."""
    subscription, zone = due.subscription, due.member.zone
    lines = [_notice(due), t("续期方式：发送 /plans。"), _reference(subscription, zone)]
    return Card("\n".join(lines), t("会员到期提醒"))


def plan_name(plan: Plan) -> str:
    """Return a plan's name; one that the community did not change is translated."""
    ours = {
        "免费成员": t("免费成员"),
        "普通会员": t("普通会员"),
        "高级会员": t("高级会员"),
        "VIP 会员": t("VIP 会员"),
    }
    return ours.get(plan.name, plan.name)


def price(minor: int, currency: str) -> str:
    """Return an amount in minor units as people write it: 990 CNY is 9.9 元."""
    amount = f"{minor / 100:.2f}".rstrip("0").rstrip(".")
    return t("{amount} 元", amount=amount) if currency == "CNY" else f"{amount} {currency}"


def moment(at: datetime, zone: str) -> str:
    """Return a moment on a zone's calendar and clock."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _offer(plan: Plan) -> str:
    opens = (
        t("提问、回答、签到，学习免费课程"),
        t("加上普通会员课程"),
        t("加上高级会员课程"),
        t("全部课程"),
    )[min(plan.tier, 3)]
    if plan.tier == 0:
        return t("· {plan}：{opens}", plan=plan_name(plan), opens=opens)
    return t(
        "· {plan}：{month}/月，{year}/年。{opens}",
        plan=plan_name(plan),
        month=price(plan.month_price_minor, plan.currency),
        year=price(plan.year_price_minor, plan.currency),
        opens=opens,
    )


def _standing(status: Status, zone: str, now: datetime) -> str:
    subscription = status.subscription
    if subscription is None or not subscription.running:
        return t("你现在是「{plan}」。", plan=plan_name(status.plan))
    if subscription.state is State.GRACE:
        until = moment(subscription.grace_until or subscription.expires_at, zone)
        return t(
            "「{plan}」已到期，宽限期到 {until}，权益照旧。",
            plan=plan_name(status.plan),
            until=until,
        )
    fields = {
        "plan": plan_name(status.plan),
        "until": moment(subscription.expires_at, zone),
        "left": _left(subscription.expires_at, zone, now),
    }
    if subscription.state is State.TRIAL:
        return t("正在试用「{plan}」，到 {until} 结束，{left}。", **fields)
    return t("你现在是「{plan}」，{until} 到期，{left}。", **fields)


def _left(until: datetime, zone: str, now: datetime) -> str:
    at = ZoneInfo(zone)
    days = (until.astimezone(at).date() - now.astimezone(at).date()).days
    return t("还剩 {days} 天", days=days) if days > 0 else t("今天到期")


def _entry(change: Change, offered: dict[str, Plan], zone: str) -> str:
    plan = plan_name(offered[change.plan])
    day = f"{change.at.astimezone(ZoneInfo(zone)):%Y-%m-%d}"
    until = f"{change.expires_at.astimezone(ZoneInfo(zone)):%Y-%m-%d}"
    said = {
        State.TRIAL: t("{day} 开始试用「{plan}」，到 {until}", day=day, plan=plan, until=until),
        State.ACTIVE: t("{day} 开通「{plan}」，到 {until}", day=day, plan=plan, until=until),
        State.GRACE: t("{day} 「{plan}」到期，进入宽限期", day=day, plan=plan),
        State.EXPIRED: t("{day} 「{plan}」已到期", day=day, plan=plan),
        State.REVOKED: t("{day} 「{plan}」被撤销", day=day, plan=plan),
        State.REPLACED: t("{day} 「{plan}」换成了别的方案", day=day, plan=plan),
    }
    renewed = change.from_state is not None and change.to_state is State.ACTIVE
    line = t("{day} 延长「{plan}」，到 {until}", day=day, plan=plan, until=until)
    return "· " + (line if renewed else said[change.to_state])


def _notice(due: Notice) -> str:
    subscription = due.subscription
    plan = plan_name(due.plan)
    zone = due.member.zone
    if due.occasion is Occasion.GRACE:
        until = moment(subscription.grace_until or subscription.expires_at, zone)
        return t(
            "你的「{plan}」已到期。宽限期到 {until}，这段时间权益照旧。", plan=plan, until=until
        )
    if due.occasion is Occasion.OVER:
        if subscription.source == Source.TRIAL:
            return t("你的「{plan}」试用结束了，感谢体验。", plan=plan)
        return t("你的「{plan}」已到期，宽限期也结束了。", plan=plan)
    fields = {
        "plan": plan,
        "until": moment(subscription.expires_at, zone),
        "left": _left(subscription.expires_at, zone, due.due),
    }
    if subscription.state is State.TRIAL:
        return t("你的「{plan}」试用将在 {until} 结束，{left}。", **fields)
    return t("你的「{plan}」将在 {until} 到期，{left}。", **fields)


def _reference(subscription: Subscription, zone: str) -> str:
    day = f"{subscription.expires_at.astimezone(ZoneInfo(zone)):%Y-%m-%d}"
    return t("订阅 #{id} · {date}", id=subscription.id, date=day)


def _told(*, told: bool) -> str:
    if told:
        return t("我会私信告诉对方。")
    return t("我没法私信对方，这件事请你转告。")
