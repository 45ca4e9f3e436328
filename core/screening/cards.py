"""Words at the door: the task, why somebody waits or may not come in, and what staff read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.cards import Button, Card
from core.i18n import t
from core.screening.entry import Step
from core.screening.task import FRUITS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.screening.entry import Entry, Raid, Record, Rules
    from core.screening.task import Task

ANSWER_ACTION = "screening"
# A newcomer's name may be an advertisement.
NAME_SHOWN = 16


def task(entry: Entry, asked: Task, name: str, minutes: int) -> Card:
    """Ask a newcomer which of four fruits is the one named."""
    if entry.tries:
        body = t(
            "{name}，刚才点错了。再来一次，请点「{fruit}」。这是最后一次机会。",
            name=_short(name),
            fruit=_fruit(asked.wanted),
        )
    else:
        body = t(
            "{name}，请在 {minutes} 分钟内点一下「{fruit}」，点对就能发言。\n"
            "点错两次或超时会被移出，可以重新加入再试。",
            name=_short(name),
            minutes=minutes,
            fruit=_fruit(asked.wanted),
        )
    row = tuple(
        Button(
            FRUITS[fruit],
            ANSWER_ACTION,
            arg=f"{entry.id}:{entry.tries}:{fruit}",
            owner=entry.member_id,
        )
        for fruit in asked.offered
    )
    return Card(title=t("入群小测验"), body=body, buttons=(row,))


def passed(name: str) -> Card:
    """Say that a newcomer solved the task."""
    return Card(t("✅ {name} 通过了，欢迎！现在可以发言了。", name=_short(name)))


def failed(name: str) -> Card:
    """Say that a newcomer is removed after two wrong answers."""
    return Card(t("{name} 两次都没点对，已移出。可以重新加入再试。", name=_short(name)))


def late(community: str, minutes: int) -> Card:
    """Tell somebody in private that they did not solve the task in time."""
    return Card(
        t(
            "「{community}」的入群小测验要在 {minutes} 分钟内完成，你没来得及，先请你出来了。"
            "没关系，可以重新加入再试。",
            community=community,
            minutes=minutes,
        )
    )


def held(community: str, until: datetime, zone: str) -> Card:
    """Tell a newcomer in private why they cannot speak yet."""
    return Card(
        t(
            "「{community}」刚刚突然来了很多新账号，{until} 之前新成员暂时不能发言。"
            "不是针对你，到时间就会恢复。",
            community=community,
            until=_moment(until, zone),
        )
    )


def young(community: str, days: int, welcome_from: datetime, zone: str) -> Card:
    """Tell somebody politely that their account is too new."""
    return Card(
        t(
            "你的账号注册还不满 {days} 天，暂时不能加入「{community}」。{at} 以后欢迎再来。",
            days=days,
            community=community,
            at=_moment(welcome_from, zone),
        )
    )


def young_came(days: int) -> Card:
    """Tell the moderators, once an hour at most, that new accounts were sent away."""
    return Card(
        t(
            "有注册不满 {days} 天的新账号来加入，已请对方过些天再来。"
            "这个小时内不再重复提醒，发送 /screening 可以看记录。",
            days=days,
        )
    )


def raid_began(raid: Raid, zone: str, *, joins: int, by: str) -> Card:
    """Tell the moderators that nobody new is let in, why, and until when."""
    why = (
        t("{name} 开启了防突袭模式。", name=by)
        if by
        else t("一分钟内来了 {joins} 位新成员，防突袭模式已自动开启。", joins=joins)
    )
    return Card(title=t("防突袭模式"), body=f"{why}\n{_raid(raid, zone)}")


def raid_is_on(raid: Raid, zone: str) -> Card:
    """Say that nobody new is let in, and until when."""
    return Card(title=t("防突袭模式"), body=_raid(raid, zone))


def raid_is_off() -> Card:
    """Say that newcomers are let in as usual."""
    return Card(t("防突袭模式没有开启，新成员照常加入。开启：/raid 开，或「/raid 开 分钟数」。"))


def raid_ended() -> Card:
    """Say that newcomers are let in again."""
    return Card(t("防突袭模式已结束，等着的新成员会恢复发言，或者先做入群小测验。"))


def screening(
    rules: Rules,
    raid: Raid | None,
    records: Sequence[Record],
    names: Mapping[int, str],
    zone: str,
) -> Card:
    """Show how newcomers are screened, and what happened lately."""
    lines = [
        t("小测验：开，{minutes} 分钟内完成", minutes=rules.minutes)
        if rules.captcha
        else t("小测验：关"),
        t("账号注册至少 {days} 天（平台提供注册时间时才看）", days=rules.age_days)
        if rules.age_days
        else t("账号注册天数：不限"),
        t(
            "一分钟内来 {joins} 人就自动开启防突袭模式，持续 {minutes} 分钟",
            joins=rules.raid_joins,
            minutes=rules.raid_minutes,
        )
        if rules.raid_joins
        else t("自动防突袭：关"),
    ]
    if raid is not None:
        lines += ["", _raid(raid, zone)]
    if records:
        lines += ["", t("最近：")]
        lines += [_record(one, names, zone) for one in records]
    lines += ["", t("修改：/screening 小测验 开，/screening 时限 5，/screening 突袭人数 10。")]
    return Card(title=t("入群检查"), body="\n".join(lines))


def _raid(raid: Raid, zone: str) -> str:
    return t(
        "到 {until} 为止，没有会员的新成员不能发言，入群申请会被拒绝。提前结束：/raid 关",
        until=_moment(raid.ends_at, zone),
    )


def _record(one: Record, names: Mapping[int, str], zone: str) -> str:
    return t(
        "{at} {name}：{what}",
        at=_moment(one.at, zone),
        name=_short(names.get(one.member_id or one.by_member_id or 0, t("系统"))),
        what=_step(one.step),
    )


def _step(step: Step) -> str:
    return {
        Step.ASKED: t("收到小测验"),
        Step.HELD: t("暂缓发言"),
        Step.PASSED: t("通过"),
        Step.FAILED: t("两次点错，移出"),
        Step.LATE: t("超时，移出"),
        Step.YOUNG: t("账号太新，移出"),
        Step.LEFT: t("自己离开了"),
        Step.DECLINED: t("入群申请被拒绝"),
        Step.RAID_ON: t("开启防突袭模式"),
        Step.RAID_MOVED: t("调整防突袭模式时长"),
        Step.RAID_OFF: t("结束防突袭模式"),
        Step.RULES: t("修改入群检查"),
    }[step]


def _fruit(number: int) -> str:
    return (
        t("苹果"),
        t("香蕉"),
        t("葡萄"),
        t("西瓜"),
        t("草莓"),
        t("桃子"),
        t("菠萝"),
        t("猕猴桃"),
        t("柠檬"),
        t("樱桃"),
    )[number]


def _moment(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}"


def _short(name: str) -> str:
    return name if len(name) <= NAME_SHOWN else f"{name[: NAME_SHOWN - 1]}…"
