"""A community's own labelled lines: one file of theirs, read with care and added to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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


class LabelledLineError(ValueError):
    """A row is no label, tab and text; the message names the row, never its text."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and how it feels, as people have said."""

    label: Label
    text: str


def parse(rows: Iterable[bytes]) -> list[Labelled]:
    """Return the labelled lines of rows; empty ones are passed over.

    LabelledLineError names the first row, counted from 1, that cannot be read.
    """
    found = []
    for number, row in enumerate(rows, start=1):
        try:
            line = row.decode().strip("\ufeff\r\n")
        except UnicodeDecodeError:
            message = f"row {number} is not valid UTF-8"
            raise LabelledLineError(message) from None
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
        message = f"row {number} is not a label, a tab and a text"
        raise LabelledLineError(message)
    if label is None:
        message = f"row {number}: the label is none of {', '.join(NAMES)}"
        raise LabelledLineError(message)
    return Labelled(label, " ".join(text.split()))
