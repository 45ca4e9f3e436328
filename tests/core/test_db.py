"""The database: how moments and JSON are kept, and how careful the engines are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from core.db import Database
from core.inbox.models import InboxRow

SHANGHAI = timezone(timedelta(hours=8))
NOON = datetime(2026, 1, 5, 12, 0, 0, 123456, tzinfo=SHANGHAI)


def test_a_moment_comes_back_as_the_same_moment_in_utc(database: Database) -> None:
    with database.write.begin() as connection:
        connection.execute(insert(InboxRow).values(key="a", at=NOON))
        kept = connection.execute(select(InboxRow.at)).scalar_one()
    assert kept == NOON
    assert kept.tzinfo is UTC


def test_moments_compare_in_the_database_whatever_zone_they_are_given_in(
    database: Database,
) -> None:
    with database.write.begin() as connection:
        connection.execute(insert(InboxRow).values(key="a", at=NOON))
        same = select(InboxRow.key).where(InboxRow.at == NOON.astimezone(UTC))
        later = select(InboxRow.key).where(InboxRow.at > NOON.replace(tzinfo=UTC))
        assert connection.execute(same).scalar() == "a"
        assert connection.execute(later).scalar() is None


def test_a_naive_moment_is_refused(database: Database) -> None:
    naive = insert(InboxRow).values(key="a", at=NOON.replace(tzinfo=None))
    with pytest.raises(StatementError, match="naive"), database.write.begin() as connection:
        connection.execute(naive)


def test_a_row_must_name_what_exists(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO chats (community_id, platform, external_id, title, bound_at)"
                " VALUES (9, 'console', 'g1', '', '2026-01-05')"
            )
        )


def test_sqlite_is_set_to_lose_nothing(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.write.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    database.close()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_readers_see_the_last_commit_while_a_writer_is_at_work(database: Database) -> None:
    with database.write.begin() as writing:
        writing.execute(insert(InboxRow).values(key="a", at=NOON))
        with database.read.begin() as reading:
            assert reading.execute(select(InboxRow.key)).all() == []
    with database.read.begin() as reading:
        assert reading.execute(select(InboxRow.key)).scalar() == "a"
