"""Deeds for the writer's tests: they write a key into the inbox, and some stumble over it."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Event as Gate
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from core.inbox.models import InboxRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

    from core.db import Database
    from core.uow import UnitOfWork
    from core.writer import Writer

TIMEOUT = 30


class UnexpectedError(Exception):
    """What no deed expects."""


def hear(key: str) -> Callable[[UnitOfWork], str]:
    """Return a deed that writes a key."""

    def deed(uow: UnitOfWork) -> str:
        uow.execute(insert(InboxRow).values(key=key, at=uow.now))
        return key

    return deed


def stumble(key: str) -> Callable[[UnitOfWork], None]:
    """Return a deed that writes a key and breaks."""

    def deed(uow: UnitOfWork) -> None:
        uow.execute(insert(InboxRow).values(key=key, at=uow.now))
        raise UnexpectedError

    return deed


def work(uow: UnitOfWork, keys: Sequence[str]) -> list[str]:
    """Write keys, as a deed that takes many."""
    return [hear(key)(uow) for key in keys]


def kept(database: Database) -> set[str]:
    """Return what another connection sees."""
    with database.read.connect() as connection:
        return set(connection.execute(select(InboxRow.key)).scalars())


@contextmanager
def busy(writer: Writer) -> Iterator[Future[bool]]:
    """Keep the writer at work, so that what is queued meanwhile is taken up as one batch."""
    begun, end = Gate(), Gate()

    def wait(_uow: UnitOfWork) -> bool:
        begun.set()
        return end.wait(TIMEOUT)

    future = writer.submit(wait)
    assert begun.wait(TIMEOUT)
    yield future
    end.set()
