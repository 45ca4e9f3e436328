"""A small community whose rooms react to one another as the whole product's do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from core.db import Database
from tests.core.points.town import Town
from tests.core.points.town import found as found_town

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Return an empty, migrated database."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def found(database: Database) -> Callable[[], Town]:
    """Return what founds a community, as many as are wanted in one database."""
    return partial(found_town, database)


@pytest.fixture
def town(found: Callable[[], Town]) -> Town:
    """Return a community of four members."""
    return found()
