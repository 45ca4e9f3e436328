"""How Discord is plugged in: its variables, and the adapter made of them."""

from __future__ import annotations

from pydantic_settings import SettingsConfigDict

from bot.adapters import PlatformPlugin
from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.options import API_BASE, CDN_BASE, DiscordOptions
from bot.settings import PlatformSettings, plain


class DiscordSettings(PlatformSettings):
    """What an operator can set about Discord."""

    model_config = SettingsConfigDict(env_prefix="QUNZHU_DISCORD_")

    api_base: str = API_BASE
    gateway_url: str | None = None
    cdn_base: str = CDN_BASE


def _adapter(settings: DiscordSettings) -> DiscordAdapter:
    options = DiscordOptions(
        token=plain(settings.token),
        api_base=settings.api_base,
        gateway_url=settings.gateway_url,
        cdn_base=settings.cdn_base,
    )
    return DiscordAdapter(options)


PLUGIN = PlatformPlugin(
    title="Discord",
    hint="开发者后台的 Bot 页面",
    settings=DiscordSettings,
    build=_adapter,
)
