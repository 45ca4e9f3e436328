"""What moderators read about the mood of their community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import text
from core.cards import Card, Chart
from core.i18n import t
from core.sentiment.alerts import FALSE_ALARM_MONTHS
from core.sentiment.mood import FEWEST_MEMBERS
from core.sentiment.series import Grain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from core.sentiment.error import MeasuredError
    from core.sentiment.mood import Mood
    from core.sentiment.series import Trend
    from core.sentiment.watching import Alert
    from core.sentiment.weekly import Waiting, Weekly

_WARM, _COLD = 0.2, -0.2


def mood(trend: Trend, error: MeasuredError, *, place: str = "") -> Card:
    """Show the mood of a span beside that of the span before, with its line over time."""
    now = trend.now
    lines = [
        t(
            "{since} 至 {until}",
            since=_moment(trend, trend.starts[0]),
            until=_moment(trend, trend.until),
        ),
        *(_shares(now) if now.enough else _too_few(now)),
        *([_change(now, trend.before)] if now.enough else []),
        *topics(trend.topics),
        "",
        caution(error),
        _counted_once(trend.span.grain),
    ]
    title = mood_title(place)
    return Card("\n".join(lines), title, chart=chart(trend, title))


def dropped(alert: Alert, error: MeasuredError) -> Card:
    """Tell a moderator that a chat feels worse than it usually does, and nothing of who does."""
    place, drop = alert.place.title or alert.place.external_id, alert.drop
    lines = [
        t(
            "从 {since} 起，情绪指数由平时的 {usual} 降到 {lately}，"
            "这期间读出情绪的成员 {members} 位。",
            since=f"{drop.since:%m-%d}",
            usual=points(drop.usual),
            lately=points(drop.lately),
            members=alert.members,
        ),
        *topics(alert.topics),
        "",
        t(
            "「平时」指此前八周里数据足够的 {days} 天。按模拟测算，平静的群平均 {months} 个月"
            "以上才误报一次；同一个群三天内最多提醒一次。",
            days=drop.usual_days,
            months=FALSE_ALARM_MONTHS,
        ),
        caution(error),
        t("这里只有人数，没有任何人的名字和原话。在群里发送 /mood 可以看走势。"),
    ]
    title = t("「{place}」的情绪明显变差", place=place)
    return Card("\n".join(lines), title, chart=chart(alert.trend, mood_title(place)))


def weekly(
    found: Weekly,
    error: MeasuredError,
    *,
    community: str,
    waiting: Waiting | None = None,
    ending: int = 0,
) -> Card:
    """Sum up a community's week for its administrators; ``ending`` memberships end in the next."""
    week, now, before = found.week, found.week.now, found.week.before
    lines = [
        t(
            "{since} 至 {until}",
            since=_moment(week, week.starts[0]),
            until=_moment(week, week.until),
        ),
        *(_feeling(now) if now.enough else _too_few(now)[:1]),
        *([_change(now, before)] if now.enough else []),
        t(
            "发言 {messages} 条，前一周 {before} 条",
            messages=now.messages,
            before=before.messages,
        ),
        *topics(week.topics),
        *([_waiting(waiting)] if waiting else []),
        *([t("未来 7 天有 {n} 份会员或试用到期。", n=ending)] if ending else []),
        "",
        caution(error),
    ]
    picture = chart(found.fortnight, mood_title(community)) if now.enough else None
    return Card("\n".join(lines), t("「{community}」上周小结", community=community), chart=picture)


def mood_title(place: str = "") -> str:
    """Return what a chat's mood is called, or the whole community's."""
    return t("「{place}」的情绪", place=place) if place else t("社群情绪")


def chart(trend: Trend, title: str) -> Chart | None:
    """Return the picture of a mood over time, None where no point has enough members."""
    if not trend.now.enough or not any(point.enough for point in trend.points):
        return None
    gaps = not all(point.enough for point in trend.points)
    label = "%H:00" if trend.span.grain is Grain.HOUR else "%m-%d"
    return Chart(
        title=title,
        labels=tuple(start.strftime(label) for start in trend.starts),
        values=tuple(point.index * 100 if point.enough else None for point in trend.points),
        low=tuple(point.low * 100 if point.enough else None for point in trend.points),
        high=tuple(point.high * 100 if point.enough else None for point in trend.points),
        volumes=tuple(point.messages for point in trend.points),
        value_name=(
            t("情绪指数（色带是 95% 区间，断开处数据不足）")
            if gaps
            else t("情绪指数（色带是 95% 区间）")
        ),
        volume_name=t("发言条数"),
    )


def topics(keys: Iterable[str]) -> list[str]:
    """Say in a line what negative readings were about, in none when nothing stands out."""
    names = [text.topic_title(key) for key in keys]
    return [t("消极发言里提到最多：{topics}", topics=t("、").join(names))] if names else []


def caution(error: MeasuredError) -> str:
    """Say how often the model is wrong."""
    return t(
        "由模型自动判断，仅供参考：在 {rows} 条公开微博上测得，"
        "每 100 条约错 {errors} 条，反话常会看错。",
        rows=error.rows,
        errors=error.per_hundred,
    )


def points(share: float) -> str:
    """Write an index from -1 to 1 as points from -100 to +100."""
    rounded = round(share * 100)
    return f"{rounded:+d}" if rounded else "0"


def _moment(trend: Trend, local: datetime) -> str:
    return f"{local:%m-%d %H:00}" if trend.span.grain is Grain.HOUR else f"{local:%m-%d}"


def _shares(now: Mood) -> list[str]:
    return [
        *_feeling(now),
        t(
            "发言 {messages} 条，读出情绪的成员 {members} 位",
            messages=now.messages,
            members=now.members,
        ),
    ]


def _feeling(now: Mood) -> list[str]:
    return [
        t(
            "情绪指数 {index}（{word}），95% 区间 {low} 到 {high}",
            index=points(now.index),
            word=_word(now),
            low=points(now.low),
            high=points(now.high),
        ),
        t(
            "积极 {positive}%｜平和 {neutral}%｜消极 {negative}%",
            positive=round(now.positive * 100),
            neutral=round((1 - now.positive - now.negative) * 100),
            negative=round(now.negative * 100),
        ),
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
    difference = points(now.index - before.index)
    if now.low > before.high or now.high < before.low:
        return t("比上一时段 {difference}，变化明显", difference=difference)
    return t("比上一时段 {difference}，还在误差范围内", difference=difference)


def _waiting(waiting: Waiting) -> str:
    number = t("{number} 个以上", number=waiting.number)
    return t(
        "没人回答的问题：{number}，最早的 #{oldest} 等了 {days} 天。发送 /unanswered 查看。",
        number=number if waiting.more else t("{number} 个", number=waiting.number),
        oldest=waiting.oldest,
        days=waiting.days,
    )


def _counted_once(grain: Grain) -> str:
    sentences = {
        Grain.HOUR: t("同一位成员一小时只算一次；私聊和选择不参与的成员不计入。"),
        Grain.DAY: t("同一位成员一天只算一次；私聊和选择不参与的成员不计入。"),
        Grain.WEEK: t("同一位成员一周只算一次；私聊和选择不参与的成员不计入。"),
    }
    return sentences[grain]


def _word(now: Mood) -> str:
    if now.low <= 0 <= now.high:
        return t("看不出偏向")
    if now.index >= _WARM:
        return t("积极")
    if now.index <= _COLD:
        return t("消极")
    return t("略偏积极") if now.index > 0 else t("略偏消极")
