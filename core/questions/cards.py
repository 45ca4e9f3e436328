"""Words about questions and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Button, Card
from core.i18n import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.questions.question import Answer, Question

SHOWN = 60


def asked(question: Question, asker: str) -> Card:
    """Show a new question to the group and say how to answer it."""
    return Card(
        title=t("❓ 问题 #{number}", number=question.number),
        body=t(
            "{asker} 问：{text}\n\n直接回复这条消息就是回答，被采纳会得到积分。",
            asker=asker,
            text=question.text,
        ),
    )


def answered(question: Question, given: Answer, asker: str, answerer: str) -> Card:
    """Offer the asker to accept an answer that just came."""
    accept = Button(t("✅ 采纳"), "accept", arg=str(given.id), owner=question.asker_id)
    return Card(
        t(
            "💡 {answerer} 回答了 #{number}。{asker}，如果解决了你的问题，请点「采纳」。",
            answerer=answerer,
            number=question.number,
            asker=asker,
        ),
        buttons=((accept,),),
    )


def accepted(question: Question, asker: str, answerer: str, points: int) -> Card:
    """Announce that an answer was accepted and what it earned."""
    if points <= 0:
        return Card(
            t(
                "✅ {asker} 采纳了 {answerer} 对 #{number} 的回答。",
                asker=asker,
                answerer=answerer,
                number=question.number,
            )
        )
    return Card(
        t(
            "✅ {asker} 采纳了 {answerer} 对 #{number} 的回答，{answerer} 得到 {points} 分。",
            asker=asker,
            answerer=answerer,
            number=question.number,
            points=points,
        )
    )


def answered_elsewhere(question: Question, given: Answer, asker: str, answerer: str) -> Card:
    """Show an answer that was given in another chat, and offer the asker to accept it."""
    accept = Button(t("✅ 采纳"), "accept", arg=str(given.id), owner=question.asker_id)
    return Card(
        title=t("💡 {answerer} 回答了 #{number}", answerer=answerer, number=question.number),
        body=t(
            "{text}\n\n{asker}，如果解决了你的问题，请点「采纳」。", text=given.text, asker=asker
        ),
        buttons=((accept,),),
    )


def sent_on(question: Question) -> Card:
    """Tell an answerer that the answer went to where the question was asked."""
    return Card(
        t(
            "收到！你的回答已转到 #{number} 提问的群里，被采纳后积分会记到你名下。",
            number=question.number,
        )
    )


def asked_elsewhere(question: Question, chat: str) -> Card:
    """Tell an asker in private where the question was put."""
    return Card(
        t(
            "已把 #{number} 发到「{chat}」，有人回答时那里会提醒你。",
            number=question.number,
            chat=chat,
        )
    )


def answered_letter(question: Question, given: Answer, answerer: str) -> Card:
    """Tell an asker in private that an answer came."""
    return Card(
        title=t("你的问题 #{number} 有新回答", number=question.number),
        body=t("{answerer}：{text}", answerer=answerer, text=given.text),
    )


def unanswered(questions: Sequence[Question], names: Mapping[int, str], now: datetime) -> Card:
    """List the questions that wait for an answer."""
    if not questions:
        return Card(t("现在没有等人回答的问题 🎉"))
    lines = [
        t(
            "#{number} {asker}（{waited}）：{text}",
            number=item.number,
            asker=names.get(item.asker_id, ""),
            waited=_waited(now, item.asked_at),
            text=_short(item.text, SHOWN),
        )
        for item in questions
    ]
    return Card(
        title=t("待回答的问题"),
        body="\n".join([*lines, "", t("发送「/answer 编号 你的回答」，或直接回复群里的问题。")]),
    )


def _waited(now: datetime, since: datetime) -> str:
    hours = int((now - since).total_seconds() // 3600)
    if hours < 1:
        return t("刚刚")
    if hours < 24:  # noqa: PLR2004
        return t("{hours} 小时前", hours=hours)
    return t("{days} 天前", days=hours // 24)


def _short(text: str, length: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
