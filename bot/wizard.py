"""``qunzhu init``: asks for what is needed and writes a ``.env`` that only its owner can read."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

import typer

from bot.adapters import plugins
from bot.settings import DEFAULT_DATABASE

if TYPE_CHECKING:
    from pathlib import Path


def ask() -> dict[str, str]:
    """Ask for the settings; what is left empty is left out."""
    typer.echo("一步步来，直接回车就跳过（以后可以在 .env 里补）。")
    answers = {
        "QUNZHU_DATABASE_URL": typer.prompt("数据库地址", default=DEFAULT_DATABASE),
        **{one.token: _secretly(f"{one.title} 令牌（{one.hint}）") for one in plugins()},
        "QUNZHU_OWNERS": typer.prompt(
            "群主账号，例如 telegram:123,discord:456", default="", show_default=False
        ),
        "QUNZHU_SECRET": secrets.token_urlsafe(32),
    }
    return {name: value.strip() for name, value in answers.items() if value.strip()}


def write(path: Path, values: dict[str, str]) -> None:
    """Write the file with mode 600 from its first byte; an existing one is never overwritten."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{name}={_quoted(value)}\n" for name, value in values.items())


def _secretly(question: str) -> str:
    return str(typer.prompt(question, default="", show_default=False, hide_input=True))


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
