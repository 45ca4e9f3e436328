"""The writer: many deeds in one commit, each of which succeeds or fails alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, func, insert, select
from sqlalchemy.exc import OperationalError

from core.clock import ManualClock
from core.communities import create
from core.communities.models import CommunityRow
from core.db import Database
from core.events import MemberErased, MemberWelcomed
from core.inbox.models import InboxRow
from core.uow import OUTBOX
from core.writer import DatabaseUnavailableError, Writer
from tests.core.deeds import TIMEOUT, UnexpectedError, busy, hear, kept, stumble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from core.uow import UnitOfWork

MONDAY = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)


@pytest.fixture
def writer(database: Database) -> Iterator[Writer]:
    """Return a writer at work, with reactions to two events."""
    writer = Writer(
        database, ManualClock(MONDAY), {MemberWelcomed: (_react, _record), MemberErased: (_fail,)}
    )
    writer.start()
    yield writer
    writer.stop()


def _react(uow: UnitOfWork, happened: MemberWelcomed) -> None:
    uow.execute(insert(InboxRow).values(key=f"welcomed:{happened.member_id}", at=uow.now))


def _record(uow: UnitOfWork, happened: MemberWelcomed) -> None:
    if happened.member_id < 0:
        uow.record(MemberErased(community_id=1, member_id=happened.member_id))


def _fail(_uow: UnitOfWork, _happened: MemberErased) -> None:
    raise UnexpectedError


def _together(writer: Writer, *deeds: Callable[[UnitOfWork], object]) -> list[Future[object]]:
    with busy(writer):
        return [writer.submit(deed) for deed in deeds]


def test_what_a_deed_returns_is_the_futures_result(writer: Writer, database: Database) -> None:
    assert writer.submit(hear("a")).result(TIMEOUT) == "a"
    assert kept(database) == {"a"}


def test_a_bad_deed_of_a_batch_rolls_back_alone(writer: Writer, database: Database) -> None:
    commits: list[object] = []
    event.listen(writer.engine, "commit", commits.append)
    good, bad, clash, last = _together(writer, hear("a"), stumble("b"), hear("a"), hear("c"))
    assert [good.result(TIMEOUT), last.result(TIMEOUT)] == ["a", "c"]
    assert isinstance(bad.exception(TIMEOUT), UnexpectedError)
    assert "IntegrityError" in type(clash.exception(TIMEOUT)).__name__
    assert kept(database) == {"a", "c"}
    assert len(commits) == 2  # the deed that waited, and the batch behind it


def test_a_future_ends_only_when_others_see_the_deed(writer: Writer, database: Database) -> None:
    seen: list[set[str]] = []
    futures = [writer.submit(hear(str(number))) for number in range(20)]
    for future in futures:
        future.add_done_callback(lambda _future: seen.append(kept(database)))
    for future in futures:
        future.result(TIMEOUT)
    writer.submit(lambda _uow: None).result(TIMEOUT)
    assert all(str(number) in kept for number, kept in enumerate(seen))


def test_the_reactions_to_an_event_belong_to_its_deed(writer: Writer, database: Database) -> None:
    def welcome(number: int) -> Callable[[UnitOfWork], None]:
        return lambda uow: uow.record(MemberWelcomed(community_id=1, member_id=number))

    good, bad = _together(writer, welcome(7), welcome(-7))
    good.result(TIMEOUT)
    assert isinstance(bad.exception(TIMEOUT), UnexpectedError)
    assert kept(database) == {"welcomed:7"}


def test_an_attempt_undoes_what_it_did_and_what_it_told(writer: Writer, database: Database) -> None:
    def deed(uow: UnitOfWork) -> str:
        hear("before")(uow)
        try:
            with uow.attempt():
                uow.record(MemberWelcomed(community_id=1, member_id=7))
                stumble("within")(uow)
        except UnexpectedError:
            hear("after")(uow)
        return "done"

    assert writer.submit(deed).result(TIMEOUT) == "done"
    assert kept(database) == {"before", "after"}


def test_a_deed_that_nobody_waits_for_any_more_is_left_undone(
    writer: Writer, database: Database
) -> None:
    with busy(writer) as begun:
        given_up = writer.submit(hear("a"))
        assert not begun.cancel()
        assert given_up.cancel()
    assert writer.submit(hear("b")).result(TIMEOUT) == "b"
    assert kept(database) == {"b"}


def test_when_the_database_is_lost_nothing_is_kept_and_all_are_told(
    writer: Writer, database: Database
) -> None:
    def lose(_uow: UnitOfWork) -> None:
        raise OperationalError("SELECT 1", {}, Exception("the connection is gone"))

    futures = _together(writer, hear("a"), lose, hear("b"))
    for future in futures:
        assert isinstance(future.exception(TIMEOUT), DatabaseUnavailableError)
    assert kept(database) == set()
    assert writer.submit(hear("c")).result(TIMEOUT) == "c"


def test_when_the_commit_fails_nothing_is_kept_and_all_are_told(
    writer: Writer, database: Database
) -> None:
    def refuse(_connection: object) -> None:
        event.remove(writer.engine, "commit", refuse)
        raise OperationalError("COMMIT", {}, Exception("the disk is full"))

    event.listen(writer.engine, "commit", refuse)
    future = writer.submit(hear("a"))
    assert isinstance(future.exception(TIMEOUT), DatabaseUnavailableError)
    assert kept(database) == set()
    assert writer.submit(hear("a")).result(TIMEOUT) == "a"


def test_listeners_hear_of_signals_after_the_commit_and_of_no_others(
    writer: Writer, database: Database
) -> None:
    heard: list[tuple[set[str], set[str]]] = []
    writer.listen(lambda signals: heard.append((signals, kept(database))))

    def signal(uow: UnitOfWork) -> None:
        hear("a")(uow)
        uow.signals.add(OUTBOX)

    writer.submit(signal).result(TIMEOUT)
    writer.submit(hear("b")).result(TIMEOUT)
    assert heard == [({OUTBOX}, {"a"})]


def test_stopping_finishes_what_waits(database: Database) -> None:
    writer = Writer(database, ManualClock(MONDAY), {})
    futures = [writer.submit(hear(str(number))) for number in range(100)]
    writer.start()
    writer.stop()
    assert all(future.done() for future in futures)
    assert len(kept(database)) == 100


def test_a_transaction_of_ones_own_is_all_or_nothing(writer: Writer, database: Database) -> None:
    with pytest.raises(UnexpectedError), writer.begin() as uow:
        stumble("a")(uow)
    with writer.begin() as uow:
        hear("b")(uow)
    assert kept(database) == {"b"}


def test_a_reader_of_a_file_cannot_write(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    reader = Writer(database, ManualClock(MONDAY), {})
    with pytest.raises(OperationalError), reader.read() as uow:
        create(uow, "读书会")
    database.close()


def test_who_only_reads_holds_up_nobody_who_writes(writer: Writer, database: Database) -> None:
    with writer.begin(writes=False) as reading:
        assert reading.execute(select(func.count()).select_from(InboxRow)).scalar_one() == 0
        writer.submit(hear("a")).result(TIMEOUT)
    assert kept(database) == {"a"}


def test_everything_of_a_deed_happens_at_one_moment(writer: Writer) -> None:
    made = writer.submit(lambda uow: (create(uow, "一"), create(uow, "二"), uow.now))
    assert made.result(TIMEOUT)[2] == MONDAY
    with writer.read() as uow:
        query = select(func.count()).where(CommunityRow.created_at == MONDAY)
        assert uow.execute(query).scalar() == 2
