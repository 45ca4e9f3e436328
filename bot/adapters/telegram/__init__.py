"""Telegram: its updates become ours, and our posts become its messages."""

from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.errors import TokenRefused, redact
from bot.adapters.telegram.options import TelegramOptions
from bot.adapters.telegram.plugin import PLUGIN, TelegramSettings

__all__ = [
    "PLUGIN",
    "TelegramAdapter",
    "TelegramOptions",
    "TelegramSettings",
    "TokenRefused",
    "redact",
]
