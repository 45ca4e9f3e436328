"""Bulk work: many items at once, prepared before their transaction, and each alone in the end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from core.clock import ManualClock
from core.writer import DatabaseUnavailableError, Writer
from tests.core.deeds import TIMEOUT, UnexpectedError, busy, hear, kept, stumble, work

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.db import Database
    from core.uow import UnitOfWork

MONDAY = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)


@pytest.fixture
def writer(database: Database) -> Iterator[Writer]:
    """Return a writer at work."""
    writer = Writer(database, ManualClock(MONDAY), {})
    writer.start()
    yield writer
    writer.stop()


def test_bulk_work_is_done_at_once_for_all_that_wait(writer: Writer, database: Database) -> None:
    sizes: list[int] = []

    def note(uow: UnitOfWork, keys: Sequence[str]) -> list[str]:
        sizes.append(len(keys))
        return [hear(key)(uow) for key in keys]

    with busy(writer):
        futures = [writer.submit_item(note, key) for key in "abc"]
    assert [future.result(TIMEOUT) for future in futures] == ["a", "b", "c"]
    assert sizes == [3]
    assert kept(database) == {"a", "b", "c"}


def test_bulk_work_that_fails_is_redone_one_by_one(writer: Writer, database: Database) -> None:
    sizes: list[int] = []

    def note(uow: UnitOfWork, keys: Sequence[str]) -> list[str]:
        sizes.append(len(keys))
        return [(stumble if key == "b" else hear)(key)(uow) or "" for key in keys]

    with busy(writer):
        futures = [writer.submit_item(note, key) for key in "abc"]
    assert [futures[0].result(TIMEOUT), futures[2].result(TIMEOUT)] == ["a", "c"]
    assert isinstance(futures[1].exception(TIMEOUT), UnexpectedError)
    assert sizes == [3, 1, 1, 1]
    assert kept(database) == {"a", "c"}


def test_bulk_work_that_loses_an_item_is_an_error_and_keeps_nothing(
    writer: Writer, database: Database
) -> None:
    def note(uow: UnitOfWork, keys: Sequence[str]) -> list[str]:
        return [hear(key)(uow) for key in keys][1:]

    assert isinstance(writer.submit_item(note, "a").exception(TIMEOUT), ValueError)
    assert writer.submit(hear("b")).result(TIMEOUT) == "b"
    assert kept(database) == {"b"}


def test_items_are_prepared_together_and_before_their_transaction(
    writer: Writer, database: Database
) -> None:
    steps: list[object] = []
    event.listen(writer.engine, "begin", lambda _connection: steps.append("begin"))

    def prepare(letters: Sequence[str]) -> list[str]:
        steps.append(list(letters))
        return [letter.upper() for letter in letters]

    with busy(writer):
        futures = [writer.submit_item(work, key, prepare) for key in "abc"]
    assert [future.result(TIMEOUT) for future in futures] == ["A", "B", "C"]
    assert steps == ["begin", ["a", "b", "c"], "begin"]  # the deed that waited, then the batch
    assert kept(database) == {"A", "B", "C"}


def test_what_cannot_be_prepared_is_left_out_alone(writer: Writer, database: Database) -> None:
    sizes: list[int] = []

    def prepare(keys: Sequence[str]) -> list[str]:
        sizes.append(len(keys))
        if "b" in keys:
            raise UnexpectedError
        return list(keys)

    with busy(writer):
        futures = [writer.submit_item(work, key, prepare) for key in "abc"]
        plain = writer.submit(hear("d"))
    assert [futures[0].result(TIMEOUT), futures[2].result(TIMEOUT)] == ["a", "c"]
    assert isinstance(futures[1].exception(TIMEOUT), UnexpectedError)
    assert plain.result(TIMEOUT) == "d"
    assert sizes == [3, 1, 1, 1]
    assert kept(database) == {"a", "c", "d"}


def test_when_the_database_is_lost_while_preparing_nothing_is_kept_and_all_are_told(
    writer: Writer, database: Database
) -> None:
    tries: list[int] = []

    def lose(keys: Sequence[str]) -> list[str]:
        tries.append(len(keys))
        raise OperationalError("SELECT 1", {}, Exception("the connection is gone"))

    with busy(writer):
        futures = [writer.submit(hear("a")), *(writer.submit_item(work, k, lose) for k in "bc")]
    for future in futures:
        assert isinstance(future.exception(TIMEOUT), DatabaseUnavailableError)
    assert tries == [2]
    assert kept(database) == set()
