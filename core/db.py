"""The database: two engines on one URL (one writes, one only reads), and how columns are typed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    URL,
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Sequence

MIGRATIONS = Path(__file__).parent.parent / "migrations"
BUSY_TIMEOUT_MS = 5000
STATEMENT_TIMEOUT_MS = 30_000

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

Id = BigInteger().with_variant(Integer, "sqlite")
Json = JSON().with_variant(JSONB, "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment: stored in UTC, given back as aware UTC on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; a naive moment is a programming error."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a naive datetime cannot be stored"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give back an aware moment."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Row(DeclarativeBase):
    """Base of every table's row class."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads this attribute of the class
        int: Id,
        datetime: UtcDateTime(),
        dict[str, Any]: Json,
        list[str]: Json,
    }


class DatabaseProblemError(Exception):
    """The database cannot be reached; the message says why."""


class Database:
    """The engines of one database URL; ``write`` belongs to the writer alone."""

    def __init__(self, url: str) -> None:
        """Make the engines; nothing is connected yet."""
        self.url = address(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.write = _engine(self.url, size=1, immediate=True)
        self.read = _engine(self.url, size=4, immediate=False)

    def close(self) -> None:
        """Close every connection."""
        self.write.dispose()
        self.read.dispose()


def address(url: str) -> URL:
    """Read a database URL; PostgreSQL goes through psycopg, whether the URL names it or not."""
    read = make_url(url)
    if read.drivername in {"postgres", "postgresql"}:
        return read.set(drivername="postgresql+psycopg")
    return read


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database to a revision of the schema, downwards too."""
    if revision == "base" or revision.startswith("-"):
        command.downgrade(alembic_config(url), revision)
    else:
        command.upgrade(alembic_config(url), revision)


def alembic_config(url: str) -> Config:
    """Return Alembic's configuration for a database URL."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


def revisions(url: str) -> tuple[str | None, str | None]:
    """Return the schema's revision in the database and the newest one there is.

    Raises `DatabaseProblemError`, with the driver's own words, when it cannot be reached.
    """
    engine = create_engine(address(url))
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as error:
        words = str(getattr(error, "orig", error)).splitlines()
        raise DatabaseProblemError(words[0] if words else type(error).__name__) from None
    finally:
        engine.dispose()
    return current, ScriptDirectory.from_config(alembic_config(url)).get_current_head()


def _engine(url: URL, *, size: int, immediate: bool) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, size=size, immediate=immediate)
    options = f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c timezone=UTC"
    return create_engine(
        url,
        pool_size=size,
        max_overflow=0 if immediate else 4,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": options},
    )


def _sqlite_engine(url: URL, *, size: int, immediate: bool) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
    )
    pragmas = [
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "secure_delete=ON",
    ]
    begin = "BEGIN IMMEDIATE" if immediate else "BEGIN"
    if not immediate:
        pragmas.append("query_only=ON")
    _set_up_connections(engine, pragmas, begin)
    return engine


def _set_up_connections(engine: Engine, pragmas: Sequence[str], begin: str) -> None:
    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI object
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin_explicitly(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own signature
        connection.exec_driver_sql(begin)
