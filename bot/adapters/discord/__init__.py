"""Discord: gateway events become our updates, and our posts become messages, through discord.py."""

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.options import DiscordOptions, TokenRefused
from bot.adapters.discord.plugin import PLUGIN, DiscordSettings

__all__ = ["PLUGIN", "DiscordAdapter", "DiscordOptions", "DiscordSettings", "TokenRefused"]
