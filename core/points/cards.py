"""Words about points: the balance and its reasons, a check-in, the leaderboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Button, Card
from core.i18n import t
from core.points.leaderboard import Period
from core.points.rules import discovered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zoneinfo import ZoneInfo

    from core.points.leaderboard import Board, Standing
    from core.points.ledger import CheckIn, Entry, Statement

MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}


def balance(points: int) -> Card:
    """Say how many points the reader has."""
    hint = t("发送 /why 查看每一分的来由，/top 查看积分榜。")
    if points == 0:
        hint = t("签到、提问、回答问题都能得积分，先发送 /checkin 签个到吧。")
    return Card(t("你现在有 {points} 积分。", points=points) + "\n" + hint, t("我的积分"))


def why(found: Statement, zone: ZoneInfo, numbers: Mapping[int, int], *, capped: bool) -> Card:
    """Explain a balance by its latest entries; ``capped`` when today pays no more.

    ``numbers`` are those that members are shown of questions, by question id.
    """
    lines = [t("现有 {points} 积分。", points=found.balance)]
    if not found.entries:
        lines.append(t("还没有积分记录。"))
    lines.extend(_entry(entry, zone, numbers) for entry in found.entries)
    if capped:
        lines.append(t("今天的积分已到每日上限，回答被采纳仍然照常计分。"))
    return Card("\n".join(lines), t("积分的来由"))


def checked_in(done: CheckIn) -> Card:
    """Answer a check-in, the first of the day or a further one."""
    if not done.fresh:
        return Card(t("今天已经签过到啦，已连续签到 {days} 天，明天再来吧。", days=done.streak))
    first = t("签到成功，已连续签到 {days} 天。", days=done.streak)
    if done.points:
        second = t("积分 +{points}，现有 {balance} 分。", points=done.points, balance=done.balance)
    else:
        second = t("今天的积分已到每日上限，这次签到不加分。")
    return Card(f"{first}\n{second}")


def board(found: Board, asker: str) -> Card:
    """Read out the leaderboard, the asker's own place, and offer the other periods."""
    lines = _places(found.best) or [t("这段时间还没有人得分。")]
    if found.own is not None:
        own = {"name": found.own.name, "rank": found.own.rank, "points": found.own.points}
        lines += ["", t("{name}：第 {rank} 名，{points} 分", **own)]
    elif found.best:
        lines += ["", t("{name} 不在这份榜单上。", name=asker)]
    others = tuple(
        Button(label, action="top", arg=period.value)
        for period, label in _labels().items()
        if period is not found.period
    )
    return Card("\n".join(lines), _title(found.period), (others,))


def weekly(found: Board) -> Card:
    """Announce the week's best to a group."""
    names = " · ".join(place.name for place in found.best if place.rank in MEDALS)
    lines = [t("恭喜过去一周的积分之星：{names}！", names=names), "", *_places(found.best)]
    return Card("\n".join(lines), t("每周积分榜"))


def _entry(entry: Entry, zone: ZoneInfo, numbers: Mapping[int, int]) -> str:
    number = numbers.get(entry.question_id) if entry.question_id is not None else None
    cause = t("问题 #{number}", number=number) if number is not None else ""
    return t(
        "{day}　{points}　{reason}（规则第 {version} 版）",
        day=entry.at.astimezone(zone).date().isoformat(),
        points=f"{entry.points:+d}",
        reason=" · ".join(filter(None, (_reason(entry), cause))),
        version=entry.rule_version,
    )


def _reason(entry: Entry) -> str:
    titles = {rule.name: rule.shown for rule in discovered()}
    title = titles.get(entry.rule, entry.rule)
    return t("撤回：{title}", title=title) if entry.reversal else title


def _places(best: Iterable[Standing]) -> list[str]:
    return [
        t(
            "{medal} {name} — {points} 分",
            medal=MEDALS.get(place.rank, f"{place.rank}."),
            name=place.name,
            points=place.points,
        )
        for place in best
    ]


def _title(period: Period) -> str:
    return {
        Period.WEEK: t("积分榜（近 7 天）"),
        Period.MONTH: t("积分榜（近 30 天）"),
        Period.ALL: t("积分总榜"),
    }[period]


def _labels() -> dict[Period, str]:
    return {Period.WEEK: t("近7天"), Period.MONTH: t("近30天"), Period.ALL: t("总榜")}
