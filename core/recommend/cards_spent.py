"""What members read when nothing is left to suggest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Button, Card
from core.i18n import t

if TYPE_CHECKING:
    from core.recommend.spent import Spent

_ROW = 4


def card(spent: Spent) -> Card:
    """Say why there is nothing to suggest, and show again what the member did not take."""
    if not spent.again:
        return Card(why(spent))
    lines = [why(spent), "", t("给你看过、还没报名的，点数字看详情：")]
    lines += [f"{number}. 《{one.title}》" for number, one in enumerate(spent.again, start=1)]
    openers = [
        Button(str(number), "course.open", str(one.id))
        for number, one in enumerate(spent.again, start=1)
    ]
    rows = (tuple(openers[at : at + _ROW]) for at in range(0, len(openers), _ROW))
    return Card("\n".join(lines), buttons=tuple(rows))


def why(spent: Spent) -> str:
    """Say in a sentence why there is nothing to suggest."""
    if spent.again:
        return t("这几天能推荐的都给你看过了，过几天再来，或发送 /courses 看全部课程。")
    if spent.locked:
        return t("剩下的课要更高的会员等级才能学，发送 /plans 看怎么开通。")
    if spent.waits:
        goal, first = spent.waits
        return t(
            "想学《{goal}》，要先学《{title}》，发送 /course {code} 看看。",
            goal=goal.title,
            title=first.title,
            code=first.code,
        )
    if spent.dismissed:
        return t("剩下的课你都说过不感兴趣，想再挑挑就发送 /courses。")
    return t("目录里的课你都报名过了，有了新课再推荐给你。")
