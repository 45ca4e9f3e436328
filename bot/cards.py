"""Words of the front itself: refusals, apologies, and what is said to strangers."""

from __future__ import annotations

from core.cards import Card
from core.i18n import t


def refusal(sentence: str) -> Card:
    """Say a polite no."""
    return Card(sentence)


def apology() -> Card:
    """Say that something broke on our side."""
    return Card(
        t("抱歉，我这边出了点问题，刚才的操作没有生效。请稍后再试，管理员已能在日志里看到。")
    )


def unknown(name: str, nearest: str | None) -> Card:
    """Say that there is no such command, and which one was probably meant."""
    if nearest:
        return Card(
            t("没有 /{name} 这个命令。你是不是想用 /{nearest}？", name=name, nearest=nearest)
        )
    return Card(t("没有 /{name} 这个命令。发送 /help 看看我会做什么。", name=name))


def too_low(role: str) -> Card:
    """Say that a command is not for this person."""
    return Card(t("这个操作需要{role}权限。", role=role))


def role_name(level: int) -> str:
    """Return a role as members read it."""
    names = (t("成员"), t("协管"), t("管理员"), t("群主"))
    return names[level]


def unbound() -> Card:
    """Say that this chat belongs to no community."""
    return Card(t("这个群还没有启用。请群管理员在这里发送 /setup。"))


def stranger() -> Card:
    """Say in private that this person belongs to no community yet."""
    return Card(t("你好！你还没有加入任何社群。请先在社群的群里说句话，再回来找我。"))


def anonymous() -> Card:
    """Say that anonymous administrators cannot be recognised."""
    return Card(t("我认不出匿名管理员，请关闭匿名身份后再试。"))


def flood() -> str:
    """Ask somebody to slow down."""
    return t("你发得太快了，歇一分钟再试吧。")


def not_yours() -> str:
    """Tell a presser that the button is someone else's."""
    return t("这个按钮不是给你的。")


def stale() -> str:
    """Tell a presser that the button is too old."""
    return t("这个按钮已经过期了，请重新发送命令。")


def spent() -> str:
    """Tell a presser that the button was used."""
    return t("这个按钮已经用过了。")


def setup_pending() -> Card:
    """Tell who may bind a chat and how."""
    return Card(
        t(
            "这个群要由群主来启用。请群主在这里发送 /setup；"
            "或者由社群的管理员在已启用的群里发送 /setup 取得绑定码，"
            "再到这里发送「/setup 绑定码」。"
        )
    )


def commands_card(
    topics: dict[str, list[tuple[str, str]]], staff_topics: dict[str, list[tuple[str, str]]]
) -> Card:
    """List commands as (usage, title) under their topics, those for staff last."""
    known = _topic_names()
    order = sorted(topics, key=[*known, *topics].index)
    parts = [_topic(known.get(topic, t("其他")), topics[topic]) for topic in order]
    if staff_topics:
        lines = [line for topic in staff_topics.values() for line in topic]
        parts.append(_topic(t("管理"), lines))
    return Card(title=t("我会做这些"), body="\n\n".join(parts))


def _topic(name: str, lines: list[tuple[str, str]]) -> str:
    said = [t("{usage} — {title}", usage=usage, title=title) for usage, title in lines]
    return "\n".join([t("【{topic}】", topic=name), *said])


def _topic_names() -> dict[str, str]:
    return {
        "questions": t("答疑"),
        "points": t("积分"),
        "leaderboard": t("排行"),
        "membership": t("会员"),
        "courses": t("课程"),
        "suggest": t("推荐"),
        "members": t("我的"),
        "privacy": t("隐私"),
        "moderation": t("秩序"),
        "communities": t("社群"),
    }


def greeting(name: str, community: str) -> Card:
    """Greet a member in private."""
    return Card(
        title=t("{name}，你好！", name=name),
        body=t(
            "我是「{community}」的群主助手：提问答疑、积分、会员和选课都可以找我。\n"
            "发送 /interests 选兴趣，/ask 提问，/suggest 看适合你的课，/help 看全部命令。",
            community=community,
        ),
    )


def private_hint() -> Card:
    """Answer somebody who talks to the bot without a command."""
    return Card(t("想提问请发送「/ask 你的问题」，我会发到群里。其他功能发送 /help 查看。"))


def spared(kind: str, chat: str) -> Card:
    """Tell a moderator that somebody is staff by the platform's own list."""
    return Card(
        title=t("有一步没有执行"),
        body=t(
            "对方在「{chat}」里是平台上的管理员，{deed}没有执行。要处理，请先在平台上撤掉管理员身份。",
            chat=chat,
            deed=_deed_name(kind),
        ),
    )


def undone(kind: str, chat: str) -> Card:
    """Tell a moderator that the platform did not let the bot do something."""
    return Card(
        title=t("有一步没做成"),
        body=t(
            "在「{chat}」里{deed}没有成功，请看看机器人是不是管理员、有没有这项权限，再手动处理。",
            chat=chat,
            deed=_deed_name(kind),
        ),
    )


def _deed_name(kind: str) -> str:
    names = {
        "kick": t("移出成员"),
        "ban": t("封禁成员"),
        "unban": t("解除封禁"),
        "mute": t("禁言成员"),
        "unmute": t("解除禁言"),
        "delete": t("删除一条消息"),
    }
    return names.get(kind, t("处理入群或身份"))
