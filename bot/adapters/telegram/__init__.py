"""Telegram: its updates become ours, and our posts become its messages."""

from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.check import Finding
from bot.adapters.telegram.errors import SettingRefused, TokenRefused, redact
from bot.adapters.telegram.options import TelegramOptions

__all__ = [
    "Finding",
    "SettingRefused",
    "TelegramAdapter",
    "TelegramOptions",
    "TokenRefused",
    "redact",
]
