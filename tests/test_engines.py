"""The databases that tests are given: migrated, empty, of one's own, and alike on both engines."""

from __future__ import annotations

import pytest
from sqlalchemy import func, inspect, select, table

from core.db import Database


@pytest.mark.parametrize("test", ["the first test", "the next test"])
def test_every_test_begins_with_an_empty_database(database: Database, test: str) -> None:
    with database.write.begin() as connection:
        names = inspect(connection).get_table_names()
        rows = {
            name: connection.execute(select(func.count()).select_from(table(name))).scalar()
            for name in names
        }
        connection.exec_driver_sql("CREATE TABLE left_behind (id INTEGER)")
    assert rows.pop("alembic_version") == 1, test
    assert set(rows.values()) == {0}, test
    assert "left_behind" not in rows


def test_both_engines_have_the_same_tables(sqlite_url: str, postgresql_url: str) -> None:
    tables = []
    for url in (sqlite_url, postgresql_url):
        database = Database(url)
        tables.append(set(inspect(database.read).get_table_names()))
        database.close()
    assert tables[0] == tables[1]
