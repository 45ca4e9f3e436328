"""What members and moderators read of reports and appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Button, Card
from core.i18n import t
from core.moderation import cards, titles
from core.moderation.records import Outcome
from core.moderation.verdicts import ABUSE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.members import Member
    from core.moderation.records import Appeal, Report, Sanction

SETTLE_ACTION = "report.settle"
LIFT_ACTION = "appeal.lift"
KEEP_ACTION = "appeal.keep"


def thanks(*, joined: bool) -> Card:
    """Thank a reporter, in private."""
    if joined:
        return Card(t("谢谢，已经有人反映过这件事，你的说明也交给管理员了。"))
    return Card(t("谢谢，已经交给管理员，TA 不会知道是谁举报的。"))


def report(found: Report, who: Member, place: str, zone: str) -> Card:
    """Bring a report to a moderator; what was written stays where it is."""
    if found.rule == ABUSE:
        lines = [t("{name} 的一条消息疑似辱骂，请去看一眼。我没有做任何处理。", name=who.name)]
    else:
        lines = [t("{name} 被 {n} 人举报。", name=who.name, n=found.voices)]
    lines += [t("原因：{reason}", reason=reason) for reason in found.reasons]
    lines.append(_where(place, found.message_id))
    lines.append(t("时间：{at}", at=cards.moment(found.at, zone)))
    return Card("\n".join(lines), t("举报 #{number}", number=found.id), _choices(found))


def settled(found: Report, who: Member, by: str) -> Card:
    """Say how a report was settled, and by whom."""
    body = t("{by} 处理了对 {name} 的举报：{outcome}。", by=by, name=who.name, outcome=_done(found))
    return Card(body, t("举报 #{number}", number=found.id))


def reports(found: Sequence[Report], names: dict[int, str], zone: str) -> Card:
    """List the reports that nobody settled, with a way to each."""
    if not found:
        return Card(t("没有待处理的举报。"), t("待处理的举报"))
    lines = [_waiting(item, names.get(item.member_id, ""), zone) for item in found]
    rows = tuple(
        (Button(t("处理 #{number}", number=item.id), SETTLE_ACTION, f"{item.id}:show"),)
        for item in found
    )
    return Card("\n".join(lines), t("待处理的举报"), rows)


def appealed(found: Sanction, zone: str) -> Card:
    """Tell a member that their appeal is on its way."""
    return Card(
        t("申诉已交给管理员，有结果我会告诉你。")
        + "\n"
        + t("申诉的是：{summary}", summary=cards.summary(found, zone))
    )


def appeal(found: Appeal, about: Sanction, who: Member, zone: str) -> Card:
    """Bring an appeal to a moderator."""
    lines = [
        t("{name} 对这次处理有异议：", name=who.name),
        cards.summary(about, zone),
        t("TA 说：{text}", text=found.text),
    ]
    row = (
        Button(t("撤销处理"), LIFT_ACTION, str(found.id)),
        Button(t("维持处理"), KEEP_ACTION, str(found.id)),
    )
    return Card("\n".join(lines), t("申诉 #{number}", number=found.id), (row,))


def decided(found: Appeal, who: Member, by: str) -> Card:
    """Say how an appeal was decided, and by whom."""
    if found.lifted:
        body = t("{by} 同意了 {name} 的申诉，处理已撤销。", by=by, name=who.name)
    else:
        body = t("{by} 复核后维持了对 {name} 的处理。", by=by, name=who.name)
    return Card(body, t("申诉 #{number}", number=found.id))


def kept() -> Card:
    """Tell a member that the appeal changed nothing."""
    return Card(t("管理员看过你的申诉，决定维持原来的处理。它到期后会自动失效。"), t("申诉结果"))


def appeals(found: Sequence[Appeal], names: dict[int, str], zone: str) -> Card:
    """List the appeals that nobody decided, each with its buttons."""
    if not found:
        return Card(t("没有待处理的申诉。"), t("待处理的申诉"))
    lines = [
        t(
            "#{number}　{at}　{name}：{text}",
            number=item.id,
            at=cards.moment(item.at, zone),
            name=names.get(item.member_id, ""),
            text=item.text,
        )
        for item in found
    ]
    rows = tuple(
        (
            Button(t("撤销 #{number}", number=item.id), LIFT_ACTION, str(item.id)),
            Button(t("维持 #{number}", number=item.id), KEEP_ACTION, str(item.id)),
        )
        for item in found
    )
    return Card("\n".join(lines), t("待处理的申诉"), rows)


def _waiting(item: Report, name: str, zone: str) -> str:
    fields = {"number": item.id, "at": cards.moment(item.at, zone), "name": name}
    if item.voices:
        return t("#{number}　{at}　{name}：{n} 人举报", n=item.voices, **fields)
    return t("#{number}　{at}　{name}：{rule}", rule=titles.rule(item.rule), **fields)


def _choices(found: Report) -> tuple[tuple[Button, ...], ...]:
    def choice(label: str, outcome: Outcome) -> Button:
        return Button(label, SETTLE_ACTION, f"{found.id}:{outcome.value}")

    return (
        (choice(t("给予警告"), Outcome.WARN), choice(t("禁言 1 小时"), Outcome.MUTE)),
        (choice(t("移出群"), Outcome.KICK), choice(t("忽略"), Outcome.DISMISS)),
    )


def _done(found: Report) -> str:
    outcome = found.outcome or Outcome.DISMISS
    if outcome is Outcome.DISMISS:
        return t("不处理")
    return titles.step(outcome.step)


def _where(place: str, message_id: str | None) -> str:
    if message_id is None:
        return t("位置：{place}", place=place or t("没有指明"))
    return t("位置：{place}，消息 {message}", place=place, message=message_id)
