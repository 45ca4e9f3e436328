"""What administrators read of how suggestions fell, and of what trying courses out was worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Card
from core.i18n import t

if TYPE_CHECKING:
    from core.recommend.evaluation.off_policy import Estimate
    from core.recommend.exposure import Exposure, Share
    from core.recommend.hindsight import Hindsight

AUTHORS = 5
UNSEEN = 5


def exposure(fell: Exposure, back: Hindsight | None = None) -> Card:
    """Tell an administrator how evenly suggestions fell on courses and authors."""
    if not fell.shown:
        return Card(t("最近四周还没有给同意的成员推荐过课程。"), t("推荐的曝光"))
    lines = [
        t(
            "最近四周推荐了 {shown} 次，点开 {clicked} 次（{rate}）。",
            shown=fell.shown,
            clicked=fell.clicked,
            rate=percent(fell.clicked / fell.shown),
        ),
        t("推荐到的课程：{reached}/{courses} 门。", reached=fell.reached, courses=fell.courses),
        t("集中程度（基尼系数，0 最平均）：{gini}", gini=f"{fell.gini:.2f}"),
        t(
            "新课占目录 {courses}，占推荐 {shown}；其中试推 {tried} 次。",
            courses=percent(fell.new.courses),
            shown=percent(fell.new.shown),
            tried=fell.explored,
        ),
        *(_author(share) for share in fell.authors[:AUTHORS]),
    ]
    if len(fell.authors) > AUTHORS:
        lines.append(t("（共 {n} 位讲师，只列出两个比例相差最大的。）", n=len(fell.authors)))
    if back is not None:
        lines.append(_hindsight(back))
    if fell.unseen:
        titles = "、".join(f"《{course.title}》" for course in fell.unseen[:UNSEEN])
        n = len(fell.unseen)
        lines.append(
            t("还没推荐过的：{titles}等 {n} 门", titles=titles, n=n)
            if n > UNSEEN
            else t("还没推荐过的：{titles}", titles=titles)
        )
    return Card("\n".join(lines), t("推荐的曝光"))


def unsound(back: Hindsight) -> str:
    """Say that too little is known of what trying out was worth."""
    return t("试推值不值：记录还太少，推算不出来（可用的推荐 {lists} 份）。", lists=back.lists)


def percent(part: float) -> str:
    """Write a share (0 to 1) as whole per cents."""
    return f"{100 * part:.0f}%"


def _hindsight(back: Hindsight) -> str:
    if not back.sound:
        return unsound(back)
    return t(
        "试推值不值（{lists} 份推荐的最后一门，按记录推算的点开率）："
        "从不试推 {never}，实际 {logged}，每份都试推 {always}。",
        lists=back.lists,
        never=_about(back.never),
        logged=percent(back.logged),
        always=_about(back.always),
    )


def _about(found: Estimate) -> str:
    # No error rounds to none.
    return f"{percent(found.ips)} ±{percent(max(0.01, found.high - found.ips))}"


def _author(share: Share) -> str:
    return t(
        "讲师 {name}：占目录 {courses}，占推荐 {shown}",
        name=share.name,
        courses=percent(share.courses),
        shown=percent(share.shown),
    )
