"""How Telegram is plugged in: its variables, and the adapter made of them."""

from __future__ import annotations

from typing import Literal

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from bot.adapters import PlatformPlugin
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.options import API_URL, FILE_URL, LISTEN, TelegramOptions
from bot.settings import PlatformSettings, plain


class TelegramSettings(PlatformSettings):
    """What an operator can set about Telegram."""

    model_config = SettingsConfigDict(env_prefix="QUNZHU_TELEGRAM_")

    base_url: str = API_URL
    base_file_url: str = FILE_URL
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str = ""
    webhook_secret: SecretStr | None = None
    listen: str = LISTEN


def _adapter(settings: TelegramSettings) -> TelegramAdapter:
    options = TelegramOptions(
        token=plain(settings.token),
        base_url=settings.base_url,
        base_file_url=settings.base_file_url,
        mode=settings.mode,
        webhook_url=settings.webhook_url,
        webhook_secret=plain(settings.webhook_secret),
        listen=settings.listen,
    )
    return TelegramAdapter(options)


PLUGIN = PlatformPlugin(
    title="Telegram", hint="找 @BotFather 领取", settings=TelegramSettings, build=_adapter
)
