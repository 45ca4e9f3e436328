"""What moderators read about the mood of their community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Card
from core.i18n import t
from core.sentiment.mood import FEWEST_MEMBERS

if TYPE_CHECKING:
    from core.sentiment.error import MeasuredError
    from core.sentiment.mood import Mood

_WARM, _COLD = 0.2, -0.2


def mood(now: Mood, before: Mood, error: MeasuredError, *, place: str = "") -> Card:
    """Show the mood of some days beside that of as many days before them."""
    title = t("「{place}」的情绪", place=place) if place else t("社群情绪")
    lines = [
        t("{since} 至 {until}", since=f"{now.since:%m-%d}", until=f"{now.until:%m-%d}"),
        *(_shares(now, before) if now.enough else _too_few(now)),
        "",
        _caution(error),
    ]
    return Card("\n".join(lines), title)


def _shares(now: Mood, before: Mood) -> list[str]:
    return [
        t(
            "情绪指数 {index}（{word}），95% 区间 {low} 到 {high}",
            index=_points(now.index),
            word=_word(now),
            low=_points(now.low),
            high=_points(now.high),
        ),
        t(
            "积极 {positive}%｜平和 {neutral}%｜消极 {negative}%",
            positive=round(now.positive * 100),
            neutral=round((1 - now.positive - now.negative) * 100),
            negative=round(now.negative * 100),
        ),
        t(
            "发言 {messages} 条，读出情绪的成员 {members} 位",
            messages=now.messages,
            members=now.members,
        ),
        _change(now, before),
    ]


def _too_few(now: Mood) -> list[str]:
    return [
        t(
            "数据不足：只读到 {members} 位成员的明确情绪，至少要有 {fewest} 位才能下结论。",
            members=now.members,
            fewest=FEWEST_MEMBERS,
        ),
        t("发言 {messages} 条", messages=now.messages),
    ]


def _change(now: Mood, before: Mood) -> str:
    if not before.enough:
        return t("上一时段数据不足，无法比较")
    difference = _points(now.index - before.index)
    if now.low > before.high or now.high < before.low:
        return t("比上一时段 {difference}，变化明显", difference=difference)
    return t("比上一时段 {difference}，还在误差范围内", difference=difference)


def _caution(error: MeasuredError) -> str:
    return t(
        "由模型自动判断，仅供参考：在 {rows} 条公开微博上测得，"
        "每 100 条约错 {errors} 条，反话常会看错。"
        "同一位成员一天只算一次；私聊和选择不参与的成员不计入。",
        rows=error.rows,
        errors=error.per_hundred,
    )


def _word(now: Mood) -> str:
    if now.low <= 0 <= now.high:
        return t("看不出偏向")
    if now.index >= _WARM:
        return t("积极")
    if now.index <= _COLD:
        return t("消极")
    return t("略偏积极") if now.index > 0 else t("略偏消极")


def _points(share: float) -> str:
    return f"{round(share * 100):+d}"
