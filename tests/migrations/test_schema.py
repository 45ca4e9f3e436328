"""The migrations give the tables that the rows describe, forwards and backwards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from core.clock import ManualClock
from core.communities import create
from core.db import Database, Row, migrate
from core.points import MINT, SINK, Transfer, transfer
from core.writer import Writer
from migrations.tables import load

MONDAY = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
ATTACKS = (
    "UPDATE transfers SET amount = 1000000",
    "UPDATE transfers SET community_id = community_id",
    "DELETE FROM transfers",
)

load()


def _differences(database: Database) -> list[object]:
    with database.write.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Row.metadata))


def test_the_migrated_tables_are_those_of_the_rows(database: Database) -> None:
    assert _differences(database) == []


def test_a_column_too_many_would_be_noticed(database: Database) -> None:
    with database.write.begin() as connection:
        connection.execute(text("ALTER TABLE questions ADD COLUMN forgotten INTEGER"))
    assert _differences(database)


def test_the_schema_can_be_taken_back_and_put_up_again(database: Database) -> None:
    url = database.url.render_as_string(hide_password=False)
    tables = set(inspect(database.read).get_table_names())
    database.close()
    migrate(url, "base")
    assert set(inspect(database.read).get_table_names()) == {"alembic_version"}
    database.close()
    migrate(url)
    assert set(inspect(database.read).get_table_names()) == tables
    assert _differences(database) == []


def test_each_step_can_be_taken_back_and_put_up_again(database: Database) -> None:
    url = database.url.render_as_string(hide_password=False)
    database.close()
    migrate(url, "-1")
    migrate(url, "+1")
    assert _differences(database) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_itself_refuses_to_change_the_ledger(database: Database, attack: str) -> None:
    writer = Writer(database, ManualClock(MONDAY), {})
    with writer.begin() as uow:
        community = create(uow, "读书会")
        moved = Transfer(
            community_id=community.id,
            key="gift:1",
            source=MINT,
            target=SINK,
            amount=5,
            rule="gift",
            cause="gift:1",
        )
        assert transfer(uow, moved)
    with pytest.raises(DBAPIError, match="append-only"), database.write.begin() as connection:
        connection.execute(text(attack))
    with database.read.connect() as connection:
        assert connection.execute(text("SELECT amount FROM transfers")).scalars().all() == [5]
