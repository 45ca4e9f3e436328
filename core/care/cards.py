"""Words of care: the draft to a member, and what administrators read around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Button, Card
from core.care.draft import LONGEST
from core.i18n import t
from core.membership.cards import moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.care.draft import Draft, Need, Proposal
    from core.members import Member
    from core.membership import Subscription
    from core.questions import Question

SEND_ACTION = "care.send"
CHANGE_ACTION = "care.change"
DROP_ACTION = "care.drop"
# So that the longest name leaves room for the message.
NAME_SHOWN = 16


def drafted(need: Need) -> str:
    """Return a message to a member, the same whenever it is drafted for the same cause."""
    if need.question is not None:
        return _about_question(_short(need.member.name), need.question)
    turn = need.ending.id if need.ending else 0
    return _about_learning(_short(need.member.name), turn)


def proposal(proposed: Proposal, now: datetime, zone: str, *, buttons: bool = True) -> Card:
    """Show an administrator who may need a kind word, why, and the draft."""
    draft, need = proposed.draft, proposed.need
    lines = [
        t("给谁：{name}", name=need.member.name),
        *_reasons(need, now, zone),
        t("草稿：「{text}」", text=draft.text),
        "",
        t(
            "机器觉得对方最近的发言偏低落，可能看错。你点「发送」之前，对方什么都收不到；"
            "到 {until} 还没处理就作废。",
            until=moment(draft.lapses_at, zone),
        ),
    ]
    return Card(
        title=t("关怀草稿 #{number}", number=draft.number),
        body="\n".join(lines),
        buttons=_buttons(draft) if buttons else (),
    )


def how_to_change(draft: Draft) -> Card:
    """Say how to put other words in a draft's place."""
    return Card(
        t(
            "把想说的话写在编号后面发给我，最多 {limit} 个字：\n/care {number} {text}",
            limit=LONGEST,
            number=draft.number,
            text=draft.text,
        )
    )


def waiting(proposals: Sequence[Proposal]) -> Card:
    """List the drafts that wait for an administrator."""
    if not proposals:
        return Card(t("没有待处理的关怀草稿。"))
    lines = [
        t(
            "#{number} {name}：{text}",
            number=proposed.draft.number,
            name=proposed.need.member.name,
            text=proposed.draft.text,
        )
        for proposed in proposals
    ]
    hint = t("发送「/care 编号」看原因和按钮，「/care 编号 新内容」直接改。")
    return Card(title=t("待处理的关怀草稿"), body="\n".join([*lines, "", hint]))


def letter(draft: Draft, by: Member) -> Card:
    """Say an administrator's kind word to a member."""
    told = t("这是管理员 {name} 托我带给你的。想回复的话，在群里找 {name} 就好。", name=by.name)
    return Card(title=t("{name} 给你留言", name=by.name), body=f"{draft.text}\n\n{told}")


def sent(proposed: Proposal, due: datetime | None, zone: str) -> Card:
    """Confirm to an administrator what goes to the member, and when if not now."""
    number, name, text = proposed.draft.number, proposed.need.member.name, proposed.draft.text
    if due is None:
        return Card(
            t(
                "✅ 关怀草稿 #{number} 已发给 {name}：「{text}」",
                number=number,
                name=name,
                text=text,
            )
        )
    return Card(
        t(
            "✅ 现在是免打扰时段，关怀草稿 #{number} 会在 {at} 发给 {name}：「{text}」",
            number=number,
            at=moment(due, zone),
            name=name,
            text=text,
        )
    )


def dropped(proposed: Proposal) -> Card:
    """Confirm that a draft was dropped."""
    return Card(
        t(
            "关怀草稿 #{number} 已放弃，不会给 {name} 发任何消息。",
            number=proposed.draft.number,
            name=proposed.need.member.name,
        )
    )


def changed_meanwhile() -> str:
    """Say that the text is another one than the button was offered with."""
    return t("内容刚被改过，请看过新的再决定。")


def _buttons(draft: Draft) -> tuple[tuple[Button, ...], ...]:
    seen = f"{draft.id}:{draft.revision}"
    return (
        (
            Button(t("发送"), SEND_ACTION, arg=seen),
            Button(t("修改"), CHANGE_ACTION, arg=str(draft.id)),
            Button(t("放弃"), DROP_ACTION, arg=str(draft.id)),
        ),
    )


def _reasons(need: Need, now: datetime, zone: str) -> list[str]:
    reasons = []
    if need.question is not None:
        reasons.append(
            t(
                "原因：提问 #{number} 从 {asked} 等到现在，{days} 天了还没人回答",
                number=need.question.number,
                asked=moment(need.question.asked_at, zone),
                days=(now - need.question.asked_at).days,
            )
        )
    if need.ending is not None:
        reasons.append(_ending(need.ending, now, zone))
    return reasons


def _ending(ending: Subscription, now: datetime, zone: str) -> str:
    at = moment(ending.expires_at, zone)
    days = (ending.expires_at - now).days
    if ending.expires_at <= now:
        return t("原因：会员 {at} 已到期，正在宽限期", at=at)
    if days < 1:
        return t("原因：会员 {at} 到期，不到 1 天", at=at)
    return t("原因：会员 {at} 到期，还有 {days} 天", at=at, days=days)


def _about_question(name: str, question: Question) -> str:
    number = question.number
    return (
        t(
            "{name}，你的提问 #{number} 还没人回答，让你久等了。我这就找熟悉的同学帮忙看看。",
            name=name,
            number=number,
        ),
        t(
            "{name}，看到你的 #{number} 还没等到回答。方便的话补充一点细节，我们一起把它弄明白。",
            name=name,
            number=number,
        ),
        t(
            "{name}，你好！你问的 #{number} 我看到了，回晚了，不好意思。我先去问问，有消息告诉你。",
            name=name,
            number=number,
        ),
    )[question.id % 3]


def _about_learning(name: str, turn: int) -> str:
    return (
        t("{name}，最近学得还顺利吗？有卡住的地方，或者希望我们改进的，都可以跟我说。", name=name),
        t("{name}，这阵子学下来感觉怎么样？课程和群里有什么不顺手的地方，我很想听听。", name=name),
        t("{name}，接下来想先学哪一块？想找个伴一起学，或者想理一理进度，随时叫我。", name=name),
    )[turn % 3]


def _short(name: str) -> str:
    return name if len(name) <= NAME_SHOWN else f"{name[: NAME_SHOWN - 1]}…"
