"""Files read and answered line by line; ``-`` stands for standard input and output."""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import typer

from bot.terminal import check_target
from core.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

STANDARD = Path("-")
TOGETHER = 64


def answer_each(source: Path, target: Path, answer: Callable[[str], Any]) -> None:
    """Answer each line of text with one line of JSON, in order.

    A line that is not UTF-8 is named on standard error by its number and answered with null.
    """
    answer_many(source, target, lambda texts: map(answer, texts))


def answer_many(
    source: Path, target: Path, answer: Callable[[Sequence[str]], Iterable[Any]]
) -> None:
    """Answer as `answer_each` does, 64 lines of a file at a time; anything else line by line."""
    size = TOGETHER if source.is_file() else 1
    with reading(source) as lines, _writing(target) as out:
        numbered = enumerate(lines, start=1)
        while some := [_decoded(line, number) for number, line in islice(numbered, size)]:
            said = iter(answer([text for text in some if text is not None]))
            for text in some:
                value = None if text is None else next(said)
                out.write(json.dumps(value, ensure_ascii=False).encode())
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
    if path.exists() and not (path.is_file() or path.is_dir()):
        # A pipe or a device is written to as it stands.
        with path.open("wb") as file:
            yield file
        return
    check_target(path)
    with _replacing(path.resolve()) as file:
        yield file


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """Write a file beside one, and put it in its place when it is whole."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        with draft.open("wb") as file:
            yield file
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _decoded(line: bytes, number: int) -> str | None:
    try:
        return line.removesuffix(b"\n").removesuffix(b"\r").decode()
    except UnicodeDecodeError:
        typer.echo(t("第 {number} 行不是 UTF-8，答作 null。", number=number), err=True)
        return None
