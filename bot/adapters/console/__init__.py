"""The console: a chat platform in the terminal, for people, stories and scripts."""

from bot.adapters.console.adapter import Console
from bot.adapters.console.interactive import talk
from bot.adapters.console.jsonl import printer, serve_jsonl
from bot.adapters.console.platform import PLATFORMS
from bot.adapters.console.screen import Screen

__all__ = ["PLATFORMS", "Console", "Screen", "printer", "serve_jsonl", "talk"]
