"""Reading a catalogue from a CSV or JSON file: every cell is checked before anything is used."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.courses.cells import CELLS, NEEDED
from core.courses.course import Draft
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

FILE_LIMIT = 5_000_000
ROW_LIMIT = 10_000
PROBLEM_LIMIT = 50
NUL = "\0"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a cell; ``row`` counts as the file does (a CSV's head is row 1).

    ``row`` is 0 when it is the whole file, ``column`` empty when it is the whole row.
    """

    row: int
    column: str
    refusal: Refusal


class BadFile(Exception):  # noqa: N818 - a state of the file
    """A file that cannot be imported, with the first fifty things wrong in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems, in the order of the file."""
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems[:PROBLEM_LIMIT])
        self.total = len(problems)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the file with its number and its cells by column."""

    number: int
    cells: dict[str, str]


def read_courses(content: bytes, name: str) -> list[Draft]:
    """Return the courses of a file whose name ends in .csv or .json; raise `BadFile`.

    CSV may be UTF-8, with or without a byte order mark, or GBK. Columns are code, title,
    description, tags (separated by ``|``), author, level, tier, price, url and requires (codes
    separated by ``|``), or their Chinese names; only the first two are needed.
    """
    if len(content) > FILE_LIMIT:
        raise _whole(Refusal("文件太大，最多 {limit} MB。", limit=FILE_LIMIT // 1_000_000))
    read = _readers().get(name.rsplit(".", 1)[-1].lower())
    if read is None:
        raise _whole(Refusal("只能导入 .csv 或 .json 文件。"))
    lines = read(_text(content))
    if len(lines) > ROW_LIMIT:
        raise _whole(Refusal("一次最多导入 {limit} 门课程。", limit=ROW_LIMIT))
    return _drafts(lines)


def _readers() -> dict[str, Callable[[str], list[_Line]]]:
    return {"csv": _csv_lines, "json": _json_lines}


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _whole(Refusal("认不出文件的编码，请存成 UTF-8 再试。"))


def _csv_lines(text: str) -> list[_Line]:
    try:
        head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    except ValueError:
        raise _whole(Refusal("文件是空的。")) from None
    except csv.Error:
        raise _whole(Refusal("CSV 的引号不成对，请用表格软件重新导出。")) from None
    columns, problems = _columns(head, 1)
    numbered = [(number, row) for number, row in enumerate(rows, start=2) if any(row)]
    problems += [
        Problem(number, "", Refusal("这一行的格数比表头多。"))
        for number, row in numbered
        if len(row) > len(columns)
    ]
    if problems:
        raise BadFile(problems)
    return [_Line(number, dict(zip(columns, row, strict=False))) for number, row in numbered]


def _json_lines(text: str) -> list[_Line]:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        raise _whole(Refusal("这不是一个完整的 JSON 文件。")) from None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise _whole(Refusal("JSON 里要是一个列表，每门课程一个对象。"))
    lines: list[_Line] = []
    problems: list[Problem] = []
    for number, item in enumerate(items, start=1):
        columns, wrong = _columns(list(item), number)
        cells = dict(zip(columns, item.values(), strict=True))
        problems += wrong
        problems += [
            Problem(number, column, Refusal("这里要写文字或数字。"))
            for column, value in cells.items()
            if isinstance(value, (bool, dict))
        ]
        lines.append(_Line(number, {column: _cell(value) for column, value in cells.items()}))
    if problems:
        raise BadFile(problems)
    return lines


def _columns(titles: Sequence[str], row: int) -> tuple[list[str], list[Problem]]:
    names = {name: cell.column for cell in CELLS for name in (cell.column, cell.title)}
    columns = [names.get(title.strip().lower(), title.strip()) for title in titles]
    problems = [
        Problem(row, column, Refusal("没有这一列，请对照说明改名或删去。"))
        for column in columns
        if column not in names
    ]
    problems += [
        Problem(row, column, Refusal("这一列出现了不止一次。"))
        for column, count in Counter(columns).items()
        if count > 1
    ]
    problems += [
        Problem(row, column, Refusal("缺少这一列。")) for column in NEEDED if column not in columns
    ]
    return columns, problems


def _cell(value: Any) -> str:  # noqa: ANN401 - any JSON value
    if isinstance(value, list):
        return "|".join(map(str, value))
    return "" if value is None else str(value)


def _drafts(lines: Sequence[_Line]) -> list[Draft]:
    problems: list[Problem] = []
    checked = [dict(_checked(line, problems)) for line in lines]
    problems += _missing(lines)
    problems += _repeated(lines)
    if problems:
        raise BadFile(sorted(problems, key=lambda problem: problem.row))
    return [Draft(**cells, row=line.number) for line, cells in zip(lines, checked, strict=True)]


def _missing(lines: Sequence[_Line]) -> Iterator[Problem]:
    for line in lines:
        for column in NEEDED:
            if not line.cells.get(column, "").strip():
                yield Problem(line.number, column, Refusal("不能空着。"))


def _repeated(lines: Sequence[_Line]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for line in lines:
        code = line.cells.get("code", "").strip().lower()
        if code and first.setdefault(code, line.number) != line.number:
            refusal = Refusal("和第 {row} 行的编号重复。", row=first[code])
            yield Problem(line.number, "code", refusal)


def _checked(line: _Line, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    for cell in CELLS:
        text = line.cells.get(cell.column, "").strip()
        try:
            if NUL in text:
                raise Refusal("里面有空字符（NUL），请删去。")  # noqa: TRY301
            if text:
                yield cell.column, cell.read(text)
        except Refusal as refusal:
            problems.append(Problem(line.number, cell.column, refusal))
            yield cell.column, None


def _whole(refusal: Refusal) -> BadFile:
    return BadFile([Problem(0, "", refusal)])
