"""The files of courses and of members: what is said of them besides what was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.recommend.files.table import Table
from core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from core.recommend.files.faults import Faults
    from core.recommend.files.names import Names

TAG_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file of courses says of one; empty where it says nothing."""

    title: str
    tags: tuple[str, ...]
    description: str


def read_catalogue(path: Path, courses: Names, faults: Faults) -> dict[int, Entry]:
    """Read a file whose columns are course and, optional, title, tags, description.

    Returns what is said of each course by its number. A row that says of a course the same
    again is passed over; one that says otherwise is a fault.
    """
    table = Table(path, faults, needed=("course",), optional=("title", "tags", "description"))
    entries: dict[int, Entry] = {}
    lines: dict[int, int] = {}
    for line, name, (title, tags, description) in _named(table, "course"):
        number = courses[name]
        entry = Entry(title.strip(), _tags(tags), description.strip())
        if entries.setdefault(number, entry) != entry:
            refusal = Refusal("和第 {row} 行说的是同一门课，内容却不一样。", row=lines[number])
            table.fault(line, "course", refusal)
        lines.setdefault(number, line)
    if not entries:
        faults.add(table.name, 0, "", Refusal("里面没有课程。"))
    return entries


def read_members(path: Path, members: Names, faults: Faults) -> dict[int, tuple[str, ...]]:
    """Read a file whose columns are member and, optional, tags; return the tags by number.

    Tags of a member who stands in several rows are put together.
    """
    table = Table(path, faults, needed=("member",), optional=("tags",))
    chosen: dict[int, tuple[str, ...]] = {}
    for _, name, (tags,) in _named(table, "member"):
        number = members[name]
        chosen[number] = tuple(dict.fromkeys((*chosen.get(number, ()), *_tags(tags))))
    return chosen


def _named(table: Table, column: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    for line, (name, *cells) in table.rows():
        if name.strip():
            yield line, name.strip(), tuple(cells)
        else:
            table.fault(line, column, Refusal("不能空着。"))


def _tags(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.strip() for tag in cell.split(TAG_SEPARATOR) if tag.strip()))
