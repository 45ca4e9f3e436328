"""Counting what a database is asked, by those who write and by those who only read."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Engine, event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from core.writer import Writer


@dataclass
class Statements:
    """What was asked while writers had to wait for it, and what while they had not."""

    writing: list[str] = field(default_factory=list)
    reading: list[str] = field(default_factory=list)


@contextmanager
def statements(writer: Writer) -> Iterator[Statements]:
    """Collect all statements."""
    found = Statements()

    def note(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        asked = found.writing if connection.engine is writer.engine else found.reading
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield found
    event.remove(Engine, "before_cursor_execute", note)
