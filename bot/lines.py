"""Files read and answered line by line; ``-`` stands for standard input and output."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STANDARD = Path("-")


def answer_each(source: Path, target: Path, answer: Callable[[str], Any]) -> None:
    """Answer each line of text with one line of JSON, in order.

    A line that is not UTF-8 is named on standard error by its number and answered with null.
    """
    with reading(source) as lines, _writing(target) as out:
        for number, line in enumerate(lines, start=1):
            text = _decoded(line, number)
            said = None if text is None else answer(text)
            out.write(json.dumps(said, ensure_ascii=False).encode())
            out.write(b"\n")


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """Open a file, or standard input, for reading."""
    if path == STANDARD:
        yield sys.stdin.buffer
        return
    with path.open("rb") as file:
        yield file


@contextmanager
def _writing(path: Path) -> Iterator[BinaryIO]:
    if path == STANDARD:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with path.open("wb") as file:
        yield file


def _decoded(line: bytes, number: int) -> str | None:
    try:
        return line.removesuffix(b"\n").removesuffix(b"\r").decode()
    except UnicodeDecodeError:
        typer.echo(f"line {number} is not valid UTF-8", err=True)
        return None
