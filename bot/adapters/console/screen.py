"""What comes out of the console, drawn for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.panel import Panel
from rich.text import Text

from core.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console as Terminal

    from bot.adapters.console.outbound import Line


class Screen:
    """Draws lines on a terminal."""

    def __init__(self, terminal: Terminal) -> None:
        """Draw on a terminal."""
        self._terminal = terminal

    def show(self, line: Line) -> None:
        """Draw one line."""
        if "error" in line:
            self._terminal.print(Text(line["error"], style="red"))
        elif line["action"] in {"send", "edit"}:
            self._terminal.print(_panel(line))
        elif line["action"] == "toast":
            self._terminal.print(Text(f"🔔 {line['user']}: {line['text']}", style="yellow"))
        else:
            told = " ".join(f"{name}={value}" for name, value in line.items())
            self._terminal.print(Text(told, style="magenta"))

    def notes(self, lines: Sequence[str]) -> None:
        """Draw words of the console's own."""
        self._terminal.print(Text("\n".join(lines), style="dim"))


def _panel(line: Line) -> Panel:
    body = Text(line["text"])
    for number, label in enumerate(line["buttons"], 1):
        body.append("\n" if number == 1 else "  ")
        body.append(f"[{number}] {label}", style="bold cyan")
    for saved in (line.get("image"), line.get("file")):
        if saved:
            body.append(f"\n📎 {saved}", style="dim")
    return Panel(body, title=Text(_headline(line)), title_align="left", border_style="green")


def _headline(line: Line) -> str:
    place = line["chat"] if line["on"] == "console" else f"{line['on']}:{line['chat']}"
    if line["action"] == "edit":
        return t("{chat} · {id} · 已修改", chat=place, id=line["id"])
    if line["private"]:
        return t("{chat} · {id} · 只有你能看到", chat=place, id=line["id"])
    return f"{place} · {line['id']}"
