"""A CSV file as rows of the columns that are asked for, whatever their order in the file."""

from __future__ import annotations

import csv
from operator import itemgetter
from typing import TYPE_CHECKING

from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from core.recommend.files.faults import Faults

NUL = "\0"
Numbered = tuple[int, tuple[str, ...]]


class Table:
    """A file of UTF-8, with or without a byte order mark, whose first row names its columns.

    Columns may stand in any order; those not asked for are passed over, and an ``optional`` one
    that is missing reads as empty cells. Whatever is wrong is noted in ``faults``.
    """

    def __init__(
        self, path: Path, faults: Faults, *, needed: Sequence[str], optional: Sequence[str] = ()
    ) -> None:
        """Say which columns are asked for: those ``needed``, then the ``optional`` ones."""
        self.path = path
        self.name = str(path)
        self.faults = faults
        self._needed = tuple(needed)
        self._asked = (*needed, *optional)

    def rows(self) -> Iterator[Numbered]:
        """Yield the number of the line where a row begins, and its cells as asked for."""
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                yield from self._read(csv.reader(file, strict=True))
        except UnicodeDecodeError:
            self.fault(_undecodable(self.path), "", Refusal("这一行不是 UTF-8 文字。"))

    def fault(self, line: int, column: str, refusal: Refusal) -> None:
        """Note what is wrong in this file."""
        self.faults.add(self.name, line, column, refusal)

    def _read(self, reader: Iterator[list[str]]) -> Iterator[Numbered]:
        rows = self._numbered(reader)
        _, head = next(rows, (0, []))
        titles = [title.strip().lower() for title in head]
        if not self._sound(titles):
            return
        width = len(titles)
        # A column that is not there is read from the empty cell put behind every row.
        places = [titles.index(name) if name in titles else width for name in self._asked]
        pick = itemgetter(*places)
        for line, row in rows:
            if len(row) != width:
                self._wrong_width(line, row, width)
            elif NUL in "".join(row):
                self.fault(line, "", Refusal("这一行里有空字符（NUL），不是文字。"))
            else:
                row.append("")
                yield line, pick(row)

    def _numbered(self, reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
        line = 1
        try:
            for row in reader:
                if row:
                    yield line, row
                line = reader.line_num + 1  # type: ignore[attr-defined] # csv's own reader
        except csv.Error:
            self.fault(line, "", Refusal("从这一行起引号不成对，或有一格太长。"))

    def _sound(self, titles: Sequence[str]) -> bool:
        if not titles:
            self.fault(0, "", Refusal("文件是空的。"))
            return False
        missing = [name for name in self._needed if name not in titles]
        doubled = [name for name in self._asked if titles.count(name) > 1]
        for name in missing:
            self.fault(1, name, Refusal("缺少这一列。"))
        for name in doubled:
            self.fault(1, name, Refusal("这一列出现了不止一次。"))
        return not missing and not doubled

    def _wrong_width(self, line: int, row: Sequence[str], width: int) -> None:
        more = len(row) > width
        said = Refusal("这一行的格数比表头多。") if more else Refusal("这一行的格数比表头少。")
        self.fault(line, "", said)


def _undecodable(path: Path) -> int:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 0
