"""Records the story of one wallet as it really happens: ``python -m tests.end_to_end.record``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.end_to_end.story import from_telegram, one_wallet
from tests.end_to_end.town import inhabited
from tests.end_to_end.transcript import BOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.end_to_end.transcript import Line

PAGE = Path(__file__).parents[2] / "docs" / "recorded-run.md"
PLATFORMS = ("Telegram", "Discord")
HEAD = """\
# A recorded run

`qunzhu run` in a process of its own, with one SQLite file, serving both platforms at once. The
platforms are stand-ins on the loopback, real servers written after the public documents
(`tests/standins/`), so no token is needed and anyone can repeat it:

```text
.venv/bin/python -m tests.end_to_end.record
```

Every line below is what people did there and what they were shown, in the order in which it was
seen; nothing was edited afterwards. `tests/end_to_end/test_one_wallet.py` plays the same story.

What happens: 云舒 sets up a Telegram group and, with a code told in private, brings a Discord
server into the same community. 阿柚 joins two accounts. 小满 asks on Telegram, 阿柚 answers on
Discord, 小满 accepts with the button, and both platforms tell 阿柚 the same balance.
"""


def main() -> None:
    """Play the story and write the page."""
    with tempfile.TemporaryDirectory() as folder, inhabited(Path(folder)) as town:
        one_wallet(town, from_telegram)
        ended = town.bot.stop()
        PAGE.write_text(page(town.transcript.lines, ended), "utf-8")
    sys.stdout.write(f"{PAGE}: {len(town.transcript.lines)} lines\n")


def page(lines: Sequence[Line], ended: int) -> str:
    """Return the page: both platforms side by side, a row for everything said."""
    rows = ["| Seconds | Telegram | Discord |", "|---:|---|---|", *map(_row, lines)]
    foot = f"Then the process was told to stop (SIGTERM); it ended with exit code {ended}.\n"
    return "\n".join([HEAD, *rows, "", foot])


def _row(line: Line) -> str:
    cells = [_cell(line) if line.platform == platform else "" for platform in PLATFORMS]
    return f"| {line.at:.1f} | {' | '.join(cells)} |"


def _cell(line: Line) -> str:
    who = f"🤖 **{BOT}**" if line.who == BOT else f"**{line.who}**"
    words = "<br>".join(_shown(line, text) for text in line.text.splitlines())
    buttons = "".join(f"<br>`［{label}］`" for label in line.buttons)
    return f"{who} ({line.place})<br>{words}{buttons}"


def _shown(line: Line, text: str) -> str:
    """Return a line of text so that a reader of the page sees what people saw."""
    if line.platform == "Discord":  # which writes Markdown itself
        return text.replace("|", "\\|")
    plain = "".join(f"\\{letter}" if letter in "\\|*_#<>`" else letter for letter in text)
    return f"**{plain}**" if text in line.bold else plain


if __name__ == "__main__":
    main()
