"""JSON lines: one object in, what comes of it out, then ``{"done":N}``."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from bot.adapters.console.inbound import LONGEST_LINE

if TYPE_CHECKING:
    from bot.adapters.console.adapter import Console
    from bot.adapters.console.outbound import Line
    from bot.adapters.console.scene import Out

# Some readers take these for the end of a line.
_BREAKS = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}


def printer(stream: BinaryIO) -> Out:
    """Return what prints lines to a stream, each at once."""

    def out(line: Line) -> None:
        text = json.dumps(line, ensure_ascii=False).translate(_BREAKS)
        stream.write(text.encode() + b"\n")
        stream.flush()

    return out


async def serve_jsonl(console: Console, lines: BinaryIO, out: Out) -> None:
    """Take every line up to the end; a reader who went away is the end, too."""
    await console.start()
    number, goes_on = 0, True
    with suppress(BrokenPipeError):
        while goes_on and (line := await asyncio.to_thread(_next_line, lines)):
            number += 1
            goes_on = await console.take(line)
            out({"done": number})


def _next_line(stream: BinaryIO) -> bytes:
    """Return the next line, none of them at the end; of one too long to be taken, its head."""
    line = rest = stream.readline(LONGEST_LINE + 1)
    while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
        rest = stream.readline(LONGEST_LINE + 1)
    return line
