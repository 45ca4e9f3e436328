"""The unit of work: one deed inside a transaction that somebody else commits."""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, cast

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from sqlalchemy import URL, Compiled, Connection, CursorResult, Dialect, Executable

    from core.db import Row
    from core.events import Event

    Reaction = Callable[["UnitOfWork", Any], None]
    Reactions = Mapping[type[Event], Sequence[Reaction]]

OUTBOX = "outbox"
CHATS = "chats"


class UnitOfWork:
    """What a verb is given: the rows, the moment, and a place to tell what happened."""

    def __init__(self, connection: Connection, now: datetime, reactions: Reactions) -> None:
        """Work on an open transaction at one moment."""
        self._connection = connection
        self._reactions = reactions
        self._events: list[Event] = []
        self.now = now
        self.signals: set[str] = set()

    def execute(
        self,
        statement: Executable,
        rows: Sequence[Mapping[str, Any]] | Mapping[str, Any] | None = None,
    ) -> CursorResult[Any]:
        """Run a statement, once for each of ``rows`` when given."""
        return self._connection.execute(statement, rows)

    def upsert(
        self, statement: postgresql.Insert, rows: Sequence[Mapping[str, Any]]
    ) -> CursorResult[Any]:
        """Run an upsert that was built once, for each of ``rows``; it is compiled once, too.

        SQLAlchemy keeps no compiled upserts, and compiling takes longer than running.
        """
        dialect = self._connection.dialect
        compiled = _compiled(dialect, statement, tuple(sorted(rows[0])), many=len(rows) > 1)
        return self._connection.execute(cast("Executable", compiled), rows)

    @property
    def dialect(self) -> str:
        """The engine's name: "sqlite" or "postgresql"."""
        return self._connection.dialect.name

    @property
    def url(self) -> URL:
        """Which database this is, for what is held in memory of it."""
        return self._connection.engine.url

    def insert(self, row: type[Row]) -> postgresql.Insert:
        """Return this engine's INSERT, which both engines can turn into an upsert."""
        return insert_on(self.dialect, row)

    def record(self, event: Event) -> None:
        """Tell what happened; reactions run before the deed is over, in the same transaction."""
        self._events.append(event)

    def settle(self) -> None:
        """Run the reactions to everything recorded, and to what they record in turn."""
        while self._events:
            event = self._events.pop(0)
            for react in self._reactions.get(type(event), ()):
                react(self, event)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Undo only what the block did when it raises."""
        before = len(self._events)
        try:
            with self._connection.begin_nested():
                yield
                self.settle()
        except BaseException:
            del self._events[before:]
            raise


class Begin(Protocol):
    """Opens one transaction, committed when its block ends; a long deed opens several."""

    def __call__(self, *, writes: bool = True) -> AbstractContextManager[UnitOfWork]:
        """Open it; one that never ``writes`` holds up nobody who does."""


def insert_on(dialect: str, row: type[Row]) -> postgresql.Insert:
    """Return a dialect's INSERT, for statements that are built once and kept."""
    if dialect == "sqlite":
        return cast("postgresql.Insert", sqlite.insert(row))
    return postgresql.insert(row)


@lru_cache
def _compiled(
    dialect: Dialect, statement: postgresql.Insert, columns: tuple[str, ...], *, many: bool
) -> Compiled:
    return statement.compile(dialect=dialect, column_keys=columns, for_executemany=many)
