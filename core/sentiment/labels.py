"""A community's own labelled lines: one file of theirs, read with care and added to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from core.text.reading import Label

LABELS_FILE = "labels.tsv"
NAMES: dict[str, Label] = {
    **dict.fromkeys(("negative", "neg", "消极", "负面"), "negative"),
    **dict.fromkeys(("neutral", "neu", "中性"), "neutral"),
    **dict.fromkeys(("positive", "pos", "积极", "正面"), "positive"),
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and how it feels, as people have said."""

    label: Label
    text: str


def parse(rows: Iterable[bytes]) -> list[Labelled]:
    """Return the labelled lines of rows; empty ones are passed over.

    A Refusal names the first row, counted from 1, that cannot be read.
    """
    found = []
    for number, row in enumerate(rows, start=1):
        try:
            line = row.decode().strip("\ufeff\r\n")
        except UnicodeDecodeError:
            raise Refusal("第 {number} 行不是 UTF-8 文字。", number=number) from None
        if line.strip():
            found.append(_labelled(line, number))
    return found


def read_labels(folder: Path) -> list[Labelled]:
    """Return the lines kept in a folder, the last label of a text that has several."""
    path = folder / LABELS_FILE
    lines = parse(path.read_bytes().splitlines()) if path.exists() else []
    return list({line.text: line for line in lines}.values())


def keep(folder: Path, lines: Iterable[Labelled]) -> None:
    """Add lines to a folder's file, which only its owner may read."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LABELS_FILE
    path.touch(mode=0o600)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{line.label}\t{line.text}\n" for line in lines)


def _labelled(line: str, number: int) -> Labelled:
    name, tab, text = line.partition("\t")
    label = NAMES.get(name.strip().lower())
    if not tab or not text.strip():
        raise Refusal("第 {number} 行不是「标签、制表符、文字」。", number=number)
    if label is None:
        names = "、".join(NAMES)
        raise Refusal("第 {number} 行的标签不是这些：{names}。", number=number, names=names)
    return Labelled(label, " ".join(text.split()))
