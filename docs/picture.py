"""Show the demo in the README: run it, keep some scenes as text, and the pictures."""  # noqa: INP001 - a script, no package

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html import unescape
from io import StringIO
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

WIDTH = 80
PICTURE = Path(__file__).with_name("demo.svg")
MOOD = Path(__file__).with_name("mood.png")
README = Path(__file__).parents[1] / "README.md"
QUOTED = re.compile(r"(<!-- demo -->\n).*?(<!-- /demo -->)", re.DOTALL)
# A scene is kept when one of these stands in what the bot says.
SHOWN = ("❓ 问题", "采纳了", "我的积分", "的情绪", "会员到期提醒", "本周为你推荐")
LEFT_OUT = "[…]"
SCENE = re.compile(r"\n\n(?=\d\d:\d\d  |故事讲完了)")
# Rich asks a server for a font; the reader's own will do.
FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
# Rich reckons every character as narrow, which would squeeze Chinese to half its width.
LENGTH = re.compile(r'textLength="[\d.]+"([^>]*)>([^<]*)<')
CELL = 12.2
# Where the console keeps a picture that the bot sent differs from run to run.
SENT_PICTURE = re.compile(r"📎 ([^\s\x1b]+)")


def main() -> None:
    """Write the picture, and the text into the README."""
    kept = excerpts(Text.from_ansi(with_picture(performance())))
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    console.print(Text("\n\n").join(kept))
    svg = FONT.sub("", console.export_svg(title="make demo"))
    PICTURE.write_text(LENGTH.sub(widened, svg), encoding="utf-8")
    lines = "\n\n".join(scene.plain for scene in kept).splitlines()
    text = "\n".join(["```text", *(line.rstrip() for line in lines), "```", ""])
    readme = QUOTED.sub(lambda around: around[1] + text + around[2], README.read_text("utf-8"))
    README.write_text(readme, encoding="utf-8")


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


def with_picture(told: str) -> str:
    """Keep the first picture that the bot sent, and name it where the console's own name stood."""
    sent = SENT_PICTURE.search(told)
    if sent is None:
        raise LookupError("the demo sent no picture")
    shutil.copy(sent[1], MOOD)
    return SENT_PICTURE.sub(lambda found: f"📎 mood.png{' ' * (len(found[1]) - 8)}", told)


def excerpts(told: Text) -> list[Text]:
    """Return the scenes to show, with a mark between those where others are left out."""
    ends = [found.end() for found in SCENE.finditer(told.plain)]
    scenes = list(told.divide(ends))
    for scene in scenes:
        scene.rstrip()
    kept: list[Text] = []
    for shown, some in groupby(scenes, key=lambda scene: any(w in scene.plain for w in SHOWN)):
        kept += some if shown else [Text(LEFT_OUT)]
    return kept[1:-1]


def widened(found: re.Match[str]) -> str:
    """Return the beginning of a text with its true length."""
    attributes, text = found.groups()
    return f'textLength="{cell_len(unescape(text)) * CELL:g}"{attributes}>{text}<'


if __name__ == "__main__":
    main()
