"""The check-up: what the doctor says about the token, the intents and the guilds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.adapters.discord.options import TokenRefused
from bot.posts import Finding
from core.i18n import t

if TYPE_CHECKING:
    from bot.adapters.discord.rest import Rest


async def findings(rest: Rest) -> list[Finding]:
    """Return what a logged-in bot finds about its own application; raises a `SendError`."""
    application = await rest.call("GET", "/applications/@me")
    guilds = await rest.call("GET", "/users/@me/guilds?limit=200")
    return [
        Finding(ok=True, text=t("令牌有效，机器人是 {name}。", name=application.get("name", ""))),
        *_intents(discord.ApplicationFlags._from_value(int(application.get("flags") or 0))),  # noqa: SLF001
        _guilds(application, guilds),
    ]


def refused() -> Finding:
    """Return what is found when the token is not valid."""
    return Finding(
        ok=False,
        text=t("Discord 不认这个令牌，请检查 {setting}。", setting=TokenRefused.variable),
    )


def unreachable() -> Finding:
    """Return what is found when Discord does not answer."""
    return Finding(ok=False, text=t("连不上 Discord，请检查网络和接口地址。"))


def _intents(flags: discord.ApplicationFlags) -> list[Finding]:
    content = flags.gateway_message_content or flags.gateway_message_content_limited
    members = flags.gateway_guild_members or flags.gateway_guild_members_limited
    return [
        Finding(ok=True, text=t("已开启读取消息内容的权限。"))
        if content
        else Finding(
            ok=False,
            text=t(
                "没有开启读取消息内容的权限（{intent}），只能用斜杠命令、按钮和提到机器人的消息。",
                intent="Message Content Intent",
            ),
        ),
        Finding(ok=True, text=t("已开启查看成员进出的权限。"))
        if members
        else Finding(
            ok=False,
            text=t(
                "没有开启查看成员进出的权限（{intent}），收不到新成员加入和离开的消息。",
                intent="Server Members Intent",
            ),
        ),
    ]


def _guilds(application: dict[str, Any], guilds: list[Any]) -> Finding:
    count = max(int(application.get("approximate_guild_count") or 0), len(guilds))
    if count:
        return Finding(ok=True, text=t("已加入 {n} 个服务器。", n=count))
    return Finding(ok=False, text=t("还没有加入任何服务器，请用邀请链接把机器人加进去。"))
