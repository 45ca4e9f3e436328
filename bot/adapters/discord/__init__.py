"""Discord: gateway events become our updates, and our posts become messages, through discord.py."""

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.options import DiscordOptions, Finding, TokenRefused

__all__ = ["DiscordAdapter", "DiscordOptions", "Finding", "TokenRefused"]
