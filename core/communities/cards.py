"""Words about communities and their chats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.cards import Card
from core.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.communities.community import Community, Place
    from core.members import Member


def ready(community: Community, places: Sequence[Place]) -> Card:
    """Say that a chat is bound, and what to do next."""
    names = t("、").join(place.title or place.external_id for place in places)
    return Card(
        title=t("✅ 「{name}」已启用", name=community.name),
        body=t(
            "已绑定的群：{names}\n"
            "接下来：用 /community 修改名称、欢迎语和免打扰时段，/help 查看全部命令。",
            names=names,
        ),
    )


def bind_another(code: str) -> Card:
    """Tell an admin in private how to bind another chat."""
    return Card(
        t(
            "要把另一个群（Telegram 或 Discord）接入同一个社群，请在那边发送：\n/setup {code}\n"
            "绑定码 10 分钟内有效，请勿外传。",
            code=code,
        )
    )


def settings(community: Community) -> Card:
    """Show the community's settings and how to change them."""
    lines = (
        t("名称：{value}", value=community.name),
        t("时区：{value}", value=community.zone),
        t("语言：{value}", value=community.language),
        _quiet(community),
        t("欢迎语：{value}", value=community.welcome or t("（默认）")),
        t("群规：{value}", value=community.rules or t("（未设置）")),
        "",
        t("修改：/community 设置项 内容，例如「/community 免打扰 22-8」。"),
        t(
            "欢迎语里可以写 {name} 和 {community}，会换成新人和社群的名字。",
            name="{name}",
            community="{community}",
        ),
    )
    return Card(title=t("社群设置"), body="\n".join(lines))


def rules(community: Community) -> Card:
    """Show the community's rules."""
    if not community.rules:
        return Card(t("本群还没有写群规。"))
    return Card(title=t("群规"), body=community.rules)


def promoted(member: Member, rank: str) -> Card:
    """Confirm a role."""
    return Card(t("{name} 现在是{rank}。", name=member.name, rank=rank))


def _quiet(community: Community) -> str:
    if community.quiet_from == community.quiet_to:
        return t("免打扰：不设")
    return t("免打扰：{start} 点到 {end} 点", start=community.quiet_from, end=community.quiet_to)
