"""What administrators read of the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Button, Card
from core.i18n import t
from core.moderation import cards, cards_policy, titles
from core.moderation.ladder import Step
from core.moderation.records import Act
from core.moderation.settings import List

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.moderation.records import Line

PAGE_ACTION = "audit.page"


def page(lines: Sequence[Line], names: Mapping[int, str], zone: str, *, more: bool) -> Card:
    """Show lines of the audit, newest first, with the way to older ones."""
    if not lines:
        return Card(t("还没有任何记录。"), t("处理日志"))
    body = "\n".join(_line(item, names, zone) for item in lines)
    older = Button(t("更早的"), PAGE_ACTION, str(lines[-1].id))
    return Card(body, t("处理日志"), ((older,),) if more else ())


def _line(item: Line, names: Mapping[int, str], zone: str) -> str:
    by = names.get(item.by_member_id or 0) or t("自动")
    parts = [cards.moment(item.at, zone), by, _act(item.act)]
    if item.member_id is not None and item.member_id != item.by_member_id:
        parts.append(names.get(item.member_id, ""))
    if item.rule:
        parts.append(titles.rule(item.rule))
    if item.detail:
        parts.append(t("「{detail}」", detail=_detail(item)))
    if item.until is not None:
        parts.append(t("到 {until}", until=cards.moment(item.until, zone)))
    if item.undone_at is not None:
        undoer = names.get(item.undone_by_member_id or 0) or t("自动")
        at = cards.moment(item.undone_at, zone)
        parts.append(t("（{at} 由 {by} 撤销）", at=at, by=undoer))
    return "　".join(parts)


def _detail(item: Line) -> str:
    """Return what a line says beside the act; of a changed setting, with the setting's name."""
    name, _, rest = item.detail.partition(" ")
    if item.act != Act.POLICY or name not in _settings():
        return item.detail
    return f"{_settings()[name]} {rest}"


def _settings() -> dict[str, str]:
    return {which.value: cards_policy.list_name(which) for which in List} | {
        "mode": t("模式"),
        "links": t("链接"),
        "newcomer": t("新人时限"),
        "ladder": t("阶梯"),
        "expiry": t("记录有效期"),
    }


def _act(act: str) -> str:
    if act in set(Step):
        return titles.step(Step(act))
    return {
        Act.DELETE: t("删除一条消息"),
        Act.UNMUTE: t("解除禁言"),
        Act.UNBAN: t("解除封禁"),
        Act.LIFT: t("撤销处理"),
        Act.TRUST: t("信任"),
        Act.UNTRUST: t("取消信任"),
        Act.POLICY: t("修改设置"),
        Act.FALSE: t("记为误报"),
        Act.REPORT: t("举报"),
        Act.SETTLE: t("受理举报"),
        Act.DISMISS: t("忽略举报"),
        Act.APPEAL: t("申诉"),
        Act.KEEP: t("维持处理"),
    }[Act(act)]
