"""The writer: the one place that commits, many deeds at a time and each in its own SAVEPOINT."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from queue import Empty, SimpleQueue
from threading import RLock, Thread
from typing import TYPE_CHECKING, Any, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from core.uow import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection, Engine

    from core.clock import Clock
    from core.db import Database
    from core.uow import Reactions

BATCH = 64
# PostgreSQL ended a statement that took too long: it would take as long again.
CANCELLED = "57014"
SQLITE_OUTAGES = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_IOERR",
    "SQLITE_CANTOPEN",
    "SQLITE_FULL",
    "SQLITE_READONLY",
    "SQLITE_PROTOCOL",
)

Item = TypeVar("Item")
T = TypeVar("T")

log = structlog.get_logger(__name__)


class DatabaseUnavailableError(Exception):
    """The database did not take the batch: nothing of it was kept, and it may be tried again."""


@dataclass(slots=True)
class _Job:
    """A deed that waits: ``work`` is called with a list of items, at best many at once.

    So is ``prepare``, before the transaction; what it returns takes the items' places.
    """

    work: Callable[[UnitOfWork, Sequence[Any]], Sequence[Any]]
    item: Any
    prepare: Callable[[Sequence[Any]], Sequence[Any]] | None = None
    future: Future[Any] = field(default_factory=Future)
    outcome: Any = None
    error: BaseException | None = None

    def end(self) -> None:
        """Tell whoever waits what came of it."""
        if self.error is None:
            self.future.set_result(self.outcome)
        else:
            self.future.set_exception(self.error)


class Writer:
    """Takes deeds from any thread, commits them in groups, and answers after the commit."""

    def __init__(self, database: Database, clock: Clock, reactions: Reactions) -> None:
        """Stand ready; `start` begins to work."""
        self._database = database
        self._clock = clock
        self._reactions = reactions
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._lock = RLock()
        self._thread = Thread(target=self._work, name="writer", daemon=True)
        self._listeners: list[Callable[[set[str]], None]] = []

    @property
    def clock(self) -> Clock:
        """The clock that every unit of work is given its moment by."""
        return self._clock

    @property
    def engine(self) -> Engine:
        """The engine that writes, for those who watch what is said to the database."""
        return self._database.write

    def start(self) -> None:
        """Begin to take deeds."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what waits, then stop."""
        self._jobs.put(None)
        self._thread.join()

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def listen(self, listener: Callable[[set[str]], None]) -> None:
        """Call ``listener`` after each commit that raised signals, from whichever thread it was."""
        self._listeners.append(listener)

    def submit(self, work: Callable[[UnitOfWork], T]) -> Future[T]:
        """Queue one deed; the future ends after the commit, with its result or its exception."""
        return self.submit_item(alone, work)

    def submit_item(
        self,
        work: Callable[[UnitOfWork, Sequence[Item]], Sequence[T]],
        item: Any,  # noqa: ANN401 - what ``prepare`` takes, or else an item of the deed
        prepare: Callable[[Sequence[Any]], Sequence[Item]] | None = None,
    ) -> Future[T]:
        """Queue one item of a deed that takes many at once; it is redone singly if one fails.

        ``prepare`` is given neighbouring items right before their transaction, in the writer's
        thread and outside any transaction, and returns what the deed takes, item for item; it is
        redone singly, too. What is dear to work out belongs there: a second thread for it would
        quarrel with the writer's over the interpreter.
        """
        job = _Job(work, item, prepare)
        self._jobs.put(job)
        return job.future

    @contextmanager
    def begin(self, *, writes: bool = True) -> Iterator[UnitOfWork]:
        """Open a transaction of the caller's own, committed when the block ends.

        One that never ``writes`` is that of `read`.
        """
        if not writes:
            with self.read() as uow:
                yield uow
            return
        with self._lock:
            with self._database.write.connect() as connection, connection.begin():
                uow = UnitOfWork(connection, self._clock.now(), self._reactions)
                yield uow
                uow.settle()
            self._tell(uow.signals)

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """Open a transaction that can only read, beside whatever is being written."""
        with self._database.read.connect() as connection, connection.begin():
            yield UnitOfWork(connection, self._clock.now(), {})

    def _work(self) -> None:
        while (first := self._jobs.get()) is not None:
            batch = [first]
            stopping = self._gather(batch)
            self._commit(batch)
            if stopping:
                return

    def _gather(self, batch: list[_Job]) -> bool:
        while len(batch) < BATCH:
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return False
            if job is None:
                return True
            batch.append(job)
        return False

    def _commit(self, waiting: list[_Job]) -> None:
        signals: set[str] = set()
        # What nobody waits for any more is left undone; the rest can no longer be cancelled.
        batch = [job for job in waiting if job.future.set_running_or_notify_cancel()]
        try:
            batch = _prepared(batch)
            with self._lock, self._database.write.connect() as connection, connection.begin():
                for work, jobs in groupby(batch, key=lambda job: job.work):
                    self._run(connection, work, list(jobs), signals)
        except SQLAlchemyError as error:
            log.warning(
                "the database did not take a batch", size=len(batch), error=type(error).__name__
            )
            for job in batch:
                job.future.set_exception(DatabaseUnavailableError(type(error).__name__))
            return
        self._tell(signals)
        for job in batch:
            job.end()

    def _run(
        self,
        connection: Connection,
        work: Callable[[UnitOfWork, Sequence[Any]], Sequence[Any]],
        jobs: list[_Job],
        signals: set[str],
    ) -> None:
        waiting = deque([jobs] if work is not alone else [[job] for job in jobs])
        while waiting:
            group = waiting.popleft()
            error = self._attempt(connection, work, group, signals)
            if error is None:
                continue
            if len(group) > 1:
                waiting.extendleft([job] for job in reversed(group))
            else:
                group[0].error = error

    def _attempt(
        self,
        connection: Connection,
        work: Callable[[UnitOfWork, Sequence[Any]], Sequence[Any]],
        group: list[_Job],
        signals: set[str],
    ) -> Exception | None:
        uow = UnitOfWork(connection, self._clock.now(), self._reactions)
        try:
            with connection.begin_nested():
                outcomes = work(uow, [job.item for job in group])
                answered = list(zip(group, outcomes, strict=True))
                uow.settle()
        except Exception as error:  # the writer must outlive every deed
            if is_outage(error):
                raise
            return error
        for job, outcome in answered:
            job.outcome = outcome
        signals |= uow.signals
        return None

    def _tell(self, signals: set[str]) -> None:
        if signals:
            for listener in self._listeners:
                listener(signals)


def is_outage(error: Exception) -> bool:
    """Say whether an error means that the database is gone, locked or full."""
    if not isinstance(error, DBAPIError):
        return False
    name = getattr(error.orig, "sqlite_errorname", "")
    if name:
        return name.startswith(SQLITE_OUTAGES)
    if getattr(error.orig, "sqlstate", None) == CANCELLED:
        return False
    return error.connection_invalidated or isinstance(error, OperationalError)


def alone(uow: UnitOfWork, deeds: Sequence[Callable[[UnitOfWork], T]]) -> list[T]:
    """Do deeds; the writer gives each its own SAVEPOINT."""
    return [deed(uow) for deed in deeds]


def _prepared(jobs: list[_Job]) -> list[_Job]:
    """Prepare the jobs in their order and return those that are ready; the others are ended."""
    for prepare, group in groupby(jobs, key=lambda job: job.prepare):
        if prepare is not None:
            _prepare(prepare, list(group))
    for job in jobs:
        if job.error is not None:
            job.end()
    return [job for job in jobs if job.error is None]


def _prepare(prepare: Callable[[Sequence[Any]], Sequence[Any]], jobs: list[_Job]) -> None:
    try:
        ready = list(zip(jobs, prepare([job.item for job in jobs]), strict=True))
    except Exception as error:  # the writer must outlive every deed
        if is_outage(error):
            raise
        if len(jobs) == 1:
            jobs[0].error = error
            return
        for job in jobs:
            _prepare(prepare, [job])
    else:
        for job, item in ready:
            job.item = item
