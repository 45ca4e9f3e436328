"""What administrators read about the circles of their members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Card
from core.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.recommend.segments import Circle


def segments(circles: Sequence[Circle]) -> Card:
    """List the circles, the largest first."""
    if not circles:
        return Card(t("还看不出成员的口味分成几类。等更多成员学过课程，每晚训练后再来看。"))
    lines = [_circle(circle) for circle in circles]
    lines.append(t("只统计同意「按我的学习记录推荐课程」的成员，每晚训练时更新。"))
    return Card("\n\n".join(lines), t("成员分群"))


def _circle(circle: Circle) -> str:
    head = t("{name}：{members} 人", name=circle.name or t("口味不集中"), members=circle.members)
    titles = "".join(f"《{title}》" for title in circle.titles)
    return f"{head}\n" + t("学得最多：{titles}", titles=titles)
