"""Draw the README's picture: run the demo, keep some of its scenes, save them as an SVG."""  # noqa: INP001 - a script, no package

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape
from io import StringIO
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

WIDTH = 80
PICTURE = Path(__file__).with_name("demo.svg")
# A scene is kept when one of these stands in what the bot says.
SHOWN = ("❓ 问题", "采纳了", "我的积分", "的情绪", "会员到期提醒", "本周为你推荐")
SCENE = re.compile(r"\n(?=(?:\x1b\[[0-9;]*m)*\d\d:\d\d  )")
# Rich asks a server for a font; the reader's own will do.
FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
# Rich reckons every character as narrow, which would squeeze Chinese to half its width.
LENGTH = re.compile(r'textLength="[\d.]+"([^>]*)>([^<]*)<')
CELL = 12.2


def main() -> None:
    """Write the picture."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    for scene in scenes(performance()):
        console.print(Text.from_ansi(scene))
    svg = FONT.sub("", console.export_svg(title="make demo"))
    PICTURE.write_text(LENGTH.sub(widened, svg), encoding="utf-8")


def performance() -> str:
    """Return what the demo prints, in colour."""
    qunzhu = Path(sys.executable).with_name("qunzhu")
    done = subprocess.run(  # noqa: S603 - our own command
        [qunzhu, "demo"],
        env=os.environ | {"COLUMNS": str(WIDTH), "FORCE_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout


def scenes(text: str) -> list[str]:
    """Return the scenes to show, each once."""
    return [scene for scene in SCENE.split(text) if any(words in scene for words in SHOWN)]


def widened(found: re.Match[str]) -> str:
    """Return the beginning of a text with its true length."""
    attributes, text = found.groups()
    return f'textLength="{cell_len(unescape(text)) * CELL:g}"{attributes}>{text}<'


if __name__ == "__main__":
    main()
