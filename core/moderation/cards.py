"""What members and moderators read of sanctions: notices, confirmations, one's own standing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.cards import Button, Card
from core.i18n import t
from core.moderation import titles
from core.moderation.ladder import Rung, Step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.communities import Community
    from core.members import Member
    from core.moderation.records import Sanction

UNDO_ACTION = "moderation.undo"
ALLOW_ACTION = "moderation.allow"


def notice(given: Sanction, who: Member, community: Community, *, deleted: bool) -> Card:
    """Tell a member in private what was done, by which rule, and how to appeal."""
    lines = [_told(given, who, community)]
    if deleted:
        lines.append(t("那条消息已经删除。"))
    if given.step in (Step.HINT, Step.WARN):
        lines.append(t("请留意群规（/rules），再有类似情况可能会被禁言或移出。"))
    lines.append(t("觉得有误？在这里发送「/appeal 你的理由」，管理员会复核。"))
    return Card("\n".join(lines), _title(given.step))


def line(given: Sanction, name: str) -> Card:
    """Tell in the chat, in one line, whoever cannot be told in private."""
    sentence = {
        Step.HINT: t("{name}，刚才那条消息碰到了群里的规则：{why}。", name=name, why=why(given)),
        Step.WARN: t("{name}，警告一次：{why}。", name=name, why=why(given)),
        Step.MUTE: t("{name} 被{step}：{why}。", name=name, step=_rung(given), why=why(given)),
        Step.KICK: t("{name} 已被移出：{why}。", name=name, why=why(given)),
        Step.BAN: t("{name} 已被封禁：{why}。", name=name, why=why(given)),
    }[given.step]
    return Card(t("{sentence}觉得有误可以私聊我发送 /appeal。", sentence=sentence))


def taken(given: Sanction, who: Member, *, told: bool) -> Card:
    """Confirm a moderator's deed, with the button that undoes it."""
    sentence = {
        Step.HINT: t("已提示 {name}。", name=who.name),
        Step.WARN: t("已警告 {name}。", name=who.name),
        Step.MUTE: t("已把 {name} {step}。", name=who.name, step=_rung(given)),
        Step.KICK: t("已把 {name} 移出。", name=who.name),
        Step.BAN: t("已把 {name} {step}。", name=who.name, step=_rung(given)),
    }[given.step]
    lines = [sentence]
    if given.reason:
        lines.append(t("原因：{reason}", reason=given.reason))
    lines.append(t("已私信告知本人。") if told else t("私信送不到本人。"))
    return Card("\n".join(lines), buttons=((_undo(given),),))


def done_by_ladder(given: Sanction, who: Member, place: str) -> Card:
    """Tell a moderator what the ladder did by itself, with the button that undoes it."""
    lines = [
        t("{name} 已被自动{step}。", name=who.name, step=_rung(given)),
        t("原因：{reason}", reason=named(given.rule, given.entry)),
        t("位置：{place}", place=place),
    ]
    return Card("\n".join(lines), t("自动处理"), ((_undo(given),),))


def many_removed() -> Card:
    """Tell a moderator that the ladder removes many, and where to see and stop it."""
    body = t(
        "这一小时自动移出或封禁的人很多，接下来不再逐条通知。"
        "发送 /audit 查看，/moderation 观察 可以停下。"
    )
    return Card(body, t("自动处理"))


def lifted(found: Sanction, who: Member, by: Member) -> Card:
    """Confirm an undoing; what a list found may be let pass from now on."""
    sentence = t(
        "{by} 撤销了对 {name} 的处理：{step}。", by=by.name, name=who.name, step=_rung(found)
    )
    allow = Button(t("加入放行词"), ALLOW_ACTION, str(found.id))
    return Card(sentence, buttons=((allow,),) if found.entry else ())


def pardoned(found: Sanction, community: Community) -> Card:
    """Tell a member that what was done to them is undone."""
    body = t(
        "管理员撤销了你在「{community}」受到的处理：{step}。",
        community=community.name,
        step=_rung(found),
    )
    if found.step in (Step.KICK, Step.BAN):
        body += t("欢迎重新加入。")
    return Card(body, t("处理已撤销"))


def released(who: Member, step: Step, *, known: bool) -> Card:
    """Confirm that a mute or ban ends."""
    if step is Step.MUTE:
        said = t("已解除 {name} 的禁言。", name=who.name)
    else:
        said = t("已解除 {name} 的封禁。", name=who.name)
    return Card(said if known else said + t("（我这里没有记录，已请平台解除。）"))


def warnings(who: Member, found: Sequence[Sanction], now: datetime, *, own: bool) -> Card:
    """List what weighs on a member or still holds, with when it expires."""
    title = t("我的处理记录") if own else t("{name} 的处理记录", name=who.name)
    if not found:
        return Card(t("没有未过期的记录。"), title)
    lines = [_entry(item, who.zone, now) for item in found]
    if own:
        lines += ["", t("对最近一次处理有异议？发送「/appeal 你的理由」。")]
    return Card("\n".join(lines), title)


def trust(who: Member, *, on: bool, changed: bool) -> Card:
    """Confirm that a member is trusted, or no longer."""
    if on:
        said = t("{name} 已列为信任成员，不受自动处理。", name=who.name)
    else:
        said = t("{name} 不再是信任成员。", name=who.name)
    return Card(said if changed else said + t("（本来就是这样）"))


def why(given: Sanction) -> str:
    """Return the reason of a sanction: the moderator's words, or the rule."""
    return given.reason or (titles.rule(given.rule) if given.rule else t("管理员的决定"))


def named(rule: str, entry: str) -> str:
    """Return a rule's name, with the entry of ours by which it was found."""
    title = titles.rule(rule)
    return t("{rule}（{entry}）", rule=title, entry=entry) if entry else title


def moment(at: datetime, zone: str) -> str:
    """Return a moment on a zone's calendar and clock."""
    return f"{at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}"


def summary(found: Sanction, zone: str) -> str:
    """Return a sanction in one line: when, what and why."""
    return t(
        "#{number}　{at}　{step}：{why}",
        number=found.id,
        at=moment(found.at, zone),
        step=_rung(found),
        why=why(found),
    )


def _told(given: Sanction, who: Member, community: Community) -> str:
    fields = {"community": community.name, "why": why(given)}
    if given.step is Step.HINT:
        return t("你在「{community}」发的一条消息碰到了群里的规则：{why}。", **fields)
    if given.step is Step.WARN:
        return t("你在「{community}」收到一次警告，原因：{why}。", **fields)
    if given.step is Step.KICK:
        return t("你被移出了「{community}」，原因：{why}。看过群规后可以重新加入。", **fields)
    if given.until is None:
        return t("你被「{community}」永久封禁，原因：{why}。", **fields)
    until = moment(given.until, who.zone)
    if given.step is Step.MUTE:
        return t("你在「{community}」被禁言，到 {until} 结束，原因：{why}。", until=until, **fields)
    return t("你被「{community}」封禁，到 {until} 结束，原因：{why}。", until=until, **fields)


def _title(step: Step) -> str:
    return {
        Step.HINT: t("提个醒"),
        Step.WARN: t("收到一次警告"),
        Step.MUTE: t("你被禁言了"),
        Step.KICK: t("你被移出了群"),
        Step.BAN: t("你被封禁了"),
    }[step]


def _rung(given: Sanction) -> str:
    return titles.rung(Rung(given.step, given.until - given.at if given.until else None))


def _undo(given: Sanction) -> Button:
    return Button(t("撤销"), UNDO_ACTION, str(given.id))


def _entry(item: Sanction, zone: str, now: datetime) -> str:
    said = summary(item, zone)
    if item.holds(now) and item.until is not None:
        return t("{said}（到 {until}）", said=said, until=moment(item.until, zone))
    return t("{said}（{day} 过期）", said=said, day=moment(item.expires_at, zone))
